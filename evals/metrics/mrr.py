"""Mean reciprocal rank at 10: 1 / rank of the first gold provision retrieved, 0 if not in the first ten.

Computed by ir_measures (``RR@10``) over provision ids, as trec_eval does: every gold id is one relevant document, so
with alternatives in a group a perfect list can stay below 1. Range 0 to 1; a question without retrieval scores 0.
"""

from evals.metrics._ranking import value
from evals.results import Result
from evals.sets import Question

DEFAULT = 0.0
HIGHER_IS_BETTER = True


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return value("RR@10", question, result)
