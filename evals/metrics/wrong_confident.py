"""Wrong-confident rate: answered where it should have abstained, or answered and cited nothing of gold. Lower is better.

Formula: 1 if so, else 0. Range 0 or 1. A question never answered counts 1.
"""

from evals.results import Result
from evals.sets import Question

DEFAULT = 1.0
HIGHER_IS_BETTER = False


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return True


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(result.answered and not (set(result.cited) & question.gold_ids))
