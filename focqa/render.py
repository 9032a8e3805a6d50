"""Answers as JSON-ready dictionaries and as plain text for a terminal."""

from dataclasses import asdict
from typing import Any

from focqa.lineage import Change
from focqa.text import clean
from focqa.types import Answer, Citation, Hit, Passage

EDITIONS = {"plain": "plain-language edition, in focqa's own words", "official": "official text"}


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer's fields under their own names; hits carry their passage id, label and score."""
    record = asdict(answer)
    record["hits"] = [hit_json(h) for h in answer.hits]
    return record


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as id, label, score, rank and text."""
    return {
        "id": hit.passage.id,
        "label": hit.passage.label,
        "score": hit.score,
        "rank": hit.rank,
        "text": hit.passage.text,
    }


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage's fields under their own names."""
    return asdict(passage)


def answer_text(answer: Answer) -> str:
    """The answer, then its sources or, on abstaining, what can be tried."""
    parts = [_marked(answer)]
    if answer.citations:
        parts.append("Sources\n" + "\n".join(_source(n, c) for n, c in enumerate(answer.citations, start=1)))
    near = [s for s in answer.suggestions if s.id]
    if near:
        parts.append("Nearest provisions\n" + "\n".join(f"  {s.id}  {s.text}" for s in near))
    asks = [s for s in answer.suggestions if not s.id]
    if asks:
        parts.append("You can ask\n" + "\n".join(f"  {s.text}" for s in asks))
    if answer.model:
        parts.append(f"Phrased by {answer.model}; each sentence was checked against what it cites.")
    parts += [f"Note: {note}" for note in answer.notes]
    return "\n\n".join(parts)


def change_json(change: Change) -> dict[str, Any]:
    """A change's fate and likeness, and both provisions' id, label and text."""
    sides = {
        name: p and {"id": p.id, "label": p.label, "text": p.text}
        for name, p in (("before", change.before), ("after", change.after))
    }
    return {"fate": change.fate, "likeness": change.likeness, **sides}


def change_text(change: Change) -> str:
    """A change in two or three lines."""
    sides = [f"  {p.id:14}“{clean(p.text)}”" for p in (change.before, change.after) if p]
    return "\n".join((change.fate, *sides))


def _marked(answer: Answer) -> str:
    """The text, with sentences that did not verify marked so."""
    lines = answer.text.split("\n")
    doubtful = [s.support == "unverified" for s in answer.sentences]
    doubtful += [False] * (len(lines) - len(doubtful))
    return "\n".join(
        f"{line}  (unverified)" if bad and not line.endswith("(unverified)") else line
        for line, bad in zip(lines, doubtful, strict=False)
    )


def _source(number: int, citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    link = f" · {citation.url}" if citation.url else ""
    return (
        f"  [{number}] {citation.label}{page}  ({citation.id})\n"
        f"      “{clean(citation.quote)}”\n"
        f"      {EDITIONS[citation.edition]}{link}"
    )


def passage_text(passage: Passage) -> str:
    """A passage with its label, path and words."""
    path = "".join(f"  {clean(h)}\n" for h in passage.headings)
    page = f", page {passage.page}" if passage.page else ""
    return f"{passage.label}{page}  ({passage.id})\n{path}  “{clean(passage.text)}”"
