"""Abstention precision: share of the abstentions that were right.

Formula: per abstention 1 if the question was to be abstained on, else 0; None for an answer. Range 0 or 1.
"""

from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return True


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return None if result.answered else float(not question.answerable)
