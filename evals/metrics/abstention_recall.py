"""Abstention recall: share of the unanswerable questions that were declined.

Formula: 1 if abstained, else 0; only for questions to abstain on. Range 0 or 1.
Source: negative rejection of RGB (arXiv 2309.01431), read from the status, never from the text.
"""

from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return not question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return float(not result.answered)
