"""False premises told as such: the provision that contradicts what a question takes for granted."""

from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.types import Answer, Query
from focqa.understand.chairs import mistaken


def answer_mistaken_chair(query: Query, catalogue: Catalogue) -> Answer | None:
    """Who did chair, where the question makes another country chair of that year; None where it does not."""
    found = mistaken(query.whole, catalogue)
    if not found:
        return None
    chair = found.chair
    writer = Writer(catalogue)
    source = catalogue.source(chair.passage)
    article = "the " if f"he {chair.country}" in chair.passage.text else ""
    lead = f"The chair in {chair.year} was {article}{chair.country}, not {found.asked}. {capital(document_name(source))}, {place(chair.passage, catalogue)}:"
    writer.say(lead, (Span(chair.passage, chair.start, chair.end),))
    return writer.answered(query)
