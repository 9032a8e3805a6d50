"""Runs: every question of a set through one system, written line by line so that a killed run goes on where it stopped.

A run's folder holds ``settings.json`` (set, corpus, index and model by hash), ``answers.jsonl``, ``scores.jsonl``,
``timings.jsonl`` and ``run.trec``. Scores depend on the answers alone: a run killed and resumed gives the same bytes.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals import baselines
from evals.metrics import score_all
from evals.results import Result
from evals.sets import Question, load
from focqa import __version__
from focqa.assistant import Assistant
from focqa.errors import InputError
from focqa.timing import listen

Tell = Callable[[int, int], None]


def run(path: Path, system: str, assistant: Assistant, out: Path, tell: Tell | None = None, sample: int = 0) -> Path:
    """Answer and score a set; goes on with what is missing if ``out`` holds the same run unfinished.

    Args:
        path: The question set.
        system: Name of a system.
        assistant: Whose index is asked.
        out: The run's folder.
        tell: Told how many of how many questions are done.
        sample: Only that many questions, drawn with a fixed seed; 0 is all.

    Raises:
        InputError: If the set is wrong, or ``out`` holds a run with other settings.
    """
    questions = load(path, assistant.catalogue)
    if 0 < sample < len(questions):
        questions = tuple(random.Random(0).sample(questions, sample))
    settings = describe(path, system, assistant, len(questions))
    out.mkdir(parents=True, exist_ok=True)
    check_same(out / "settings.json", settings)
    done = {row["id"] for row in read_lines(out / "answers.jsonl")}
    todo = [q for q in questions if q.id not in done]
    if todo:
        opened = baselines.open_system(system, assistant)
        with (
            (out / "answers.jsonl").open("a", encoding="utf-8") as answers,
            (out / "timings.jsonl").open("a") as timings,
        ):
            for n, question in enumerate(todo, start=len(done) + 1):
                with listen() as seconds:
                    given = opened.answer(question)
                timings.write(json.dumps({"id": question.id, "seconds": seconds}) + "\n")
                answers.write(
                    json.dumps(
                        {"id": question.id, "result": asdict(given.result), "answer": given.record}, ensure_ascii=False
                    )
                    + "\n"
                )
                answers.flush()
                if tell:
                    tell(n, len(questions))
    finish(out, questions)
    return out


def describe(path: Path, system: str, assistant: Assistant, n: int) -> dict[str, Any]:
    """What a run depends on: equal descriptions give equal scores."""
    manifest = assistant.index.manifest
    return {
        "set": path.stem,
        "set_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "n": n,
        "system": system,
        "focqa": __version__,
        "code_sha256": code_hash(),
        "corpus": manifest["corpus"],
        "editions": manifest["editions"],
        "embedder": manifest["embedder"],
        "index": hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest(),
        "llm": assistant.chat.name if assistant.chat else "",
        "min_confidence": assistant.settings.min_confidence,
        "k": assistant.settings.k,
    }


def code_hash() -> str:
    """SHA-256 over the sources of focqa and the suite: a run is not resumed by other code."""
    import focqa

    digest = hashlib.sha256()
    for root in (Path(focqa.__file__).parent, Path(__file__).parent):
        for file in sorted(root.rglob("*.py")):
            digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def check_same(path: Path, settings: dict[str, Any]) -> None:
    """Write the settings of a new run, or compare them with those of the run to go on with.

    Raises:
        InputError: If they differ, naming the first difference.
    """
    text = json.dumps(settings, indent=1, sort_keys=True) + "\n"
    if not path.exists():
        path.write_text(text, "utf-8")
        return
    before = json.loads(path.read_text("utf-8"))
    for name, value in settings.items():
        if before.get(name) != value:
            raise InputError(f"{path.parent}: holds a run with another {name}; give another --out, or remove it")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a JSON Lines file; a last line that a kill cut off is dropped, here and in the file."""
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        path.write_bytes(whole)
    return [json.loads(line) for line in whole.decode().splitlines()]


def results_of(folder: Path) -> tuple[Result, ...]:
    """The results of a run.

    Raises:
        InputError: If the folder holds none.
    """
    rows = read_lines(folder / "answers.jsonl")
    if not rows:
        raise InputError(f"{folder}: no run in it; give a folder that focqa eval run wrote")
    return tuple(_result(row["result"]) for row in rows)


def _result(record: dict[str, Any]) -> Result:
    tuples = {name: tuple(record[name]) for name in ("cited", "retrieved", "supports")}
    return Result(**(record | tuples))


def finish(folder: Path, questions: Iterable[Question]) -> None:
    """Score the answers and write scores and TREC run, in the order of the set.

    Raises:
        InputError: If a question was not answered.
    """
    asked = tuple(questions)
    results = {r.id: r for r in results_of(folder)}
    missing = [q.id for q in asked if q.id not in results]
    if missing:
        raise InputError(
            f"{folder}: {len(missing)} of {len(asked)} questions have no answer, the first is {missing[0]!r}"
        )
    ordered = [results[q.id] for q in asked]
    scores = score_all(asked, ordered)
    rows = [{"id": q.id, "kind": q.kind, "cluster": q.cluster, "scores": scores[q.id]} for q in asked]
    (folder / "scores.jsonl").write_text("".join(json.dumps(r, sort_keys=True) + "\n" for r in rows), "utf-8")
    system = json.loads((folder / "settings.json").read_text("utf-8"))["system"]
    trec = [
        f"{r.id} Q0 {id_} {rank} {1 / rank:.6f} {system}\n" for r in ordered for rank, id_ in enumerate(r.retrieved, 1)
    ]
    (folder / "run.trec").write_text("".join(trec), "utf-8")
