"""Comparisons: a part for each document, in the order of their years, then what became of what between them."""

from focqa.answer.facts import best_spans, chosen
from focqa.answer.places import capital, document_name, place, with_chair
from focqa.answer.writer import Writer
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.lineage import changes
from focqa.types import Answer, Hit, Passage, Query

# A document whose best passage scores this much less than the other's has nothing on the topic (a softmax's logits).
SILENT = 6.0


def answer_compare(
    query: Query,
    index: Index,
    encoded: Encoded,
    by_document: dict[str, tuple[Hit, ...]],
    beside: tuple[Hit, ...],
    confidence: float,
) -> Answer:
    """What each document says on the topic; a document without anything near it is said to have nothing.

    Args:
        query: The question.
        index: What was searched.
        encoded: The question through the embedder.
        by_document: The best passages of each document that is compared.
        beside: The best passages for what else is asked, in other documents.
        confidence: How sure the evidence is.
    """
    writer = Writer(index.catalogue)
    for hit in beside:
        source = index.catalogue.source(hit.passage)
        lead = f"{capital(document_name(source))}, {place(hit.passage, index.catalogue)}:"
        writer.say(lead, best_spans(query, index, encoded, hit))
    best = max(found[0].score for found in by_document.values())
    silent, cited = [], []
    for document in sorted(by_document, key=lambda d: (index.catalogue.documents[d].year or 0, d)):
        found = by_document[document]
        source = index.catalogue.documents[document]
        if found[0].score < best - SILENT:
            silent.append(source)
            continue
        for hit in chosen(query, index, found):
            lead = f"{source.year or source.title}: in {with_chair(source)}, {place(hit.passage, index.catalogue)}:"
            writer.say(lead, best_spans(query, index, encoded, hit))
            cited.append(hit.passage)
    for source in silent:
        nearest = by_document[source.id][0].passage
        writer.say(
            f"{source.year or source.title}: {with_chair(source)} has no provision that comes near this.", on=(nearest,)
        )
    say_fates(writer, index, tuple(cited))
    hits = sorted((h for found in by_document.values() for h in found), key=lambda h: (-h.score, h.passage.id))
    return writer.answered(query, tuple(Hit(h.passage, h.score, n) for n, h in enumerate(hits, start=1)), confidence)


def say_fates(writer: Writer, index: Index, cited: tuple[Passage, ...]) -> None:
    """What of the cited provisions was carried over, reworded, dropped or is new, where two numbered programmes are compared."""
    catalogue = index.catalogue
    dated = sorted((s for s in catalogue.sources if catalogue.below(s.id, "goal")), key=lambda s: s.year or 0)
    ids = {p.id for p in cited}
    if len(dated) != 2 or not ids:
        return
    before, after = dated
    found = changes(index, before.id, after.id)
    paired = [c for c in found if c.before and c.after and {c.before.id, c.after.id} <= ids]
    for fate in ("carried over", "reworded"):
        of_fate = [c for c in paired if c.fate == fate]
        if of_fate:
            pairs = "; ".join(f"{_at(c.before, writer)} as {_at(c.after, writer)}" for c in of_fate)
            lead = f"By focqa's pairing, {fate} from {before.year} to {after.year}: {pairs}."
            writer.say(lead, on=tuple(p for c in of_fate for p in (c.before, c.after) if p))
    _say_alone(writer, f"dropped after {before.year}", [c.before for c in found if c.fate == "dropped"], ids)
    _say_alone(writer, f"new in {after.year}", [c.after for c in found if c.fate == "new"], ids)


def _say_alone(writer: Writer, fate: str, passages: list[Passage | None], ids: set[str]) -> None:
    alone = tuple(p for p in passages if p and p.id in ids)
    if alone:
        writer.say(f"By focqa's pairing, {fate}: {'; '.join(_at(p, writer) for p in alone)}.", on=alone)


def _at(passage: Passage | None, writer: Writer) -> str:
    assert passage is not None
    return place(passage, writer.catalogue)
