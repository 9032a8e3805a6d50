"""How like a question is to those that each provision answers, and to those that it invites but no document answers.

Two learn that from a corpus's phrasings, each class one provision's glosses or one provision's silences: ``wordings`` from
their words, a corpus's adapter from their vectors.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from focqa.corpus import ELSEWHERE

Vectors = np.ndarray[Any, np.dtype[np.float32]]
# In front of an id, the class of that provision's silences.
SILENT = "not "


@dataclass(frozen=True, slots=True)
class Likeness:
    """A question's scores, as logits.

    Attributes:
        answered: For each passage how like those it answers, float32 ``(n,)``; one without glosses has the least of all.
        silent: How like those that nothing here answers, float32 ``(m,)``.
        elsewhere: How like those about quite other things, one of ``silent``; -inf if none are known.
    """

    answered: Vectors
    silent: Vectors
    elsewhere: float

    @property
    def away(self) -> float:
        """By how much it is more like what is about other things than like what any provision answers."""
        return self.elsewhere - float(self.answered.max())

    def lead(self, at: int) -> float:
        """By how much what the passage at a position answers is ahead of the best silent class."""
        return float(self.answered[at] - self.silent.max())

    @property
    def odds(self) -> float:
        """Logarithm of the odds that some provision answers, against that none does."""
        return float(np.logaddexp.reduce(self.answered) - np.logaddexp.reduce(self.silent))


def arrange(classes: tuple[str, ...], scores: Vectors, position: dict[str, int]) -> Likeness:
    """Scores of classes by the position of their passages; what a provision that is not here would answer, nothing does."""
    answered: Vectors = np.full(len(position), scores.min(), np.float32)
    here = np.array([name in position for name in classes])
    answered[[position[name] for name in classes if name in position]] = scores[here]
    other = classes.index(SILENT + ELSEWHERE) if SILENT + ELSEWHERE in classes else None
    return Likeness(answered, scores[~here], -np.inf if other is None else float(scores[other]))
