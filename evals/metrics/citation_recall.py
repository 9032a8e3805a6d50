"""Citation recall: share of the gold groups of which at least one provision is cited.

Formula: groups with a cited member / groups. Range 0 to 1. An abstention cites nothing and scores 0.
Source: obligation coverage of RIRAG (arXiv 2409.05677) over ids; groups as AND of ORs.
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
    return groups_met(question, result.cited)
