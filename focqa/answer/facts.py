"""Answers that retrieval decides: the provisions that answer, in the sentences of theirs that do."""

import numpy as np

from focqa.answer.evidence import Weigher
from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.types import Answer, Hit, Query

# A passage up to this length is quoted whole; of a longer one the sentences that answer are.
_WHOLE = 420
# A further passage is cited when its score is at least this share of the best one's.
_NEAR_BEST = 0.93
_MOST = 3


def answer_fact(
    query: Query,
    index: Index,
    encoded: Encoded,
    hits: tuple[Hit, ...],
    weigher: Weigher,
    confidence: float,
) -> Answer:
    """Quote the best passages, each named by document and place."""
    writer = Writer(index.catalogue)
    for hit in chosen(hits):
        source = index.catalogue.source(hit.passage)
        spans = best_spans(query, index, encoded, hit, weigher)
        writer.say(f"{capital(document_name(source))}, {place(hit.passage, index.catalogue)}:", spans)
    return writer.answered(query, hits, confidence)


def chosen(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits worth citing: the best, and those that come close to it."""
    return tuple(h for h in hits[:_MOST] if h.score >= _NEAR_BEST * hits[0].score)


def best_spans(query: Query, index: Index, encoded: Encoded, hit: Hit, weigher: Weigher) -> tuple[Span, ...]:
    """The sentences of a passage that meet the question best; a short passage whole."""
    passage = hit.passage
    rows = index.sentence_rows.get(index.position[passage.id], ())
    if len(passage.text) <= _WHOLE or not rows:
        return (Span.whole(passage),)
    from focqa.lexical import tokens

    vectors = index.store.vectors()
    terms = weigher.content(query.text)
    scored = []
    for row in rows:
        at = index.rows[row]
        words = frozenset(tokens(passage.text[at.start : at.end]))
        met = sum(weigher.rarity(t) for t in terms if t in words) / (sum(weigher.rarity(t) for t in terms) or 1.0)
        scored.append((float(np.dot(vectors[row], encoded.vector)) + met, at))
    best = max(score for score, _ in scored)
    kept = [at for score, at in scored if score >= 0.85 * best][:2]
    if len(kept) == 2 and kept[1].start - kept[0].end <= 1:
        return (Span(passage, kept[0].start, kept[1].end),)
    return tuple(Span(passage, at.start, at.end) for at in kept)
