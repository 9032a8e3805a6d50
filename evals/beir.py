"""Outside retrieval sets in BEIR's form, through focqa's own retriever.

``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and ``qrels/SPLIT.tsv``. Ids that look
like locators ("3/14.2.3.Guidance.10.") give each passage its headings. Empty passages are never retrieved.
"""

import csv
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from evals.beir_index import BeirIndex, open_index
from evals.run import check_same, code_hash, read_lines
from focqa import settings
from focqa.embedders import Embedder, open_embedder
from focqa.errors import InputError

Tell = Callable[[int, int], None]
DEPTH = 100
MEASURES = ("R@10", "AP@10", "nDCG@10", "RR@10", "R@100")


def run(folder: Path, split: str, out: Path, tell: Tell | None = None) -> list[str]:
    """Retrieve for every query of a split and return the figures, one a line; an unfinished run is gone on with.

    Raises:
        InputError: If a file is missing or wrong, naming it.
    """
    queries, qrels = read_queries(folder), read_qrels(folder, split)
    asked = {id_: queries[id_] for id_ in qrels if id_ in queries}
    lost = sorted(set(qrels) - set(queries))
    if lost:
        raise InputError(f"{folder / 'qrels' / split}.tsv: query {lost[0]!r} is not in queries.jsonl")
    chosen = settings.load()
    embedder = open_embedder(chosen.embedding)
    out.mkdir(parents=True, exist_ok=True)
    index = open_index(read_corpus(folder), embedder, chosen.home / "beir", tell)
    unknown = sorted({i for docs in qrels.values() for i in docs} - set(index.ids))
    if unknown:
        raise InputError(f"{folder / 'qrels' / split}.tsv: passage {unknown[0]!r} is not in corpus.jsonl")
    check_same(out / "settings.json", _describe(folder, split, embedder, len(asked)))
    _retrieve(asked, index, embedder, out, tell)
    return _figures(out, qrels, index)


def _describe(folder: Path, split: str, embedder: Embedder, n: int) -> dict[str, Any]:
    files = (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / f"{split}.tsv")
    hashes = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    return {
        "set": folder.name,
        "split": split,
        "n": n,
        "system": "focqa",
        "embedder": embedder.fingerprint,
        "code_sha256": code_hash(),
        **hashes,
    }


def _retrieve(asked: dict[str, str], index: BeirIndex, embedder: Embedder, out: Path, tell: Tell | None) -> None:
    done = {row["id"] for row in read_lines(out / "answers.jsonl")}
    with (out / "answers.jsonl").open("a", encoding="utf-8") as answers, (out / "timings.jsonl").open("a") as timings:
        for n, (id_, text) in enumerate(asked.items(), start=1):
            if id_ in done:
                continue
            started = time.perf_counter()
            found = index.search(text, embedder.encode([text])[0], DEPTH)
            timings.write(json.dumps({"id": id_, "seconds": {"retrieve": time.perf_counter() - started}}) + "\n")
            answers.write(json.dumps({"id": id_, "hits": found}) + "\n")
            answers.flush()
            if tell:
                tell(n, len(asked))


def _figures(out: Path, qrels: dict[str, dict[str, int]], index: BeirIndex) -> list[str]:
    """Means over all judged queries, a query without hits counting 0; and with credit for passages of equal text."""
    import ir_measures

    rows = read_lines(out / "answers.jsonl")
    run_ = [ir_measures.ScoredDoc(row["id"], hit, score) for row in rows for hit, score in row["hits"]]
    (out / "run.trec").write_text(
        "".join(f"{s.query_id} Q0 {s.doc_id} {n} {s.score:.6f} focqa\n" for n, s in enumerate(run_, 1)), "utf-8"
    )
    judged = [ir_measures.Qrel(q, d, rel) for q, docs in qrels.items() for d, rel in docs.items()]
    measures = [ir_measures.parse_measure(m) for m in MEASURES]
    plain = ir_measures.calc_aggregate(measures, judged, run_)
    same = {i: index.first_of_equal_text(i) for i in index.ids}
    merged: dict[tuple[str, str], float] = {}
    for s in run_:
        key = (s.query_id, same[s.doc_id])
        merged[key] = max(s.score, merged.get(key, -np.inf))
    equal = ir_measures.calc_aggregate(
        measures,
        [
            ir_measures.Qrel(q, d, 1)
            for q, docs in qrels.items()
            for d in sorted({same[i] for i, rel in docs.items() if rel > 0})
        ],
        [ir_measures.ScoredDoc(q, d, score) for (q, d), score in merged.items()],
    )
    scores = {
        "n": len(qrels),
        "measures": {str(m): plain[m] for m in measures},
        "equal_text": {str(m): equal[m] for m in measures},
    }
    (out / "scores.json").write_text(json.dumps(scores, indent=1, sort_keys=True) + "\n", "utf-8")
    head = [f"{out}: n = {len(qrels)} queries, {len(index.ids)} passages"]
    return head + [f"  {m!s:8}{plain[m]:7.4f}   with credit for equal texts {equal[m]:7.4f}" for m in measures]


def read_corpus(folder: Path) -> dict[str, str]:
    """Passage id to text, in the file's order."""
    return {str(row["_id"]): str(row.get("text") or "") for row in _rows(folder / "corpus.jsonl")}


def read_queries(folder: Path) -> dict[str, str]:
    """Query id to text."""
    return {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl")}


def read_qrels(folder: Path, split: str) -> dict[str, dict[str, int]]:
    """Query id to passage id to relevance.

    Raises:
        InputError: Naming file and line, if a row has not three columns.
    """
    path = folder / "qrels" / f"{split}.tsv"
    found: dict[str, dict[str, int]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for n, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
                if n == 1 and row[-1:] == ["score"]:
                    continue
                if len(row) != 3 or not row[2].lstrip("-").isdigit():
                    raise InputError(f"{path}, line {n}: needs query id, passage id and a whole number, parted by tabs")
                found.setdefault(row[0], {})[row[1]] = int(row[2])
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check --beir and --split") from None
    if not found:
        raise InputError(f"{path}: no judgement in it")
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); a BEIR folder has corpus.jsonl and queries.jsonl"
        ) from None
    rows = []
    for n, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            if "_id" not in row:
                raise ValueError
        except ValueError:
            raise InputError(f"{path}, line {n}: not a JSON object with _id") from None
        rows.append(row)
    return rows
