"""Texts without numbers: a section by its heading or by what it is about, a paragraph by its rank in it."""

import re

from focqa.catalogue import Catalogue
from focqa.lexical import tokens
from focqa.text import fold
from focqa.types import Address, Passage
from focqa.understand.numerals import COUNT, RANK, digits, read_rank

_WORD = r"(?:section|heading|chapter|part)"
_PARAGRAPH = re.compile(
    rf"\b(?P<rank>{RANK})\s+para(?:graph)?\b|\bpara(?:graph)?\.?\s+(?:number(?:ed)?\s+|no\.?\s*)?(?P<number>\d{{1,2}}|{COUNT})\b(?!\.?\d)"
)
# Under a heading that has no numbered provisions, these are its paragraphs too.
_POINT = re.compile(rf"\b(?P<rank>{RANK})\s+(?:para(?:graph)?|bullet|point|item|entry)\b")
_LEAST_HEADING = 2
# The page whose title is the heading.
_SAME_NAME = re.compile(r"\b(?:of|with|by) (?:the|that) (?:same|very same) (?:name|title)\b")
_SECTION = re.compile(rf"\b(?:{_WORD}s?|under|headed|titled|entitled|bit)\b")
_PARAGRAPHS = re.compile(r"\b(?:all|every|each|which|how many|the|its|full|whole)\s+(?:\w+\s+)?paragraphs?\b")
# "the bit about shaping norms", "the digital-inclusion part".
_ABOUT = re.compile(
    r"\b(?:section|part|chapter|bit|heading|piece)\s+(?:that is |which is )?(?:on|about|for|dealing with|concerning)\s+(?:the\s+)?(?P<theme>[^?.,;:()]+?)(?=\s+(?:of|in|from|on)\s+the\b|[?.,;:()]|$)"
)
_OF = re.compile(
    r"(?:^|\b(?:the|its|in|that|this)\s+)(?P<theme>(?:(?!(?:the|of|in|this|that|a)\b)[\w'-]+\s+){1,4}?)(?:section|part|chapter|bit)\b"
)
# Of the words it is said to be about so many must stand in its heading, and of those in the heading.
_THEME, _HEADING = 0.6, 0.3
# What stands before the first heading.
_OPENING = re.compile(
    r"\b(?:very )?top of (?:the|that) (?:page|programme|program|plan|statement|text|document)\b|\b(?:before|ahead of|above)\s+(?:any|the (?:very )?first|its first|all)\s+(?:of the\s+)?(?:heading|section|title)s?\b|\bopening\s+(?:lines|words|text|part|passage|section)\b"
    r"|\b(?:the|its|whose)\s+(?:introduction|intro|preamble|introductory (?:part|text|paragraphs?|section))\b"
)


def sections(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The paragraphs of a section that the question names by its heading: "the section “Background”", "the Context section".

    Args:
        catalogue: The tree.
        question: Folded.
        documents: Documents to look in.
    """
    if _POINT.search(question) or _PARAGRAPH.search(question):
        return ()
    found: list[Passage] = []
    for document in documents if _SECTION.search(question) else ():
        paragraphs = [p for p in catalogue.below(document, "paragraph") if p.headings]
        named = [h for h in dict.fromkeys(p.headings[0] for p in paragraphs) if _names_heading(question, fold(h))]
        if named:
            found += [p for p in paragraphs if p.headings[0] == max(named, key=len)]
    if not found and _PARAGRAPHS.search(question):
        found = list(_headed(catalogue, question, documents))
    found = found or list(_themed(catalogue, question, documents)) or list(_opening(catalogue, question, documents))
    return tuple(Address(p.document, p.locator, True, " ".join(p.headings[:1])) for p in found)


def _themed(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Passage, ...]:
    """The paragraphs of the one section whose heading has the words that a question says of it."""
    said = _ABOUT.search(question) or _OF.search(question)
    theme = set(tokens(said["theme"])) if said else set()
    paragraphs = [p for d in documents for p in catalogue.below(d, "paragraph") if p.headings]
    fitting = {
        (p.document, p.headings[0])
        for p in paragraphs
        for heading in [set(tokens(p.headings[0]))]
        if theme and len(theme & heading) >= max(_THEME * len(theme), _HEADING * len(heading))
    }
    return tuple(p for p in paragraphs if (p.document, p.headings[0]) in fitting) if len(fitting) == 1 else ()


def _opening(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Passage, ...]:
    """What stands before the first heading of the one document that is named."""
    if len(documents) != 1 or not _OPENING.search(question):
        return ()
    return tuple(p for p in catalogue.below(documents[0], "paragraph") if not p.headings)


def shared_sections(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The paragraphs of a section that every document has and the question names: "compare the mission statements".

    Args:
        catalogue: The tree.
        question: Folded.
        documents: Documents that are compared.
    """
    headed = [
        {fold(p.headings[0]): p.headings[0] for p in catalogue.below(d, "paragraph") if p.headings} for d in documents
    ]
    shared = [h for h in (headed[0] if len(headed) > 1 else ()) if all(h in others for others in headed)]
    named = [
        h for h in shared if len(h.split()) > 1 and re.search(rf"\b{re.escape(h.removeprefix('foc '))}s?\b", question)
    ]
    found = [
        p for d in documents for p in catalogue.below(d, "paragraph") if p.headings and fold(p.headings[0]) in named
    ]
    return tuple(Address(p.document, p.locator, True, p.headings[0]) for p in found)


def paragraphs(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The paragraph that a question names by its rank in a text without numbers: "the second paragraph of the news item".

    Args:
        catalogue: The tree.
        question: Folded.
        documents: Documents the question names; more than one names no paragraph.
    """
    headed = _headed(catalogue, question, documents or tuple(catalogue.documents))
    ranked = _PARAGRAPH.search(question) or (_POINT.search(question) if headed else None)
    if not ranked or (len(documents) != 1 and not headed):
        return ()
    among = headed or catalogue.below(documents[0], "paragraph")
    number = ranked.groupdict().get("number")
    rank = int(digits(number)) if number else read_rank(ranked["rank"])
    asked = ranked[0]
    if not -len(among) < rank <= len(among):
        return (Address(among[0].document, "", False, asked),)
    return (Address(among[rank - 1].document, among[rank - 1].locator, True, asked),)


def _headed(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Passage, ...]:
    """The paragraphs under the longest heading that the question names in full; () where documents share it."""
    paragraphs = [p for d in documents for p in catalogue.below(d, "paragraph") if p.headings]
    named = [h for h in dict.fromkeys(fold(p.headings[0]) for p in paragraphs) if _stands(h, question)]
    under = [p for p in paragraphs if named and fold(p.headings[0]) == max(named, key=len)]
    under = under or list(_themed(catalogue, question, documents))
    if _SAME_NAME.search(question):
        under = [p for p in under if fold(catalogue.documents[p.document].title).startswith(fold(p.headings[0]))]
    return tuple(under) if len({p.document for p in under}) == 1 else ()


def _stands(heading: str, question: str) -> bool:
    """Whether a question names a heading, and not the page of that name."""
    name = re.escape(heading)
    if re.search(
        rf"\bpage\s+(?:on|about|called|named|titled)\s+(?:the\s+)?\"?{name}|\b{name}\"?\s+(?:web ?)?page\b", question
    ):
        return False
    if len(heading.split()) < _LEAST_HEADING:
        return _names_heading(question, heading)
    return bool(re.search(rf"\b{name}(?!\w)", question))


def _names_heading(question: str, heading: str) -> bool:
    """Whether a heading stands in quotes, or right before or after the word for a section."""
    name = re.escape(heading)
    return bool(
        re.search(
            rf"\"{name}\"|\b{name}\"?,?\s+{_WORD}|{_WORD}s?\s+(?:called |named |titled |headed |on |about )?(?:the )?\"?{name}\b|\bunder\s+(?:the\s+)?\"?{name}\b",
            question,
        )
    )
