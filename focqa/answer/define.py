"""What an acronym stands for: the sentence of the documents that spells it out."""

from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.text import sentence_spans
from focqa.types import Answer, Passage, Query


def answer_defined(query: Query, catalogue: Catalogue) -> Answer:
    """The sentence that spells out each acronym asked for."""
    writer = Writer(catalogue)
    for acronym, id_ in query.defined:
        passage = catalogue.by_id[id_]
        source = catalogue.source(passage)
        writer.say(f"{capital(document_name(source))}, {place(passage, catalogue)}:", (_sentence(passage, acronym),))
    return writer.answered(query)


def _sentence(passage: Passage, acronym: str) -> Span:
    """The sentence in which the acronym stands beside a bracket."""
    for start, end in sentence_spans(passage.text):
        if f"({acronym})" in passage.text[start:end] or f"{acronym} (" in passage.text[start:end]:
            return Span(passage, start, end)
    return Span.whole(passage)
