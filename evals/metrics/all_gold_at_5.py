"""AllGold@5: whether every gold group is among the first five retrieved.

Formula: 1 if each group has a member in the top 5, else 0. Range 0 or 1. Source: MultiHop-RAG (arXiv 2401.15391).
"""

from evals.metrics._shared import groups_met
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(groups_met(question, result.retrieved[:5]) == 1.0)
