"""Word odds: which words, and which pairs of neighbours, tell questions that the documents answer from those they do not.

Naive Bayes (binary, Jeffreys smoothing) over a corpus's phrasings, glosses against silences. "Veto", "how much" and "rather
than" stand in silences; a question full of them is likely a near miss, however near its topic is.
"""

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from focqa.lexical import stems
from focqa.types import Phrasings

# A term of a single question says more about its writer than about the documents.
LEAST = 2


def terms(text: str) -> tuple[str, ...]:
    """The stems of a text, stop words among them, and their pairs of neighbours; each once."""
    found = stems(text)
    return tuple(dict.fromkeys((*found, *(f"{a} {b}" for a, b in itertools.pairwise(found)))))


@dataclass(frozen=True, slots=True)
class Odds:
    """Natural logarithm of the odds that each term gives for an answer; empty without silences."""

    of: dict[str, float]

    @classmethod
    def learn(cls, phrasings: Iterable[Phrasings]) -> "Odds":
        """Count terms of glosses and silences."""
        answered, silent = Counter[str](), Counter[str]()
        n, m = 0, 0
        for one in phrasings:
            n, m = n + len(one.glosses), m + len(one.silences)
            answered.update(term for gloss in one.glosses for term in terms(gloss))
            silent.update(term for silence in one.silences for term in terms(silence))
        if not n or not m:
            return cls({})
        often = sorted(t for t, count in (answered + silent).items() if count >= LEAST)
        return cls(
            {
                t: round(float(np.log((answered[t] + 0.5) / (n + 1)) - np.log((silent[t] + 0.5) / (m + 1))), 4)
                for t in often
            }
        )

    def weigh(self, text: str) -> float:
        """What the terms of a question say together, about -5 to 5: their sum over the root of their number; 0 if none is known."""
        known = [self.of[t] for t in terms(text) if t in self.of]
        return sum(known) / len(known) ** 0.5 if known else 0.0
