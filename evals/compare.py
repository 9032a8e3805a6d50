"""Comparing two runs, gating one, and writing runs in other people's formats."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evals.metrics import all_metrics, mean
from evals.run import read_lines
from evals.sets import Question
from evals.stats import Difference, difference
from focqa.errors import InputError

HEADLINE = "truthfulness"


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose value of the compared metric differs."""

    id: str
    before: float
    after: float


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """The scored rows of a finished run.

    Raises:
        InputError: If there are none.
    """
    rows = read_lines(folder / "scores.jsonl")
    if not rows:
        raise InputError(f"{folder}: no finished run in it; run: focqa eval run SET --out {folder}")
    return rows


def diff(a: Path, b: Path, metric: str = HEADLINE) -> tuple[Difference, list[Changed]]:
    """The paired difference B - A of a metric, and the questions that changed. A question without a value counts as its worst.

    Raises:
        InputError: If the metric is unknown, or the runs are not of the same questions.
    """
    if metric not in all_metrics():
        raise InputError(f"no metric named {metric!r}; there are: {', '.join(all_metrics())}")
    left = {r["id"]: r for r in rows_of(a)}
    right = {r["id"]: r for r in rows_of(b)}
    if left.keys() != right.keys():
        odd = sorted(left.keys() ^ right.keys())[0]
        raise InputError(f"{a} and {b} are not of the same questions; {odd!r} is in one of them only")
    ids = [i for i in left if metric in left[i]["scores"]]
    worst = all_metrics()[metric].DEFAULT
    before, after = (
        [worst if v is None else v for v in (side[i]["scores"][metric] for i in ids)] for side in (left, right)
    )
    changed = [Changed(i, x, y) for i, x, y in zip(ids, before, after, strict=True) if x != y]
    return difference(before, after, [left[i]["cluster"] for i in ids]), changed


def told(found: Difference, metric: str) -> str:
    """A difference in words that claim no more than the set can tell."""
    size = f"{metric}: {found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}], p = {found.p:.4f}, n = {found.n} questions in {found.clusters} clusters"
    if found.mean == 0 and found.low == found.high == 0:
        return f"{size}. No question differs."
    if found.is_claimed:
        return f"{size}. {'Better' if (found.mean > 0) == all_metrics()[metric].HIGHER_IS_BETTER else 'Worse'}."
    return f"{size}. No difference can be claimed; this set resolves about {found.resolvable:.3f}."


def gate(folder: Path, thresholds: Path) -> list[str]:
    """What a run falls short of: a TOML file gives ``metric = least mean`` (or ``metric = {max = x}``, or ``{min = x, kind = "list"}``).

    Raises:
        InputError: If the file does not parse or names an unknown metric.
    """
    try:
        wanted = tomllib.loads(thresholds.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{thresholds}: not readable as TOML ({error})") from None
    rows = rows_of(folder)
    missed = []
    for name, limit in wanted.items():
        rule = limit if isinstance(limit, dict) else {"min": limit}
        metric = str(rule.get("metric", name))
        if metric not in all_metrics():
            raise InputError(f"{thresholds}: no metric named {metric!r}; there are: {', '.join(all_metrics())}")
        kept = [r["scores"][metric] for r in rows if metric in r["scores"] and rule.get("kind") in (None, r["kind"])]
        found = mean(kept)
        if found is None or found < rule.get("min", float("-inf")) or found > rule.get("max", float("inf")):
            shown = "no value" if found is None else f"{found:.4f}"
            missed.append(
                f"{name}: {shown} over n = {len(kept)}, wanted {'at least ' + str(rule['min']) if 'min' in rule else 'at most ' + str(rule['max'])}"
            )
    return missed


def write_junit(folder: Path, path: Path) -> None:
    """One test case a question: it fails where the headline is below 1."""
    rows = rows_of(folder)
    answers = {r["id"]: r["result"]["text"] for r in read_lines(folder / "answers.jsonl")}
    failed = [r for r in rows if r["scores"][HEADLINE] < 1]
    suite = ElementTree.Element("testsuite", name="focqa-evals", tests=str(len(rows)), failures=str(len(failed)))
    for row in rows:
        case = ElementTree.SubElement(suite, "testcase", classname=row["kind"], name=row["id"])
        if row in failed:
            failure = ElementTree.SubElement(case, "failure", message=f"{HEADLINE} {row['scores'][HEADLINE]}")
            failure.text = "".join(c for c in answers.get(row["id"], "") if c.isprintable() or c == "\n")
    ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def write_ragas(folder: Path, questions: tuple[Question, ...], path: Path) -> None:
    """One object a line with ragas' field names, beside our kind, expectation and gold groups."""
    results = {r["id"]: r["result"] for r in read_lines(folder / "answers.jsonl")}
    lines = []
    for q in questions:
        result = results[q.id]
        lines.append(
            {
                "user_input": q.question,
                "response": result["text"],
                "retrieved_context_ids": list(result["retrieved"]),
                "reference_context_ids": sorted(q.gold_ids),
                "class": q.kind,
                "expect": q.expect,
                "gold_ids": [list(g) for g in q.gold],
                "id": q.id,
            }
        )
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
