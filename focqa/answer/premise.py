"""Who chaired when: asked outright, or taken for granted wrongly and put right by the provision that says it."""

import re

from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.coverage import content
from focqa.text import fold
from focqa.types import Answer, Query
from focqa.understand.chairs import Chair, chairs, countries_in, mistaken, year_beside

_WHO = re.compile(r"\b(?:who|whom|(?:which|what) (?:country|state|government|nation))\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_RANGE = re.compile(
    r"\b(?:(?P<first>20\d\d)\s*(?:to|until|till|through|[-–—])|between (?P<after>20\d\d) and)\s*(?P<last>20\d\d)\b"
)
_LIST = re.compile(r"\bchairs\b", re.IGNORECASE)
_PLURAL = ("Netherlands", "Philippines", "Bahamas", "Maldives")
# What else such a question may say and still ask only that.
_ASKING = frozenset(
    content(
        "who which chairs order list name sequence one after another countries state government nation held holds took charge time year lead led head preside back then before after succeed follow preceding precede prior it"
    )
)


def answer_mistaken_chair(query: Query, catalogue: Catalogue) -> Answer | None:
    """Who did chair, where the question makes another country chair of that year; None where it does not."""
    found = mistaken(query.whole, catalogue)
    if not found:
        return None
    chair = found.chair
    writer = Writer(catalogue)
    _say(writer, chair, f"The chair in {chair.year} was {_named(chair.country)}, not {_named(found.asked)}.")
    return writer.answered(query)


def answer_chair(query: Query, catalogue: Catalogue) -> Answer | None:
    """The chair of each year named, where nothing else is asked and the documents name it; None otherwise."""
    years = dict.fromkeys(int(y) for y in _YEAR.findall(query.whole))
    for span in _RANGE.finditer(query.whole):
        years |= dict.fromkeys(range(int(span["first"] or span["after"]), int(span["last"]) + 1))
    beside = year_beside(query.whole, catalogue)
    years = {beside: None} if beside else years
    asks = (_WHO.search(query.whole) and "chair" in fold(query.whole)) or _LIST.search(query.whole)
    others = {str(y) for y in years} | set(content(" ".join(countries_in(query.whole)))) if beside else set()
    if not years or not asks or set(content(query.whole)) - _ASKING - others - set(_YEAR.findall(query.whole)):
        return None
    said = {c.year: c for c in reversed(chairs(catalogue))}
    if not years.keys() <= said.keys():
        return None
    writer = Writer(catalogue)
    for year in sorted(years):
        _say(writer, said[year], f"The chair in {year} was {_named(said[year].country)}.")
    return writer.answered(query)


def _named(country: str) -> str:
    """The country as a sentence has it, with its article."""
    return f"the {country}" if country.startswith("United ") or country in _PLURAL else country


def _say(writer: Writer, chair: Chair, lead: str) -> None:
    source = writer.catalogue.source(chair.passage)
    writer.say(
        f"{lead} {capital(document_name(source))}, {place(chair.passage, writer.catalogue)}:",
        (Span(chair.passage, chair.start, chair.end),),
    )
