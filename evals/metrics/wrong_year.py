"""Wrong-year rate: cited a dated document of another year than every gold provision is of. Lower is better.

Formula: 1 if a citation's year is not among the gold's years, else 0; only where all gold is of dated documents.
Range 0 or 1; None where nothing is cited. The year is read off the document id.
"""

import re

from evals.results import Result
from evals.sets import Question

DEFAULT = 1.0
HIGHER_IS_BETTER = False


def applies(question: Question) -> bool:
    """Whether it has a meaning for the question."""
    return question.answerable and all(_year(i) for i in question.gold_ids)


def score(question: Question, result: Result) -> float | None:
    """Its value for one answer."""
    return _wrong(question, result)


def _year(id_: str) -> str | None:
    found = re.search(r"-(\d{4})/", id_)
    return found[1] if found else None


def _wrong(question: Question, result: Result) -> float | None:
    if not result.cited:
        return None
    right = {_year(i) for i in question.gold_ids}
    return float(any(_year(i) not in right for i in result.cited if _year(i)))
