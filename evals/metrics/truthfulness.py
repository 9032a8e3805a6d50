"""Truthfulness, the headline.

Formula: +1 wholly right or rightly abstained; +1/2 answered with at least half of the groups cited and of the facts said,
no sentence failing verification; 0 abstained though answerable; -1 anything else. Range -1 to 1; a missing answer is -1.
Source: CRAG (arXiv 2406.04744) with half credit as in evaluation by nuggets (arXiv 2411.09607).
"""

from evals.metrics._shared import graded, supported
from evals.results import Result
from evals.sets import Question

DEFAULT = -1.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return True


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return _truth(question, result)


def _truth(question: Question, result: Result) -> float:
    if not result.answered:
        return 0.0 if question.answerable else 1.0
    if not question.answerable or not supported(result):
        return -1.0
    groups, facts = graded(question, result)
    if groups == 1.0 and facts == 1.0:
        return 1.0
    return 0.5 if groups >= 0.5 and facts >= 0.5 else -1.0
