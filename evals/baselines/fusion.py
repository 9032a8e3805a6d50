"""Plain fusion of dense and BM25: the best passage is the answer."""

from evals.baselines import Given, pasted
from evals.sets import Question
from focqa.assistant import Assistant
from focqa.retrieve import Weights, retrieve

ABOUT = "plain fusion (dense 0.7, BM25 0.3), the best passage quoted"
_WEIGHTS = Weights(0.7, 0, 0.3, 0, 0, 0, 0, 0)
_CITED = 1


class System:
    """Ranks the passages for the question's own words, without understanding it."""

    def __init__(self, assistant: Assistant) -> None:
        """Hold the assistant's index."""
        self._index = assistant.index

    def answer(self, question: Question) -> Given:
        """The first passages, whole."""
        encoded = self._index.embedder.encode([question.question])[0]
        hits = retrieve(self._index, question.question, encoded, k=10, weights=_WEIGHTS)
        return pasted(question, [h.passage for h in hits], _CITED)


def open_system(assistant: Assistant) -> System:
    """Over the assistant's index."""
    return System(assistant)
