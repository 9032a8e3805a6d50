"""Plain text: blank lines part blocks; list markers and numbering at the start of a line begin one too."""

import re
from pathlib import Path

from focqa.formats import decode
from focqa.text import normalise
from focqa.types import Block, RawText

# "- ", "* ", "• " at the start of a line, at any depth.
BULLET = re.compile(r"^(\s*)[-*•▪◦‣]\s+")
# "Goal 1:", "Objective 2A:", "1.1. Text", "(a) text": a line that starts its own block even without a blank line before it.
NUMBERED = re.compile(r"^\s*(?:[A-Za-z]+ \d+[A-Z]?\s*:|\d+(?:\.\d+)+\.?\s|\(?[a-z]{1,4}\)\s|[a-z]\.\s)")
# "¹ Words of a note".
FOOTNOTE = re.compile(r"^[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s")
_MAX_HEADING_WORDS = 14


def read(path: Path) -> RawText:
    """Read a UTF-8 text file."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", decode(path).replace("\r\n", "\n")):
        blocks.extend(_blocks(chunk))
    return RawText(tuple(blocks))


def _blocks(chunk: str) -> list[Block]:
    """The blocks of a stretch of lines that no blank line parts."""
    groups: list[list[str]] = []
    for line in chunk.split("\n"):
        if not line.strip():
            continue
        if not groups or BULLET.match(line) or NUMBERED.match(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [block for lines in groups if (block := _block(lines)).text]


def _block(lines: list[str]) -> Block:
    bullet = BULLET.match(lines[0])
    text = strip_emphasis(normalise(" ".join([BULLET.sub("", lines[0]), *lines[1:]])))
    if bullet:
        return Block(text, "item", len(bullet.group(1).expandtabs(2)))
    if FOOTNOTE.match(text):
        return Block(text, "footnote")
    return Block(text, "heading" if len(lines) == 1 and looks_like_heading(text) else "text")


def strip_emphasis(text: str) -> str:
    """Drop ``**bold**`` and ``__bold__`` marks, which extractions leave in plain text."""
    return re.sub(r"\*\*|__", "", text)


def looks_like_heading(text: str) -> bool:
    """Whether a line alone reads as a heading: short, capitalised, without punctuation at its end."""
    return text[:1].isupper() and len(text.split()) <= _MAX_HEADING_WORDS and text[-1] not in ".;:,!?…)"
