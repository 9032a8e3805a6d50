"""Baselines that quote the best passages for the question's own words, from cosine and BM25 over the passages alone."""

import numpy as np

from evals.baselines import Given, pasted
from evals.sets import Question
from focqa.assistant import Assistant
from focqa.index import context_text
from focqa.lexical import Lexical
from focqa.retrieve import hits, signals


class System:
    """Ranks by ``dense`` and ``lexical``, each scaled to 0..1, and quotes the first ``cited`` passages. No glosses, no understanding."""

    def __init__(self, assistant: Assistant, dense: float, lexical: float, cited: int) -> None:
        """Index the passages' words with their headings."""
        self._index = assistant.index
        catalogue = assistant.catalogue
        self._lexical = Lexical.build([context_text(catalogue, p) for p in catalogue.passages])
        self._dense_weight, self._lexical_weight, self._cited = dense, lexical, cited

    def answer(self, question: Question) -> Given:
        """The first passages, whole."""
        encoded = self._index.embedder.encode([question.question])[0]
        dense = signals(self._index, question.question, encoded).dense
        lexical = self._lexical.scores(question.question)
        total = self._dense_weight * _scaled(dense) + self._lexical_weight * _scaled(lexical)
        return pasted(question, [h.passage for h in hits(self._index, total.astype(np.float32), (), 10)], self._cited)


def _scaled(scores: np.ndarray) -> np.ndarray:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
