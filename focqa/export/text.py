"""Plain text: the question, the answer with its marks, and the notes they lead to."""

from focqa.catalogue import Catalogue
from focqa.sheet import Line, Note, Sheet, lay_out
from focqa.types import Answer

MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = ".txt"


def export(answer: Answer, catalogue: Catalogue) -> bytes:
    """Paragraphs in UTF-8.

    Raises:
        UnknownId: If it cites a document that the catalogue lacks.
    """
    sheet = lay_out(answer, catalogue)
    return ("\n\n".join((sheet.question, *map(_line, sheet.lines), *_tail(sheet))) + "\n").encode()


def _line(line: Line) -> str:
    marks = "".join(f" [{n}]" for n in line.notes)
    return f"{line.text}{marks}" + ("" if line.verified else " (unverified)")


def _tail(sheet: Sheet) -> list[str]:
    """What follows the answer: why there is none, what to try, the notes."""
    parts = [*sheet.remarks, *([f"Not answered: {sheet.reason}."] if sheet.reason else [])]
    if sheet.near:
        parts.append("\n".join(["Nearest provisions", *(f"  {s.text} ({s.id})" for s in sheet.near)]))
    if sheet.asks:
        parts.append("\n".join(["You can ask", *(f"  {s.text}" for s in sheet.asks)]))
    if sheet.notes:
        parts.append("\n".join(["Notes", *map(_note, sheet.notes)]))
    return parts


def _note(note: Note) -> str:
    link = f" {note.link}" if note.link else ""
    return f"[{note.number}] {note.where} ({note.id})\n    “{note.quote}”\n    {note.edition}.{link}"
