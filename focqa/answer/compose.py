"""Composition: which way a question is answered. The tree decides what it can, retrieval the rest, and weak evidence abstains."""

import re
from dataclasses import replace

from focqa.answer.abstain import abstain
from focqa.answer.aims import answer_aim
from focqa.answer.by_tree import by_tree, may_list
from focqa.answer.compare import answer_compare
from focqa.answer.facts import answer_fact
from focqa.answer.found import Found, find, scored, searched
from focqa.answer.inside import FARTHER, first_of_parts
from focqa.answer.met import met_whole
from focqa.answer.otherwise import answer_otherwise
from focqa.answer.placed import answer_placed
from focqa.answer.tree import answer_list
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.retrieve import Signals
from focqa.retrieve import hits as top_hits
from focqa.settings import Settings
from focqa.text import clean, fold, words
from focqa.timing import stage
from focqa.types import Answer, Hit, Query
from focqa.understand.parts import parts

# So far down it is looked for what has a question's every word, and so sure that makes an answer.
_NEAR, SURE_OF_WORDS = 20, 0.6
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w'’-]+")
# A part that asks about all that is compared is no question of its own.
_OF_EACH = re.compile(r"\b(?:both|each|either|every)\b", re.IGNORECASE)


def compose(query: Query, index: Index, settings: Settings) -> Answer:
    """Answer a query, or abstain."""
    decided = by_tree(query, index)
    if decided:
        return answer_placed(query, index, settings) if query.kind == "address" and decided.citations else decided
    with stage("embed"):
        encoded = index.embedder.encode([query.text])[0]
    with stage("retrieve"):
        signals = scored(query, index, encoded)
    with stage("compose"):
        found = find(query, index, signals, settings)
        if query.carried:
            wider = replace(query, documents=(), carried=False)
            anywhere = find(wider, index, signals, settings)
            better = anywhere.hits[0].score - found.hits[0].score > FARTHER or found.sure < settings.min_confidence
            better = better or _named_elsewhere(query, index)
            if better and anywhere.sure >= settings.min_confidence:
                query, found = wider, anywhere
        if found.sure < settings.min_confidence <= SURE_OF_WORDS and (met := _met(query, index, signals, found)):
            return _answer_met(query, index, encoded, met)
        if found.sure < settings.min_confidence:
            whole = answer_list(query, index.catalogue) if may_list(query, index) and not query.topic else None
            return (
                whole
                or answer_otherwise(query, index, found.hits, found.sure)
                or abstain(query, index.catalogue, found.reason, found.hits, found.sure)
            )
        if row := answer_aim(query, index, found.hits):
            return row
        documents = searched(query, index)
        if query.kind == "compare" and len(documents) > 1:
            by_document = {d: top_hits(index, signals.total, (d,), settings.k) for d in documents}
            asked = tuple(part for part in parts(query.whole) if not _OF_EACH.search(part.text))
            beside = [h for h in first_of_parts(asked, query, index, documents) if h.passage.document not in documents]
            return answer_compare(query, index, encoded, by_document, tuple(beside), found.sure)
        first = first_of_parts(parts(query.whole), query, index, documents)
        return answer_fact(query, index, encoded, found.hits, first, found.sure)


def _met(query: Query, index: Index, signals: Signals, found: Found) -> tuple[Hit, ...]:
    """What has every word of a question that is declined only because few questions sound like it."""
    near = top_hits(index, signals.total, searched(query, index), _NEAR)
    return () if found.hopeless else met_whole(query, index, near)


def _answer_met(query: Query, index: Index, encoded: Encoded, met: tuple[Hit, ...]) -> Answer:
    by_document = {h.passage.document: tuple(m for m in met if m.passage.document == h.passage.document) for h in met}
    if query.kind == "compare":
        return answer_compare(query, index, encoded, by_document, (), SURE_OF_WORDS)
    return answer_fact(query, index, encoded, met[:1], met[1:], SURE_OF_WORDS)


def _named_elsewhere(query: Query, index: Index) -> bool:
    """Whether a follow-up names what other documents have, and none of those that are only carried on."""
    names = {fold(name) for name in _NAME.findall(query.question)} & index.words
    here = {w for d in query.documents for p in index.catalogue.below(d) for w in words(fold(clean(p.text)))}
    return bool(names) and not names & here
