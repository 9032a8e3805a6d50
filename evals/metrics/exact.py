"""Exact: addresses, lists and counts that are complete and cite nothing else.

Formula: 1 if every gold group is cited and every cited provision is gold (and the count is said), else 0. Range 0 or 1.
For an address that does not exist, 1 if it abstained.
"""

from dataclasses import replace

from evals.metrics._shared import facts_said, graded
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.kind in ("address", "list")


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(_exact(question, result))


def _exact(question: Question, result: Result) -> bool:
    if not question.answerable:
        return not result.answered
    complete = graded(question, result)[0] == 1.0
    counted = question.count is None or facts_said(replace(question, facts=()), result.text) == 1.0
    return complete and counted and set(result.cited) <= question.gold_ids
