"""Wordings: which provision a question's words ask for, and whether as its glosses or as its silences ask.

Naive Bayes over the terms of ``odds``, a class for each provision's glosses and one for its silences, smoothed towards what
is usual in all of them. What a class holds of a term is kept sparse; all else is one number a class.
"""

import io
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from focqa.likeness import SILENT, Vectors
from focqa.odds import LEAST, terms
from focqa.types import Phrasings

# Questions of usual wording that are added to each class.
SMOOTHING = 10.0


@dataclass(frozen=True)
class Wordings:
    """What is known of each term and class.

    Attributes:
        terms: Those known, in order.
        classes: A provision's id for its glosses, ``SILENT`` and the id for its silences.
        starts: Int64 ``(terms + 1,)``: where in ``at`` and ``says`` each term's classes begin.
        at: Int32: classes that have the term.
        says: Float32: what the term says for that class beyond what it says for one that lacks it.
        usual: Float32 ``(classes,)``: what any known term says for a class that lacks it.
    """

    terms: tuple[str, ...]
    classes: tuple[str, ...]
    starts: np.ndarray[Any, np.dtype[np.int64]]
    at: np.ndarray[Any, np.dtype[np.int32]]
    says: Vectors
    usual: Vectors

    @classmethod
    def learn(cls, phrasings: dict[str, Phrasings]) -> "Wordings":
        """Count the terms of glosses and silences; without silences nothing is learnt."""
        asked = {i: p.glosses for i, p in phrasings.items() if p.glosses}
        asked |= {SILENT + i: p.silences for i, p in phrasings.items() if p.silences}
        counts: dict[str, Counter[int]] = {}
        for n, questions in enumerate(asked.values()):
            for term in (t for question in questions for t in terms(question)):
                counts.setdefault(term, Counter())[n] += 1
        known = sorted(t for t, held in counts.items() if held.total() >= LEAST)
        sizes = np.array([len(questions) for questions in asked.values()], float)
        at = [sorted(counts[t]) for t in known]
        says = [
            np.log1p([counts[t][n] * sizes.sum() / (SMOOTHING * counts[t].total()) for n in held])
            for t, held in zip(known, at, strict=True)
        ]
        return cls(
            tuple(known),
            tuple(asked),
            np.cumsum([0, *map(len, at)], dtype=np.int64),
            np.array([n for held in at for n in held], np.int32),
            np.concatenate([*says, []]).astype(np.float32),
            -np.log1p(sizes / SMOOTHING).astype(np.float32),
        )

    def scores(self, text: str) -> Vectors:
        """What the known terms of a question say together for each class: their sum over the root of their number."""
        rows = [self._row[t] for t in terms(text) if t in self._row]
        found = len(rows) * self.usual
        for row in rows:
            held = slice(self.starts[row], self.starts[row + 1])
            found[self.at[held]] += self.says[held]
        return found / np.float32(max(len(rows), 1) ** 0.5)

    @cached_property
    def _row(self) -> dict[str, int]:
        return {term: row for row, term in enumerate(self.terms)}

    def to_bytes(self) -> bytes:
        """As an ``.npz`` file."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            terms=_packed(self.terms),
            classes=_packed(self.classes),
            starts=self.starts,
            at=self.at,
            says=self.says,
            usual=self.usual,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Wordings":
        """Back from the file.

        Raises:
            ValueError, KeyError: If it is not one.
        """
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            names = (tuple(file[name].tobytes().decode().split("\n")) for name in ("terms", "classes"))
            terms, classes = ((n if n != ("",) else ()) for n in names)
            return cls(terms, classes, file["starts"], file["at"], file["says"], file["usual"])


def _packed(names: tuple[str, ...]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)
