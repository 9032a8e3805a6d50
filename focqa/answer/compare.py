"""Comparisons: a part for each document, in the order of their years."""

from focqa.answer.facts import best_spans, chosen
from focqa.answer.places import place, with_chair
from focqa.answer.writer import Writer
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.types import Answer, Hit, Query

# A document whose best passage scores this much less than the other's has nothing on the topic (a softmax's logits).
SILENT = 7.0


def answer_compare(
    query: Query, index: Index, encoded: Encoded, by_document: dict[str, tuple[Hit, ...]], confidence: float
) -> Answer:
    """What each document says on the topic; a document without anything near it is said to have nothing."""
    writer = Writer(index.catalogue)
    best = max(found[0].score for found in by_document.values())
    silent = []
    for document in sorted(by_document, key=lambda d: (index.catalogue.documents[d].year or 0, d)):
        found = by_document[document]
        source = index.catalogue.documents[document]
        if found[0].score < best - SILENT:
            silent.append(source)
            continue
        for hit in chosen(query, found):
            lead = f"{source.year or source.title}: in {with_chair(source)}, {place(hit.passage, index.catalogue)}:"
            writer.say(lead, best_spans(query, index, encoded, hit))
    for source in silent:
        nearest = by_document[source.id][0].passage
        writer.say(
            f"{source.year or source.title}: {with_chair(source)} has no provision that comes near this.", on=(nearest,)
        )
    hits = sorted((h for found in by_document.values() for h in found), key=lambda h: (-h.score, h.passage.id))
    return writer.answered(query, tuple(Hit(h.passage, h.score, n) for n, h in enumerate(hits, start=1)), confidence)
