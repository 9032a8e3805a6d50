"""``focqa eval run|diff|report``: the suite on the command line."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from focqa.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Measure answers over question sets.")
GATED = 4
RUNS = Path("evals/runs")


@app.command()
def run(
    set_: Annotated[
        str | None, typer.Argument(metavar="SET", help="A question set: dev, test, or a JSONL file.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="Folder of documents; left out, the plain edition.")] = None,
    system: Annotated[str, typer.Option(help="The system to run; a file name under evals/baselines.")] = "focqa",
    llm: Annotated[
        str | None, typer.Option(help="A chat model that phrases focqa's answers, as for focqa ask.")
    ] = None,
    sample: Annotated[int, typer.Option(min=0, help="Only so many questions, drawn with a fixed seed; 0 is all.")] = 0,
    out: Annotated[Path | None, typer.Option(help="The run's folder; an unfinished run there is gone on with.")] = None,
    beir: Annotated[
        Path | None, typer.Option(help="A BEIR folder (corpus.jsonl, queries.jsonl, qrels/) instead of a set.")
    ] = None,
    split: Annotated[str, typer.Option(help="With --beir: which qrels.")] = "dev",
    gate: Annotated[
        Path | None, typer.Option(help="A TOML file of thresholds; exit status 4 if the run misses one.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML here.")] = None,
    ragas: Annotated[Path | None, typer.Option(help="Write JSON Lines with ragas' field names here.")] = None,
) -> None:
    """Run a question set, or a BEIR folder, and print its figures."""
    if (set_ is None) == (beir is None):
        raise InputError("give a question set, or --beir DIR; for example: focqa eval run dev")
    if beir is not None:
        _run_beir(beir, split, out)
        return
    from evals import run as runs
    from evals import sets
    from focqa.assistant import open_assistant
    from focqa.text import slug

    path = sets.resolve(str(set_))
    sets.load(path)
    with _progress(f"{system} on {path.stem}") as tell:
        assistant = open_assistant(corpus, llm=llm)
        edition = "-".join(assistant.index.manifest["editions"])
        name = "-".join([path.stem, edition, system, *([slug(llm)] if llm else []), *([str(sample)] if sample else [])])
        folder = runs.run(path, system, assistant, out or RUNS / name, tell, sample)
    _print(table(folder))
    if assistant.chat:
        _print(phrased(folder))
    from evals import compare

    if junit:
        compare.write_junit(folder, junit)
    if ragas:
        compare.write_ragas(folder, sets.load(path, assistant.catalogue), ragas)
    missed = compare.gate(folder, gate) if gate else []
    for line in missed:
        sys.stderr.write(f"gate: {line}\n")
    if missed:
        raise typer.Exit(GATED)


def _run_beir(folder: Path, split: str, out: Path | None) -> None:
    from evals import beir

    with _progress(f"{folder.name} {split}") as tell:
        figures = beir.run(folder, split, out or RUNS / f"beir-{folder.name}-{split}", tell)
    _print("\n".join(figures))


@app.command()
def diff(
    a: Annotated[Path, typer.Argument(help="The folder of a run.")],
    b: Annotated[Path, typer.Argument(help="The folder of another run of the same set.")],
    metric: Annotated[str, typer.Option(help="What to compare.")] = "truthfulness",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two runs of one set: paired difference, interval, and the questions that changed."""
    from dataclasses import asdict

    from evals import compare

    found, changed = compare.diff(a, b, metric)
    if as_json:
        _print(json.dumps(asdict(found) | {"claimed": found.is_claimed, "changed": [asdict(c) for c in changed]}))
        return
    _print(compare.told(found, metric))
    _print(f"{len(changed)} questions changed" + (":" if changed else ""))
    for c in changed:
        _print(f"  {c.id}: {c.before:g} -> {c.after:g}")


@app.command()
def report(
    set_: Annotated[str, typer.Argument(metavar="SET", help="A question set.")] = "dev",
    corpus: Annotated[Path | None, typer.Option(help="Folder of documents; left out, the plain edition.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for runs and report.")] = RUNS,
) -> None:
    """Run every system on a set and write report.html and report.md."""
    from evals import baselines, reports, sets
    from evals import run as runs
    from focqa.assistant import open_assistant

    path = sets.resolve(set_)
    assistant = open_assistant(corpus)
    edition = "-".join(assistant.index.manifest["editions"])
    folders = {}
    for system in baselines.names():
        with _progress(f"{system} on {path.stem}") as tell:
            folders[system] = runs.run(path, system, assistant, out / f"{path.stem}-{edition}-{system}", tell)
    written = reports.write(
        folders, sets.load(path, assistant.catalogue), assistant.catalogue, out, f"{path.stem}, {edition} edition"
    )
    _print(written.markdown)
    sys.stderr.write(f"report: {written.html}\n")


def table(folder: Path) -> str:
    """A run's figures, one metric a line, with interval and n."""
    from evals import compare
    from evals.metrics import all_metrics
    from evals.stats import interval

    rows = compare.rows_of(folder)
    lines = [f"{folder}"]
    for name in all_metrics():
        kept = [r for r in rows if name in r["scores"]]
        found = interval([r["scores"][name] for r in kept], [r["cluster"] for r in kept])
        if found:
            null = f", {found.null} without a value" if found.null else ""
            lines.append(f"  {name:28}{found.mean:7.3f}  [{found.low:.3f}, {found.high:.3f}]  n = {found.n}{null}")
    return "\n".join(lines)


def phrased(folder: Path) -> str:
    """How many of a run's answers are in the chat model's words, and what became of the others."""
    from collections import Counter

    from evals.run import read_lines

    given = [row["answer"] for row in read_lines(folder / "answers.jsonl")]
    said = Counter(note for answer in given for note in answer.get("notes", ()))
    lines = [f"  {sum(bool(a.get('model')) for a in given)} of {len(given)} answers in the chat model's words"]
    return "\n".join(lines + [f"  {n:4}  {note}" for note, n in said.most_common()])


@contextmanager
def _progress(title: str) -> Iterator[Any]:
    from focqa.cli import progress

    with progress(title) as tell:
        yield tell


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
