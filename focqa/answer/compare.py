"""Comparisons: a part for each document, in the order of their years."""

from focqa.answer.evidence import Weigher
from focqa.answer.facts import best_spans, chosen
from focqa.answer.places import place, with_chair
from focqa.answer.writer import Writer
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.types import Answer, Hit, Query


def answer_compare(
    query: Query,
    index: Index,
    encoded: Encoded,
    by_document: dict[str, tuple[Hit, ...]],
    weigher: Weigher,
    confidence: float,
) -> Answer:
    """What each document says on the topic; a document without anything near it is said to have nothing."""
    writer = Writer(index.catalogue)
    hits: tuple[Hit, ...] = ()
    for document in sorted(by_document, key=lambda d: (index.catalogue.documents[d].year or 0, d)):
        found = by_document[document]
        source = index.catalogue.documents[document]
        for hit in chosen(found):
            writer.say(
                f"{source.year or source.title}: in {with_chair(source)}, {place(hit.passage, index.catalogue)}:",
                best_spans(query, index, encoded, hit, weigher),
            )
        hits += found
    ranked = sorted(hits, key=lambda h: (-h.score, h.passage.id))
    return writer.answered(query, tuple(Hit(h.passage, h.score, n) for n, h in enumerate(ranked, start=1)), confidence)
