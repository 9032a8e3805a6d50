"""Answered: whether an answerable question was answered at all.

Formula: 1 if answered, else 0; the complement is the rate of false abstentions. Range 0 or 1.
"""

from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(result.answered)
