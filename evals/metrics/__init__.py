"""Metrics, one file each; the file's name is the metric's.

A metric is a file here with:

- ``DEFAULT``: the worst value; a question that was never answered counts as this.
- ``applies(question)``: whether the metric has a meaning for it (recall has none for what cannot be answered).
- ``score(question, result)``: its value, or None where it has no denominator; such questions are counted, not averaged.
- ``HIGHER_IS_BETTER``.

Every mean is over the questions of the set to which the metric applies: one denominator for all systems.
"""

from collections.abc import Sequence
from functools import cache
from types import ModuleType

from evals.results import Result
from evals.sets import Question
from focqa.errors import InputError

Scores = dict[str, dict[str, float | None]]


@cache
def all_metrics() -> dict[str, ModuleType]:
    """Name to module, sorted."""
    import importlib
    import pkgutil

    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"evals.metrics.{name}") for name in names}


def score_all(questions: Sequence[Question], results: Sequence[Result]) -> Scores:
    """Question id to metric to value; metrics that do not apply to a question are left out of its row.

    Raises:
        InputError: If a result is of no question of the set, or two are of one.
    """
    known = {q.id for q in questions}
    by_id = {r.id: r for r in results}
    unknown = sorted(r.id for r in results if r.id not in known)
    if unknown:
        raise InputError(f"a result has the id {unknown[0]!r}, which is no question of the set")
    if len(by_id) != len(results):
        raise InputError("two results are of one question")
    return {q.id: _row(q, by_id.get(q.id)) for q in questions}


def _row(question: Question, result: Result | None) -> dict[str, float | None]:
    row: dict[str, float | None] = {}
    for name, metric in all_metrics().items():
        if metric.applies(question):
            row[name] = metric.DEFAULT if result is None else metric.score(question, result)
    return row


def mean(values: Sequence[float | None]) -> float | None:
    """Mean of the values that are not None; None if there is none."""
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None
