"""Correct: the question was answered wholly right.

Formula: 1 if answered, every group cited, every fact said and no sentence failed verification, else 0. Range 0 or 1.
"""

from evals.metrics._shared import graded, supported
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(result.answered and graded(question, result) == (1.0, 1.0) and supported(result))
