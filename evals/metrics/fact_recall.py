"""Fact recall: share of the facts (and counts) an ideal answer holds that this answer's text says.

Formula: patterns found in the text / patterns, case ignored. Range 0 to 1; None where the question lists none.
Source: nugget recall of TREC RAG 2024 (arXiv 2411.09607), strict, by pattern instead of by judge.
"""

from evals.metrics._shared import facts_said
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return _said(question, result)


def _said(question: Question, result: Result) -> float | None:
    said = facts_said(question, result.text)
    return said if said is None or result.answered else 0.0
