"""Which of a question's content words a passage has, rare words weighing more."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from focqa.lexical import tokens

# Words so common in questions about any document that meeting them shows nothing.
_COMMON = frozenset(
    tokens(
        "FOC Freedom Online Coalition programme program plan action year document text goal objective activity member"
        " members chair say mention talk describe explain question information tell provision page statement official"
        " many much"
    )
)


def content(text: str) -> tuple[str, ...]:
    """The stems of a question that say what it is about, each once."""
    return tuple(dict.fromkeys(t for t in tokens(text) if t not in _COMMON and len(t) > 1))


@dataclass(frozen=True)
class Coverage:
    """The terms of each text, in order."""

    texts: tuple[str, ...]

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """Stems of each text."""
        return tuple(frozenset(tokens(text)) for text in self.texts)

    @cached_property
    def _spread(self) -> Counter[str]:
        return Counter(term for terms in self.terms for term in terms)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        return {term: float(np.log(1 + len(self.terms) / (1 + n))) for term, n in self._spread.items()}

    def spread(self, term: str) -> int:
        """In how many texts a term stands."""
        return self._spread[term]

    def rarity(self, term: str) -> float:
        """Weight of a term: high where few texts have it, highest where none has."""
        return self._rarity.get(term, float(np.log(1 + len(self.terms))))

    def share(self, terms: tuple[str, ...], within: frozenset[str]) -> float:
        """Share of terms, by rarity, that are in a set; 0 without terms."""
        total = sum(self.rarity(t) for t in terms)
        return sum(self.rarity(t) for t in terms if t in within) / total if total else 0.0

    def known(self, terms: tuple[str, ...]) -> float:
        """Share of terms, by rarity, that stand in any text."""
        return self.share(terms, frozenset(self._rarity))
