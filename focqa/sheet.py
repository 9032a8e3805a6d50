"""An answer laid out for reading: its lines, the note that each mark leads to, and what can be tried instead."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from focqa.catalogue import Catalogue
from focqa.errors import UnknownId
from focqa.render import EDITIONS
from focqa.text import clean, readable
from focqa.types import Answer, Citation, Reason, Sentence, Source, Suggestion

REASONS: dict[Reason, str] = {
    "no-such-provision": "the documents have no such provision",
    "not-in-corpus": "the documents do not say",
    "out-of-scope": "this is outside what the documents are about",
    "ambiguous": "the question can mean more than one thing",
}
_MARKS = re.compile(r"(?: ?\[[0-9]{1,4}\])+")
# What may stand in an address as it is; anything else is percent-encoded, so that no form has to escape it.
_ADDRESS = ":/?#@!$&'()*+,;=%~"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the answer.

    Attributes:
        text: Its words, without marks.
        notes: Numbers of its notes, from 1, in the order of its marks.
        verified: Whether what it cites bears it out.
    """

    text: str
    notes: tuple[int, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A citation as people read it.

    Attributes:
        number: Its number in the answer, from 1.
        where: Label, and page if there is one: "Program of Action 2024, Goal 2, page 3".
        id: Passage id.
        quote: The words it rests on.
        edition: Whose words they are.
        link: The document's official https address, or "".
    """

    number: int
    where: str
    id: str
    quote: str
    edition: str
    link: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer laid out. ``remarks`` say what the answer leaves open; ``reason`` is "" where there is an answer; all text is readable, none of it escaped."""

    question: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]
    notes: tuple[Note, ...]
    reason: str
    near: tuple[Suggestion, ...]
    asks: tuple[Suggestion, ...]


def lay_out(answer: Answer, catalogue: Catalogue) -> Sheet:
    """Lay an answer out.

    Raises:
        UnknownId: If it cites a document that the catalogue lacks.
    """
    suggestions = [replace(s, text=readable(s.text)) for s in answer.suggestions]
    return Sheet(
        question=readable(answer.question),
        lines=tuple(replace(line, text=readable(line.text)) for line in _lines(answer)),
        remarks=tuple(map(readable, answer.notes)),
        notes=tuple(_note(n, c, catalogue) for n, c in enumerate(answer.citations, start=1)),
        reason=REASONS[answer.reason] if answer.reason else "",
        near=tuple(s for s in suggestions if s.id),
        asks=tuple(s for s in suggestions if not s.id),
    )


def source_of(citation: Citation, catalogue: Catalogue) -> Source:
    """The document a citation is of.

    Raises:
        UnknownId: If the catalogue lacks it.
    """
    document = citation.id.split("/")[0]
    if document not in catalogue.documents:
        raise UnknownId(
            f"the answer cites {document!r}, which is not in this corpus; export it with the one it came from"
        )
    return catalogue.documents[document]


def link_of(source: Source) -> str:
    """A document's official address where it is an https one, safe to stand in any form; else ""."""
    try:
        parts = urlsplit(source.url)
        usable = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    return quote(readable(source.url), safe=_ADDRESS) if usable else ""


def _note(number: int, citation: Citation, catalogue: Catalogue) -> Note:
    page = f", page {citation.page}" if citation.page else ""
    return Note(
        number=number,
        where=readable(f"{citation.label}{page}"),
        id=readable(citation.id),
        quote=readable(clean(citation.quote)),
        edition=EDITIONS[citation.edition],
        link=link_of(source_of(citation, catalogue)),
    )


def _lines(answer: Answer) -> list[Line]:
    """A line for each sentence, and for what stands between sentences.

    Only marks right behind a sentence count as marks: one that a document or question spells is a word like any other.
    """
    lines: list[Line] = []
    at = 0
    for sentence in answer.sentences:
        verified = sentence.support == "verified"
        start = answer.text.find(sentence.text, at)
        if start < 0:
            lines.append(Line(sentence.text, _numbers(sentence, answer), verified))
            continue
        lines += _loose(answer.text[at:start])
        at = start + len(sentence.text)
        found = _MARKS.match(answer.text, at)
        at = found.end() if found else at
        marks = tuple(int(n) for n in re.findall(r"[0-9]+", found[0])) if found else ()
        lines.append(Line(sentence.text, tuple(n for n in marks if 1 <= n <= len(answer.citations)), verified))
    return _all_noted(lines + _loose(answer.text[at:]), answer)


def _numbers(sentence: Sentence, answer: Answer) -> tuple[int, ...]:
    return tuple(n for n, c in enumerate(answer.citations, start=1) if c.id in sentence.citations)


def _loose(text: str) -> list[Line]:
    return [Line(line) for line in text.split("\n") if line.strip()]


def _all_noted(lines: list[Line], answer: Answer) -> list[Line]:
    """A citation that no mark leads to is noted on the last line, so that no evidence is lost."""
    noted = {n for line in lines for n in line.notes}
    lost = tuple(n for n in range(1, len(answer.citations) + 1) if n not in noted)
    if not lost:
        return lines
    last = lines[-1] if lines else Line("")
    return [*lines[:-1], replace(last, notes=last.notes + lost)]
