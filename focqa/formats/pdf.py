"""PDF, through pypdf in a child process with limits on time and memory: a hostile file can end the child, not focqa.

pypdf gives fragments with their position and font size; from these come lines, and from lines come blocks: running
headers and page numbers are dropped, hyphenated line ends joined, headings told by size, and a paragraph that a page
break parts is one block again, on the page it starts on.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from focqa.errors import FormatError
from focqa.formats.text import BULLET, FOOTNOTE, NUMBERED
from focqa.text import normalise
from focqa.types import Block, BlockKind, RawText

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_SECONDS, _BYTES, _PAGES = 60, 2 * 1024**3, 2000
# Smaller than this, or drawn invisibly, is not meant for a reader's eyes (points).
_SMALLEST = 2.0
_BIGGER = 1.08
_REASONS = {
    "encrypted": "encrypted with a password; save a copy without one",
    "corrupt": "not a readable PDF (damaged or cut off); get the file again",
    "not-a-pdf": "not a PDF, whatever its name says; give the PDF itself",
    "limit": f"over the limits of {_PAGES} pages, {_SECONDS} seconds or 2 GiB of memory; split the file",
    "no-text": "no text in it (a scan?); give a file whose text can be selected",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``top`` is the distance from the page's top edge and ``left`` from its left, in points."""

    text: str
    page: int
    top: float
    left: float
    size: float


def read(path: Path) -> RawText:
    """Read a PDF.

    Raises:
        FormatError: With reason ``encrypted``, ``corrupt``, ``not-a-pdf``, ``limit`` or ``no-text``.
    """
    if b"%PDF-" not in path.open("rb").read(1024):
        raise _refused(path, "not-a-pdf")
    try:
        child = subprocess.run(
            [sys.executable, "-m", "focqa.formats.pdf", str(path)], capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused(path, "limit") from None
    try:
        said: dict[str, Any] = json.loads(child.stdout)
    except ValueError:
        raise _refused(path, "limit" if child.returncode < 0 or b"MemoryError" in child.stderr else "corrupt") from None
    if "reason" in said:
        raise _refused(path, said["reason"])
    lines = [Line(*line) for line in said["lines"]]
    if not lines:
        raise _refused(path, "no-text")
    notes = ("hidden text was left out",) if said["hidden"] else ()
    return RawText(tuple(blocks(without_furniture(lines))), notes)


def _refused(path: Path, reason: str) -> FormatError:
    return FormatError(f"{path}: {_REASONS[reason]}", reason)


def without_furniture(lines: list[Line]) -> list[Line]:
    """Lines without running headers, footers and page numbers: what recurs, figures aside, at the edge of pages."""
    if not lines:
        return []
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {page: {*on[:2], *on[-2:]} for page, on in pages.items()}
    seen = Counter(shape for edge in edges.values() for shape in {_shape(line) for line in edge})
    recurring = {shape for shape, n in seen.items() if n >= max(2, len(pages) // 2)}
    small = _body_size(lines) / _BIGGER
    return [
        line
        for line in lines
        if line not in edges[line.page]
        or not (_shape(line) in recurring or _is_page_number(line) or _is_margin(line, pages[line.page], small))
    ]


def _is_margin(line: Line, page: list[Line], small: float) -> bool:
    """Whether a line at the very top or bottom is set smaller than the text: a header even where no second page repeats it."""
    return line in (page[0], page[-1]) and line.size < small and not FOOTNOTE.match(line.text)


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _is_page_number(line: Line) -> bool:
    figures = re.fullmatch(r"(?:page|p\.)?\s*[-–—]?\s*(\d+)(?:\s*(?:/|of)\s*\d+)?\s*[-–—]?", line.text.casefold())
    return bool(figures and int(figures[1]) == line.page)


def blocks(lines: list[Line]) -> list[Block]:
    """Lines to blocks."""
    if not lines:
        return []
    body = _body_size(lines)
    leading = _leading(lines, body)
    vocabulary = Counter(re.findall(r"[\w-]+", " ".join(line.text for line in lines).casefold()))
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _starts_block(groups[-1], line, body, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group, body, vocabulary) for group in groups]


def _body_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _leading(lines: list[Line], body: float) -> float:
    """The usual distance of two lines of one paragraph, in points."""
    gaps = [
        round(b.top - a.top, 1)
        for a, b in pairwise(lines)
        if a.page == b.page and a.size == b.size == body and b.top > a.top
    ]
    return Counter(gaps).most_common(1)[0][0] if gaps else body * 1.2


def _starts_block(group: list[Line], line: Line, body: float, leading: float) -> bool:
    last = group[-1]
    if BULLET.match(line.text) or NUMBERED.match(line.text):
        return True
    if line.size != last.size and max(line.size, last.size) > body * _BIGGER:
        return True
    if line.page != last.page:
        return _heading(last, body) or (last.text.rstrip()[-1:] in ".!?;:”" and not line.text[:1].islower())
    return line.top - last.top > max(leading, line.size * 1.2) * 1.3


def _heading(line: Line, body: float) -> bool:
    return line.size > body * _BIGGER


def _block(group: list[Line], body: float, vocabulary: Counter[str]) -> Block:
    text = group[0].text
    for line in group[1:]:
        text = _joined(text, line.text, vocabulary)
    bullet = BULLET.match(text)
    text = normalise(BULLET.sub("", text))
    first = group[0]
    if _heading(first, body):
        return Block(text, "heading", 0, first.page)
    kind: BlockKind = "footnote" if FOOTNOTE.match(text) else "item" if bullet else "text"
    return Block(text, kind, 0, first.page)


def _joined(text: str, after: str, vocabulary: Counter[str]) -> str:
    """Two lines as one; a hyphen at the end stays where the document writes the word with it elsewhere."""
    if text.endswith("\u00ad"):
        return text[:-1] + after
    broken = re.search(r"([\w-]+)-$", text)
    if not broken or not after[:1].islower():
        return f"{text} {after}"
    rest = re.match(r"[\w-]+", after)
    first, second = broken[1].casefold(), rest[0].casefold() if rest else ""
    if vocabulary[first + second] or (
        not vocabulary[f"{first}-{second}"] and not (vocabulary[first] and vocabulary[second])
    ):
        return text[:-1] + after
    return text + after


def _child(path: str) -> dict[str, Any]:
    """In the child process: the file's lines, or the reason why not."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    import logging

    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"reason": "encrypted"}
        return _lines_of(reader)
    except (LimitReachedError, MemoryError):
        return {"reason": "limit"}
    except Exception as error:  # pypdf raises many kinds on damaged files
        return {"reason": "encrypted" if "crypt" in type(error).__name__.lower() else "corrupt"}


def _lines_of(reader: "PdfReader") -> dict[str, Any]:
    if len(reader.pages) > _PAGES:
        return {"reason": "limit"}
    lines: list[tuple[Any, ...]] = []
    hidden = False
    for number, page in enumerate(reader.pages, start=1):
        found, concealed = _page(page, number)
        lines += found
        hidden = hidden or concealed
    return {"lines": lines, "hidden": hidden}


def _page(page: "PageObject", number: int) -> tuple[list[tuple[Any, ...]], bool]:
    """The printed lines of a page, and whether it has text that no reader sees."""
    height, width = float(page.mediabox.height), float(page.mediabox.width)
    fragments: list[tuple[float, float, float, str]] = []
    state = {"render": 0, "white": False}
    hidden = False

    def operand(op: bytes, args: Any, _cm: Any, _tm: Any) -> None:
        if op == b"Tr" and args:
            state["render"] = int(args[0])
        elif op in (b"rg", b"g", b"sc", b"scn") and args:
            state["white"] = all(isinstance(a, int | float) and float(a) >= 0.99 for a in args)

    def text(words: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        nonlocal hidden
        if not words.strip():
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        points = abs(float(size) * tm[3] * cm[3]) or abs(float(size))
        if state["render"] == 3 or state["white"] or points < _SMALLEST or not (0 <= y <= height and -1 <= x <= width):
            hidden = True
            return
        fragments.append((round(height - y, 1), round(x, 1), round(points, 1), words))

    page.extract_text(visitor_operand_before=operand, visitor_text=text)
    return _as_lines(fragments, number), hidden


def _as_lines(fragments: list[tuple[float, float, float, str]], number: int) -> list[tuple[Any, ...]]:
    """Fragments on one height are one line, in the order in which they were drawn."""
    lines: list[tuple[str, int, float, float, float]] = []
    for top, left, size, words in fragments:
        for i, piece in enumerate(words.split("\n")):
            if not piece.strip():
                continue
            if lines and i == 0 and abs(lines[-1][2] - top) < size * 0.3:
                before = lines[-1]
                lines[-1] = (
                    f"{before[0]}{piece}" if piece[:1] == " " or before[0][-1:] == " " else f"{before[0]} {piece}",
                    *before[1:],
                )
            else:
                lines.append((piece, number, top + i * size * 1.2, left, size))
    return [(" ".join(t.split()), *rest) for t, *rest in lines]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_child(sys.argv[1])))
