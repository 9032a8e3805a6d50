"""Citation precision with credit for relatives: a cited provision right above or below a gold one counts as well.

Formula: (cited that are gold, or parent or child of gold) / cited. Range 0 to 1; None where nothing is cited.
"""

from evals.metrics._shared import related
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return sum(related(i, question.gold_ids) for i in result.cited) / len(result.cited) if result.cited else None
