"""The report: one self-contained HTML page and a Markdown table, from finished runs of one set."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from evals import baselines, plots
from evals.compare import HEADLINE, rows_of
from evals.metrics import mean
from evals.run import read_lines
from evals.sets import KINDS, Question
from evals.stats import Interval, interval, wilson
from focqa.catalogue import Catalogue
from focqa.text import clean

Rows = list[dict[str, Any]]
COLUMNS = (
    "truthfulness", "correct", "citation_recall", "citation_precision", "exact", "fact_recall", "answered",
    "abstention_recall", "wrong_confident", "wrong_year", "support", "all_gold_at_5",
)  # fmt: skip
_WORST = 40


@dataclass(frozen=True, slots=True)
class Written:
    """Where the page is, and the table."""

    html: Path
    markdown: str


def write(
    folders: Mapping[str, Path], questions: tuple[Question, ...], catalogue: Catalogue, out: Path, title: str
) -> Written:
    """Write ``report.html`` and ``report.md`` from the runs, system to folder."""
    rows = {system: rows_of(folder) for system, folder in folders.items()}
    table = markdown(rows, title)
    (out / "report.md").write_text(table + "\n", "utf-8")
    page = out / "report.html"
    page.write_text(_page(rows, folders, questions, catalogue, title), "utf-8")
    return Written(page, table)


def figure(rows: Rows, metric: str, kind: str | None = None) -> Interval | None:
    """A metric's mean over the rows (of a kind) it applies to, with its interval."""
    kept = [r for r in rows if metric in r["scores"] and kind in (None, r["kind"])]
    return interval([r["scores"][metric] for r in kept], [r["cluster"] for r in kept])


def markdown(rows: Mapping[str, Rows], title: str) -> str:
    """Systems side by side; n is the same for all by construction."""
    n = len(next(iter(rows.values())))
    lines = [f"{title}; n = {n} questions for every system; means with 95 % intervals over clusters", ""]
    lines.append("| metric | n | " + " | ".join(rows) + " |")
    lines.append("| --- | --- |" + " --- |" * len(rows))
    for metric in COLUMNS:
        found = {system: figure(r, metric) for system, r in rows.items()}
        size = sum(metric in r["scores"] for r in next(iter(rows.values())))
        cells = [_cell(f) for f in found.values()]
        lines.append(f"| {metric} | {size} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(found: Interval | None) -> str:
    return "–" if found is None else f"{found.mean:.2f} [{found.low:.2f}, {found.high:.2f}]"


def _page(
    rows: Mapping[str, Rows],
    folders: Mapping[str, Path],
    questions: tuple[Question, ...],
    catalogue: Catalogue,
    title: str,
) -> str:
    own = rows["focqa"]
    answers = {r["id"]: r for r in read_lines(folders["focqa"] / "answers.jsonl")}
    parts = [
        f"<h1>How well focqa answers</h1><p class=lead>{escape(title)}; {len(own)} questions, the same for every system. Lines are 95 % intervals over clusters.</p>",
        f"<h2>Truthfulness</h2><p>+1 wholly right or rightly declined, +½ half right, 0 declined though answerable, −1 wrong.</p>{_dots(rows, HEADLINE, -1, 1)}",
        f"<div class=two><div><h2>Wholly correct</h2>{_dots(rows, 'correct', 0, 1)}</div><div><h2>Answered with nothing to stand on</h2><p class=small>Lower is better.</p>{_dots(rows, 'wrong_confident', 0, 1)}</div></div>",
        f"<h2>By kind of question</h2>{_kinds(own)}",
        f"<h2>All figures</h2>{_table(rows)}",
        f"<h2>Which provisions are found</h2><p>Each cell is a provision, coloured by how often it was cited when a question needed it; grey ones no question asks about.</p>{plots.tree_map(catalogue, _found(questions, answers))}",
        f"<div class=two><div><h2>Declining</h2><p class=small>Right answers among those given, were only the surest answered; the dot is today's threshold.</p>{_curve(own, answers)}</div><div><h2>Seconds</h2><p class=small>Per stage of one question.</p>{_latency(folders['focqa'])}</div></div>",
        f"<h2>The worst answers</h2>{_worst(own, questions, answers)}",
    ]
    return f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>focqa: {escape(title)}</title><style>{_STYLE}</style><main>{''.join(parts)}</main></html>"


def _dots(rows: Mapping[str, Rows], metric: str, low: float, high: float) -> str:
    return plots.dots([(system, figure(r, metric)) for system, r in rows.items()], low, high, metric)


def _kinds(own: Rows) -> str:
    shown = (
        "truthfulness",
        "correct",
        "citation_recall",
        "citation_precision",
        "fact_recall",
        "answered",
        "abstention_recall",
    )
    head = "".join(f"<th>{m.replace('_', ' ')}</th>" for m in shown)
    body = []
    for kind in KINDS:
        n = sum(r["kind"] == kind for r in own)
        cells = []
        for metric in shown:
            found = figure(own, metric, kind)
            value = None if found is None else (found.mean + 1) / 2 if metric == HEADLINE else found.mean
            said = "" if found is None else f"{found.mean:.2f}"
            cells.append(
                f"<td style='background:{plots.shade(value)}' class=heat title='{_wilson(own, metric, kind)}'>{said}</td>"
            )
        body.append(f"<tr><th class=left>{kind}</th><td>{n}</td>{''.join(cells)}</tr>")
    return f"<div class=scroll><table><tr><th class=left>kind</th><th>n</th>{head}</tr>{''.join(body)}</table></div>"


def _wilson(own: Rows, metric: str, kind: str) -> str:
    """The 95 % Wilson interval of a rate within a kind; "" for what is no rate."""
    values = [r["scores"][metric] for r in own if r["kind"] == kind and metric in r["scores"]]
    if not values or any(v not in (0.0, 1.0) for v in values):
        return ""
    low, high = wilson(int(sum(values)), len(values))
    return f"{low:.2f} to {high:.2f}"


def _table(rows: Mapping[str, Rows]) -> str:
    head = "".join(f"<th title='{escape(baselines.about(s))}'>{s}</th>" for s in rows)
    body = []
    for metric in COLUMNS:
        cells = []
        for r in rows.values():
            found = figure(r, metric)
            cells.append(
                "<td>–</td>"
                if found is None
                else f"<td>{found.mean:.2f}<br><span class=small>{found.low:.2f} to {found.high:.2f}</span></td>"
            )
        body.append(f"<tr><th class=left>{metric.replace('_', ' ')}</th>{''.join(cells)}</tr>")
    about = "".join(f"<dt>{s}</dt><dd>{escape(baselines.about(s))}</dd>" for s in rows)
    return f"<div class=scroll><table><tr><th></th>{head}</tr>{''.join(body)}</table></div><dl>{about}</dl>"


def _found(questions: tuple[Question, ...], answers: Mapping[str, Any]) -> dict[str, float | None]:
    """Provision to the share of questions needing it that cite it (or an alternative of its group)."""
    seen: dict[str, list[float]] = {}
    for q in questions:
        cited = set(answers[q.id]["result"]["cited"])
        for group in q.gold:
            for id_ in group:
                seen.setdefault(id_, []).append(float(bool(cited & set(group))))
    return {id_: mean(values) for id_, values in seen.items()}


def _curve(own: Rows, answers: Mapping[str, Any]) -> str:
    """Answers given, taken from the surest down: (share answered, share of them wholly right)."""
    given = sorted(
        (
            (answers[r["id"]]["result"]["confidence"], r["scores"][HEADLINE] == 1)
            for r in own
            if answers[r["id"]]["result"]["status"] == "answered"
        ),
        key=lambda pair: -pair[0],
    )
    if not given:
        return "<p>Nothing was answered.</p>"
    right = np.cumsum([ok for _, ok in given])
    points = [((n + 1) / len(own), float(right[n] / (n + 1))) for n in range(len(given))]
    return plots.curve(points, points[-1], "Share answered against share right")


def _latency(folder: Path) -> str:
    stages: dict[str, list[float]] = {}
    for row in read_lines(folder / "timings.jsonl"):
        for stage, seconds in row["seconds"].items():
            stages.setdefault(stage, []).append(1000 * seconds)
    shown = [(s, float(np.percentile(v, 50)), float(np.percentile(v, 95))) for s, v in stages.items()]
    return plots.bars(shown, "Milliseconds per stage")


def _worst(own: Rows, questions: tuple[Question, ...], answers: Mapping[str, Any]) -> str:
    by_id = {q.id: q for q in questions}
    bad = sorted((r for r in own if r["scores"][HEADLINE] < 0), key=lambda r: (r["kind"], r["id"]))
    cards = []
    for row in bad[:_WORST]:
        q, result = by_id[row["id"]], answers[row["id"]]["result"]
        gold = " and ".join(" or ".join(g) for g in q.gold) or "nothing: it should decline"
        history = "".join(f"<p class=small>before: {escape(t.question)}</p>" for t in q.history)
        cards.append(
            f"<article><p class=small>{row['kind']} · {row['id']}</p>{history}<p><b>{escape(q.question)}</b></p>"
            f"<div class=two><div><p class=small>answered, citing {escape(', '.join(result['cited']) or 'nothing')}</p><p>{escape(clean(result['text'])[:600])}</p></div>"
            f"<div><p class=small>wanted</p><p>{escape(gold)}</p><p class=small>{escape(' · '.join(q.facts))}</p></div></div></article>"
        )
    more = f"<p>{len(bad) - _WORST} more in scores.jsonl.</p>" if len(bad) > _WORST else ""
    return f"<p>{len(bad)} of {len(own)} score −1.</p>{''.join(cards)}{more}"


_STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6472;--line:#dfe3e8;--paper:#fbfbfa;--own:#1f6f5c}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaee;--soft:#a2abb8;--line:#343b46;--paper:#14181e;--own:#5ec6a8}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1000px;margin:0 auto;padding:32px 20px 80px}
h1{font-size:30px;margin:0 0 4px}h2{font-size:19px;margin:36px 0 6px}.lead{color:var(--soft);margin-top:0}.small{color:var(--soft);font-size:12.5px;margin:2px 0}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:24px}.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:13px;width:100%}td,th{padding:5px 8px;text-align:center;border-bottom:1px solid var(--line);font-weight:500}th{color:var(--soft)}.left{text-align:left}.heat{color:#10151c}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;font-size:13px;color:var(--soft)}dt{color:var(--ink)}dd{margin:0}
svg{width:100%;height:auto;display:block;font:12px system-ui,sans-serif}svg text{fill:var(--ink)}svg .tick{fill:var(--soft);font-size:11px}svg .value{font-variant-numeric:tabular-nums}svg .cell{font-size:8.5px;fill:#10151c}
.grid{stroke:var(--line)}.bar{stroke:var(--soft);stroke-width:2.5}.own{fill:var(--own)}.other{fill:var(--soft)}.curve{fill:none;stroke:var(--own);stroke-width:2.5}
article{border:1px solid var(--line);border-radius:8px;padding:10px 14px;margin:10px 0}article p{margin:4px 0}
"""
