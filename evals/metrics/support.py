"""Sentence support rate: share of the answer's sentences that verified against what they cite.

Formula: verified sentences / sentences, of this answer. Range 0 to 1; None for an answer without sentences or a system
that does not verify. Means are over answers, not pooled over sentences.
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
    return sum(result.supports) / len(result.supports) if result.supports else None
