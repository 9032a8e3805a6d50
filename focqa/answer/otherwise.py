"""Premises put right: a question takes for granted a year, a number, a month, a place or a word of which the best passages have another or the opposite."""

import re

from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.coverage import content
from focqa.index import Index
from focqa.lexical import tokens
from focqa.text import clean, fold
from focqa.types import Answer, Hit, Passage, Query

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)(?= \d)"
)
_COUNTED = re.compile(r"(?<![\d/.-])\b(?P<number>\d{1,3})\s+(?P<what>[^\W\d_]\w+)")
_PLACE = re.compile(r"\b(?:in|at|from|to)\s+(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)")
# What is taken for granted, and what stands where it is not so.
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{wrong})\b"), re.compile(rf"\b(?:{right})\b"))
    for wrong, right in (
        (r"compulsory|mandatory|obligatory|obliged|obligations?|forced|coerced", r"opt-in|opt in|voluntar\w+|optional\w*"),
        (
            r"(?:narrow\w*|split|close|divided|majority|controversial) (?:votes?|majority|vote)|majority|voted against|outvoted|against the votes?|contested|scraped through|scraped by",
            r"consensus|unanimous\w*|without a vote",
        ),
        (
            r"under the (?:instructions?|orders?|control)|government (?:body|agency|organ)|controlled by|subordinate\w*|takes? orders|reports? to|belongs? to the (?:chair|governments?)",
            r"independen\w+",
        ),
        (r"without (?:consulting|asking)|(?:never|not) (?:been )?(?:asked|consulted)|behind the backs?", r"consult(?:ed|ation|ations|ing)"),
        (r"(?:reserved|only) for|restricted to|closed to", r"any (?:state|country|government|nation)|open to (?:all|any)"),
    )
)  # fmt: skip
# The passages looked at for it, and how sure the evidence must be at least that the first is about what is asked.
_NEXT, _BARELY = 3, 0.05
# So sure the evidence must be at least that the passage is about what is asked; with less a figure is no contradiction.
SURE = 0.25
# And for a place, which may be about something else than what stands there, so much of the question's other words, by rarity, must stand there too.
SHARE = 0.4


def answer_otherwise(query: Query, index: Index, hits: tuple[Hit, ...], sure: float) -> Answer | None:
    """The best passage, where it says another figure than the question; None where it does not.

    Args:
        query: The question, which that passage does not answer.
        index: What was searched.
        hits: The best passages.
        sure: How sure the evidence is, 0 to 1.
    """
    if query.kind not in ("fact", "list", "count"):
        return None
    passage = _opposed(query, hits) if sure >= _BARELY else None
    if (
        not passage
        and sure >= SURE
        and (_figures(query, index, clean(hits[0].passage.text)) or _placed(query, index, hits[0]))
    ):
        passage = hits[0].passage
    if not passage:
        return None
    writer = Writer(index.catalogue)
    where = f"{capital(document_name(index.catalogue.source(passage)))}, {place(passage, index.catalogue)}"
    writer.say(f"{where}, puts it otherwise:", (Span.whole(passage),))
    return writer.answered(query, hits, sure)


def _opposed(query: Query, hits: tuple[Hit, ...]) -> Passage | None:
    """The first of the best passages that says the opposite of what a question takes for granted."""
    asked = fold(query.question)
    for wrong, right in _OPPOSITES:
        if not wrong.search(asked) or right.search(asked):
            continue
        for hit in hits[:_NEXT]:
            text = fold(clean(hit.passage.text))
            if right.search(text) and not wrong.search(text):
                return hit.passage
    return None


def _figures(query: Query, index: Index, text: str) -> bool:
    """Whether a question has a year, a month or a number of things of which a passage has only others."""
    named = {str(source.year) for source in index.catalogue.sources if source.year}
    asked = query.question
    found = [kind.findall(said) for kind in (_YEAR, _MONTH) for said in (asked, text)]
    wrong = [y for y in found[0] if found[1] and y not in {*found[1], *named}]
    wrong += [m for m in found[2] if found[3] and m not in found[3]]
    counted = {stem: m["number"] for m in _COUNTED.finditer(fold(text)) for stem in tokens(m["what"])}
    for m in _COUNTED.finditer(fold(asked)):
        other = [counted[stem] for stem in tokens(m["what"]) if stem in counted]
        wrong += [m["number"]] if other and not re.search(rf"\b{m['number']}\b", text) else []
    return bool(wrong)


def _placed(query: Query, index: Index, hit: Hit) -> bool:
    """Whether a question names a place where a passage, about the same thing by its words, has only others."""
    text = clean(hit.passage.text)
    if not _PLACE.search(text) or _MONTH.search(query.question):
        return False
    wrong = [name for name in _PLACE.findall(query.question) if fold(name) not in fold(text)]
    others = set(content(query.question)) - set(content(" ".join(wrong)))
    there = frozenset(tokens(" ".join((text, *hit.passage.headings))))
    return bool(wrong) and index.coverage.share(tuple(sorted(others)), there) >= SHARE
