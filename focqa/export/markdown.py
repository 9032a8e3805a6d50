"""Markdown with footnotes. Only the documents' official addresses are links; all other words are escaped."""

import re

from focqa.catalogue import Catalogue
from focqa.sheet import Line, Note, Sheet, lay_out
from focqa.types import Answer

MEDIA_TYPE = "text/markdown; charset=utf-8"
SUFFIX = ".md"

# What readers of Markdown turn into links by themselves: addresses, mail addresses, bare domains. A backslash does not
# stop all of them, standing in a code span does.
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:javascript|vbscript|data|mailto|tel|xmpp):|www\.)[^\s“”`<>{}]+"
    r"|[^\s“”`<>{}()\[\]]+@[^\s“”`<>{}]+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:[/:?#][^\s“”`<>{}]*)?",
    re.IGNORECASE,
)
# Entities where not every reader takes a backslash.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "&#96;"}
_SPECIAL = re.compile(r"[&<>`]|[\\*_\[\]{}#!~$|^]")
# What begins a list, a rule or a definition at the start of a line; the backslash goes behind any digits.
_BLOCK = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=[-+=:]))")


def export(answer: Answer, catalogue: Catalogue) -> bytes:
    """CommonMark with footnotes, in UTF-8.

    Raises:
        UnknownId: If it cites a document that the catalogue lacks.
    """
    sheet = lay_out(answer, catalogue)
    return ("\n\n".join((f"# {_text(sheet.question)}", *map(_line, sheet.lines), *_tail(sheet))) + "\n").encode()


def _line(line: Line) -> str:
    marks = "".join(f"[^{n}]" for n in line.notes)
    return _text(line.text) + marks + ("" if line.verified else " *(unverified)*")


def _tail(sheet: Sheet) -> list[str]:
    """What follows the answer: why there is none, what to try, the notes."""
    parts = [_text(remark) for remark in sheet.remarks]
    parts += [f"**Not answered:** {sheet.reason}."] if sheet.reason else []
    if sheet.near:
        items = "\n".join(f"- {_text(s.text)} ({_code(s.id or '')})" for s in sheet.near)
        parts += ["## Nearest provisions", items]
    if sheet.asks:
        parts += ["## You can ask", "\n".join(f"- {_text(s.text)}" for s in sheet.asks)]
    return parts + [_note(note) for note in sheet.notes]


def _note(note: Note) -> str:
    link = f" <{note.link}>" if note.link else ""
    return (
        f"[^{note.number}]: {_text(note.where)} ({_code(note.id)}): “{_text(note.quote, opens=False)}”"
        f" ({note.edition}).{link}"
    )


def _text(text: str, opens: bool = True) -> str:
    """The text as words; ``opens`` says that it opens a line, where a list or rule could begin."""
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        parts += [_escaped(text[at : found.start()]), _code(found[0])]
        at = found.end()
    escaped = "".join([*parts, _escaped(text[at:])])
    return _BLOCK.sub(r"\1\\", escaped) if opens else escaped


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _ENTITIES.get(m[0], f"\\{m[0]}"), text)


def _code(text: str) -> str:
    """A code span; a fence longer than any in the text cannot be closed from within."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
