"""What a provision names one after the other, counted: "how many regions were consulted?"."""

import re
from collections.abc import Iterator

from focqa.answer.places import counted_word
from focqa.answer.writer import Writer
from focqa.lexical import tokens
from focqa.text import clean, fold
from focqa.types import Passage
from focqa.understand.asking import ASKING
from focqa.understand.kinds import counts

_SMALL = r"(?:of|on|for|to|and|the|in|with)"
_CAP = r"(?:[A-Z][\w’'-]*|\d+/\d+)"
_ITEM = rf"(?:the |an? )?{_CAP}(?:(?:(?: {_SMALL}){{0,2}} {_CAP})+(?: [a-z]+(?=,))?)?(?: \([^()]*\))?"
_JOINT = r"(?:and/ ?or|and|or) "
_ROW = re.compile(rf"{_ITEM}(?:, (?!{_JOINT}){_ITEM})+(?:,? {_JOINT}{_ITEM})?")
# What shows that a row goes on where it seems to end, or began before.
_GOES_ON = re.compile(rf",? ?(?:{_JOINT})?(?:the |an? )?[A-Z]|,? as well as\b")
_BEGAN = re.compile(r"(?:, ?|\b(?:and|or) )$")
_COUNTED = re.compile(
    r"\b(?:how many|number of|tally of|count of|total of)\s+(?P<noun>[^?.,;:]+?)(?=\s+(?:are|is|were|was|does|do|did|has|have|can|will|would|in|on|at|by|it|they|there|that|which|who)\b|[?.,;:]|$)"
)
# So near, in characters, the counted word stands before or behind the names.
_NEAR, _BEHIND = 160, 60
_HALF = 0.5
_LEAST = 3
# "In how many cities?" is told by the names after "in", without the word.
_PLACES = frozenset(tokens("city cities place places capital capitals town towns location locations world"))
_INSIDE = re.compile(r"\b[Ii]n (?:the )?$")
_BARE = re.compile(r"^(?:the|an?) | \([^()]*\)$")


def say_enumerated(writer: Writer, question: str, passage: Passage) -> bool:
    """Count what a passage names one after the other, where the question asks how many.

    The word it counts, and most of what it says of it ("General Assembly resolutions"), must stand beside one such row alone.

    Returns:
        Whether there was one.
    """
    folded = fold(question)
    if not counts(folded):
        return False
    asked = _COUNTED.search(folded)
    *which, noun = [t for t in _stems(asked["noun"] if asked else folded) if asked or t not in ASKING] or [""]
    nouns, which = ({noun}, which) if asked else ({noun, *which}, [])
    text = clean(passage.text)
    rows = list(_rows(text))
    fitting: list[re.Match[str]] = []
    for behind in (0, _BEHIND):  # what stands before a row says best what it is of
        beside = zip(rows, _beside(text, rows, behind), strict=True)
        fitting = fitting or [
            r for r, stems in beside if nouns & stems and _HALF * len(which) <= len(stems.intersection(which))
        ]
    if not fitting and nouns & _PLACES:
        fitting = [r for r in rows if _INSIDE.search(text[: r.start()])]
    if len(fitting) != 1:
        return False
    names = [_BARE.sub("", name).strip() for name in _names(fitting[0][0])]
    n = len(names)
    writer.say(f"That names {counted_word(n)} ({n} of {n}): {'; '.join(names)}.", on=(passage,))
    return True


def _rows(text: str) -> Iterator[re.Match[str]]:
    """The rows of names that are whole: what is in one, and not part of a longer one whose other members are no names."""
    for row in _ROW.finditer(text):
        cut = _GOES_ON.match(text, row.end()) or _BEGAN.search(text[: row.start()])
        if not cut and len(_names(row[0])) >= _LEAST:
            yield row


def _names(row: str) -> list[str]:
    """The names in a row; "and" parts the last two where no comma does."""
    *most, last = re.split(r",\s+(?![^()]*\))", row)
    if re.match(_JOINT, last):
        return [*most, re.sub(rf"^{_JOINT}", "", last)]
    first, joint, end = re.match(r"(.*?)(?:( and | or )(?!.*(?: and | or ))(.*))?$", last).groups()  # type: ignore[union-attr]
    return [*most, first, end] if joint else [*most, last]


def _beside(text: str, rows: list[re.Match[str]], behind: int) -> Iterator[set[str]]:
    """The stems in and around each row, up to the rows next to it."""
    ends, starts = [0, *(r.end() for r in rows)], [*(r.start() for r in rows[1:]), len(text)]
    for row, end, start in zip(rows, ends, starts, strict=False):
        yield set(_stems(text[max(end, row.start() - _NEAR) : min(start, row.end() + behind)]))


def _stems(text: str) -> list[str]:
    """The stems of a text, British and American spellings alike."""
    return [stem.replace("iz", "is") for stem in tokens(text)]
