"""Citation precision, strict: share of the cited provisions that are gold.

Formula: cited in gold / cited. Range 0 to 1; None where nothing is cited (counted, never 0 or 1).
Source: the set ratio ALCE (arXiv 2305.14627) approximates by entailment.
"""

from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return sum(i in question.gold_ids for i in result.cited) / len(result.cited) if result.cited else None
