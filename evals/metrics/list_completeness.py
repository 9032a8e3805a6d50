"""List completeness: whether a list or count cites every item.

Formula: 1 if every gold group is cited, else 0; only for questions of kind list. Range 0 or 1.
"""

from evals.metrics._shared import groups_met
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable and question.kind == "list"


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(groups_met(question, result.cited) == 1.0)
