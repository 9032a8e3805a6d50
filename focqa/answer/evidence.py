"""How well a passage meets a question: the question's own content words and names, not just its topic."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from focqa.index import Index, context_text
from focqa.lexical import tokens
from focqa.retrieve import Signals
from focqa.types import Query

# Words so common in questions about any document of the coalition that meeting them shows nothing.
_COMMON = frozenset(
    tokens(
        "FOC Freedom Online Coalition programme program plan action year document text goal objective activity member members chair say mention talk describe explain"
        " question information tell provision page statement official many much"
    )
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for answering from a passage, each 0 to 1.

    Attributes:
        dense: Best cosine of the question with the passage or one of its sentences.
        late: Mean best cosine of the question's tokens.
        covered: Share of the question's content words, by rarity, that stand in the passage or its headings.
        known: Share of them, by rarity, that stand anywhere in the documents.
    """

    dense: float
    late: float
    covered: float
    known: float


@dataclass(frozen=True)
class Weigher:
    """Weighs passages of one index as evidence."""

    index: Index

    @cached_property
    def _terms(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(tokens(context_text(self.index.catalogue, p))) for p in self.index.catalogue.passages)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts: dict[str, int] = {}
        for terms in self._terms:
            for term in sorted(terms):
                counts[term] = counts.get(term, 0) + 1
        return {term: float(np.log(1 + len(self._terms) / (1 + n))) for term, n in counts.items()}

    def rarity(self, term: str) -> float:
        """Weight of a term: high where few passages have it, highest where none has."""
        return self._rarity.get(term, float(np.log(1 + len(self._terms))))

    def content(self, text: str) -> tuple[str, ...]:
        """The stems of a question that say what it is about."""
        return tuple(dict.fromkeys(t for t in tokens(text) if t not in _COMMON and len(t) > 1))

    def covered(self, terms: tuple[str, ...], position: int) -> float:
        """Share of terms, by rarity, that a passage has."""
        return self._share(terms, self._terms[position])

    def weigh(self, query: Query, signals: Signals, position: int) -> Evidence:
        """The evidence one passage gives."""
        terms = self.content(query.whole)
        return Evidence(
            dense=max(0.0, float(signals.dense[position])),
            late=max(0.0, float(signals.late[position])),
            covered=self.covered(terms, position),
            known=self._share(terms, frozenset(self._rarity)),
        )

    def _share(self, terms: tuple[str, ...], within: frozenset[str]) -> float:
        total = sum(self.rarity(t) for t in terms)
        return sum(self.rarity(t) for t in terms if t in within) / total if total else 0.0


# Logistic weights on (dense, late, covered, known); fitted on ``dev`` by evals/calibrate.py.
_LOGIT = (4.0, 4.0, 3.0, 1.0)
_BIAS = -5.0


def confidence(evidence: Evidence) -> float:
    """How sure the evidence makes an answer, 0 to 1."""
    values = (evidence.dense, evidence.late, evidence.covered, evidence.known)
    logit = _BIAS + sum(w * v for w, v in zip(_LOGIT, values, strict=True))
    return float(1 / (1 + np.exp(-logit)))
