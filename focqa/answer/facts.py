"""Answers that retrieval decides: the provisions that answer, in the sentences of theirs that do."""

import re
from collections import Counter

import numpy as np

from focqa.answer.enumerated import say_enumerated
from focqa.answer.places import capital, counted_word, document_name, place, with_chair
from focqa.answer.tree import say_items
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.coverage import content
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.lexical import tokens
from focqa.text import fold
from focqa.types import Answer, Hit, Passage, Query
from focqa.understand.asking import ASKING
from focqa.understand.kinds import claimed, counts
from focqa.understand.parts import wants_several

# A passage up to this length, in characters, is quoted whole; of a longer one the sentences that answer are.
WHOLE = 1600
SENTENCES = 5
# A sentence is quoted when it scores at least this share of the best one's.
NEAR_BEST = 0.4
# A further passage is cited when its score is within this distance of the best one's (a softmax's logits).
GAP, GAP_SEVERAL = 2.5, 3.5
MOST, MOST_SEVERAL = 3, 5
# Of an objective of which this many activities are cited, the few others are cited from as far off.
_SIBLINGS, _LEFT_OVER = 2, 2
# What is asked for in the plural: "which are the main priorities".
_SEVERAL = re.compile(r"\b[a-z]{4,}s\b")
# One that has the same rare words of the question as the best is cited from further off. Rare are those of so few passages.
GAP_SHARED, MOST_SHARED, RARE = 4.0, 5, 4


def answer_fact(
    query: Query, index: Index, encoded: Encoded, hits: tuple[Hit, ...], first: tuple[Hit, ...], confidence: float
) -> Answer:
    """Quote the passages that answer, each named by document and place.

    Args:
        query: The question.
        index: What was searched.
        encoded: The question through the embedder.
        hits: The best passages for the whole question.
        first: The best passage for each of its parts.
        confidence: How sure the evidence is.
    """
    writer = Writer(index.catalogue)
    cited = chosen(query, index, hits, first)
    announced = announced_by(query, tuple(h.passage for h in cited), index.catalogue)
    if announced:
        _say_announced(writer, announced)
        return writer.answered(query, hits, confidence)
    for hit in cited:
        source = index.catalogue.source(hit.passage)
        spans = best_spans(query, index, encoded, hit)
        writer.say(f"{capital(document_name(source))}, {place(hit.passage, index.catalogue)}:", spans)
        say_introduced(writer, hit.passage)
    say_enumerated(writer, query.whole, hits[0].passage)
    return writer.answered(query, hits, confidence)


def announced_by(query: Query, cited: tuple[Passage, ...], catalogue: Catalogue) -> tuple[Passage, ...]:
    """What a paragraph ending in a colon announces, if that is what is asked for ("which priorities?") and nothing else is cited.

    It need not be cited itself where the question has no word besides its own.
    """
    asked = fold(query.whole)
    above = [catalogue.by_id[p.parent] for p in cited if p.level == "paragraph" and p.parent]
    leads = [p for p in (*cited, *above) if p.text.rstrip().endswith(":") and p.level == "paragraph"]
    lead = next((p for p in leads if {*cited} <= {p, *catalogue.children(p.id)} and catalogue.children(p.id)), None)
    if not lead or counts(asked) or claimed(asked):
        return ()
    told = set(tokens(re.split(r"[.,;]\s", lead.text)[-1]))
    wanted = {stem for noun in _SEVERAL.findall(asked) for stem in tokens(noun)} & told
    only = set(content(query.text)) <= {*tokens(" ".join((lead.text, *lead.headings))), *ASKING}
    if not wanted or not (lead in cited or only):
        return ()
    return tuple(p for p in catalogue.children(lead.id) if not p.text.rstrip().endswith(":"))


def _say_announced(writer: Writer, row: tuple[Passage, ...]) -> None:
    where = ", ".join((with_chair(writer.catalogue.source(row[0])), *row[0].headings[:1]))
    n = len(row)
    writer.say(f"{capital(where)}, lists {counted_word(n)} ({n} of {n}):", on=row)
    say_items(writer, "", row)


def say_introduced(writer: Writer, passage: Passage) -> None:
    """What a provision that ends in a colon introduces; without it the provision says nothing."""
    if not passage.text.rstrip().endswith(":"):
        return
    for child in writer.catalogue.children(passage.id):
        writer.say(f"{capital(place(child, writer.catalogue))}:", (Span.whole(child),))


def chosen(query: Query, index: Index, hits: tuple[Hit, ...], first: tuple[Hit, ...] = ()) -> tuple[Hit, ...]:
    """The hits worth citing: the best, those that come close to it, those with its rare words, and the best for each part."""
    gap, most = (GAP_SEVERAL, MOST_SEVERAL) if wants_several(query.question) else (GAP, MOST)
    best = hits[0].score
    close = [h for h in hits[:most] if h.score >= best - gap]
    words = index.own_words
    own = {h.passage.id: words.terms[index.position[h.passage.id]] for h in hits[:MOST_SHARED]}
    rare = {t for t in content(query.text) if 1 < words.spread(t) <= RARE} & own[hits[0].passage.id]
    if rare:
        close += [h for h in hits[:MOST_SHARED] if h.score >= best - GAP_SHARED and rare <= own[h.passage.id]]
    close += _left_over(close, [h for h in hits if h.score >= best - GAP_SHARED])
    return tuple({h.passage.id: h for h in (*close, *first)}.values())


def _left_over(close: list[Hit], near: list[Hit]) -> list[Hit]:
    """What stands beside several hits that are cited and is near too, where it is little: the rest of a row."""
    cited = {h.passage.id: h.passage.parent for h in close}
    rest = [h for h in near if h.passage.parent and h.passage.id not in cited]
    beside, left = Counter(cited.values()), Counter(h.passage.parent for h in rest)
    return [h for h in rest if beside[h.passage.parent] >= _SIBLINGS and left[h.passage.parent] <= _LEFT_OVER]


def best_spans(query: Query, index: Index, encoded: Encoded, hit: Hit) -> tuple[Span, ...]:
    """The sentences of a passage that meet the question best, in their order; a short passage whole."""
    passage = hit.passage
    rows = index.sentence_rows.get(index.position[passage.id], ())
    if len(passage.text) <= WHOLE or not rows:
        return (Span.whole(passage),)
    terms = content(query.text)
    scored = []
    for row in rows:
        at = index.rows[row]
        met = index.coverage.share(terms, frozenset(tokens(passage.text[at.start : at.end])))
        scored.append((float(np.dot(index.vectors[row], encoded.vector)) + met, at))
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1].start))
    kept = sorted((at.start, at.end) for score, at in best[:SENTENCES] if score >= NEAR_BEST * best[0][0])
    return tuple(Span(passage, start, end) for start, end in _merged(kept))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring sentences as one stretch."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] <= 1:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
