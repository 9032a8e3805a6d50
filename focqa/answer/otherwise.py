"""Premises put right: a question takes for granted a year, a number, a month, a place or a word of which the best passage has another or the opposite."""

import re

from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.coverage import content
from focqa.index import Index
from focqa.lexical import tokens
from focqa.text import clean, fold
from focqa.types import Answer, Hit, Passage, Query

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = re.compile(rf"\b(?:{_MONTHS})(?= \d)")
_COUNTED = re.compile(r"(?<![\d/.-])\b(?P<number>\d{1,3})\s+(?P<what>[^\W\d_]\w+)")
_PLACE = re.compile(rf"\b(?:in|at|from|to)\s+((?!(?:{_MONTHS}) \d)[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)")
# What is taken for granted, and what stands where it is not so.
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{wrong})\b"), re.compile(rf"\b(?:{right})\b"))
    for wrong, right in (
        (r"compulsory|mandatory|obligatory|obliged|forced|coerced", r"opt-in|opt in|voluntar\w+|optional\w*"),
        (
            r"(?:narrow\w*|split|close|divided|majority|controversial) votes?|majority|voted against|outvoted|contested",
            r"consensus|unanimous\w*|without a vote",
        ),
        (
            r"under the (?:orders|control)|government (?:body|agency|organ)|controlled by|subordinate\w*|takes? orders|reports? to|belongs? to the (?:chair|governments?)",
            r"independen\w+",
        ),
        (r"without (?:consulting|asking)|(?:never|not) (?:been )?(?:asked|consulted)|behind the backs?", r"consult(?:ed|ation|ations|ing)"),
        (r"(?:reserved|only) for|restricted to|closed to", r"any (?:state|country|government|nation)|open to (?:all|any)"),
    )
)  # fmt: skip
# So sure the evidence must be at least that the first is about what is asked, and so sure for a place.
SURE, SURE_OF_PLACE = 0.05, 0.25
# And where a year or a place may be what is asked about, so much of the question's other words, by rarity, must stand there.
DATED, PLACED = 0.3, 0.4


def answer_otherwise(query: Query, index: Index, hits: tuple[Hit, ...], sure: float) -> Answer | None:
    """The best passage, where it has something otherwise than the question; None where it does not.

    Args:
        query: The question, which that passage does not answer.
        index: What was searched.
        hits: The best passages.
        sure: How sure the evidence is, 0 to 1.
    """
    if sure < SURE or query.kind not in ("fact", "list", "count"):
        return None
    passage = hits[0].passage
    if not (_opposed(query, passage) or _otherwise(query, index, hits[0], sure)):
        return None
    writer = Writer(index.catalogue)
    where = f"{capital(document_name(index.catalogue.source(passage)))}, {place(passage, index.catalogue)}"
    writer.say(f"{where}, puts it otherwise:", (Span.whole(passage),))
    return writer.answered(query, hits, sure)


def _opposed(query: Query, passage: Passage) -> bool:
    """Whether a passage says the opposite of what a question takes for granted."""
    asked, text = fold(query.question), fold(clean(passage.text))
    return any(
        wrong.search(asked) and not right.search(asked) and right.search(text) and not wrong.search(text)
        for wrong, right in _OPPOSITES
    )


def _otherwise(query: Query, index: Index, hit: Hit, sure: float) -> bool:
    kinds = ((_YEAR, DATED), (_MONTH, DATED), *([(_PLACE, PLACED)] if sure >= SURE_OF_PLACE else []))
    text = clean(hit.passage.text)
    return _numbered(fold(query.question), fold(text)) or any(_set_elsewhere(query, index, hit, *k) for k in kinds)


def _numbered(question: str, text: str) -> bool:
    """Whether a question has a number of things of which a passage has another number."""
    counted = {stem: m["number"] for m in _COUNTED.finditer(text) for stem in tokens(m["what"])}
    for m in _COUNTED.finditer(question):
        other = any(stem in counted for stem in tokens(m["what"]))
        if other and not re.search(rf"\b{m['number']}\b", text):
            return True
    return False


def _set_elsewhere(query: Query, index: Index, hit: Hit, kind: re.Pattern[str], least: float) -> bool:
    """Whether a question names a year, a month or a place where a passage, about the same thing by its words, has only others."""
    text = clean(hit.passage.text)
    named = {str(source.year) for source in index.catalogue.sources if source.year}
    last = max(named, default="")  # of a year after all programmes nothing is said
    said = [w for w in kind.findall(query.question) if w not in named and fold(w) not in fold(text)]
    said = [w for w in said if not (w.isdigit() and w > last)]
    others = set(content(query.question)) - set(content(" ".join(said)))
    words = frozenset(tokens(" ".join((text, *hit.passage.headings))))
    return bool(said and kind.search(text)) and index.coverage.share(tuple(sorted(others)), words) >= least
