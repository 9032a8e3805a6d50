"""Questions about a provision named by number: its words, what else the question is about, or that it does not say it.

"Which country proposed Objective 2.2?" names a place that exists and asks what does not stand there; quoting it would
pass for an answer.
"""

import re
from dataclasses import replace

from focqa.answer.abstain import abstain
from focqa.answer.beside import say_beside
from focqa.answer.evidence import confidence, is_later, weigh
from focqa.answer.tree import say_addresses
from focqa.index import Index
from focqa.lexical import STOPWORDS
from focqa.retrieve import signals
from focqa.settings import Settings
from focqa.text import words
from focqa.types import Answer, Hit, Query

# What asks for one thing a provision may say or not; "what does 2.1.c say?" asks for all of it.
_DETAIL = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then|now)\b)?\W*(?:who|whom|whose|when|where|which|why|how (?:much|many|long|often)|since when|by when"
    r"|(?:in|at|on|by|for) (?:which|what|whom)|what (?:year|date|country|countries|budget|amount|number)"
    r"|what (?:was|were|is|are) the (?:results?|outcomes?)|what (?:came|became|has come) of)\b"
)
# So sure, a place says what is asked for.
SURE = 0.75
_ABOUT = re.compile(
    r"\b(?:(?:say|says|said|anything|something|tell|tells)\b[^?.,;]*? (?:about|on)|mentions?)\s+(?P<what>[^?.,;]*\w)"
)


def answer_placed(query: Query, index: Index, settings: Settings) -> Answer:
    """Quote the provisions at the addresses and what the rest of the question is about; abstain where they do not say it."""
    writer = say_addresses(query, index.catalogue)
    if not query.rest:
        return writer.answered(query)
    hits, sure = _met(query, index)
    detail = _DETAIL.search(query.rest)
    # A reason takes for granted that it stands there.
    said = detail is not None and "why" not in detail[0] and sure >= SURE
    if say_beside(writer, query, index, settings, said):
        return writer.answered(query)
    unsaid = is_later(query, index) or _names_nothing_known(query, index)
    if unsaid or (detail and sure < settings.min_confidence):
        at = replace(query, documents=tuple(dict.fromkeys(hit.passage.document for hit in hits)))
        return abstain(at, index.catalogue, "not-in-corpus", hits, 0.0 if unsaid else sure)
    return writer.answered(query)


def _met(query: Query, index: Index) -> tuple[tuple[Hit, ...], float]:
    """The provisions at the addresses and under them, best first, and how sure they make an answer to the rest of the question."""
    catalogue = index.catalogue
    named = [catalogue.by_id[f"{a.document}/{a.locator}"] for a in query.addresses if a.exists]
    there = dict.fromkeys(p for place in named for p in (place, *catalogue.below(place.id)))
    encoded = index.embedder.encode([query.rest])[0]
    found = signals(index, query.rest, encoded)
    scored = sorted(there, key=lambda p: (-found.total[index.position[p.id]], p.id))
    hits = tuple(Hit(p, float(found.total[index.position[p.id]]), n) for n, p in enumerate(scored, start=1))
    asked = replace(query, question=query.rest, whole=query.rest, text=query.rest)
    return hits, confidence(weigh(asked, index, encoded, found, hits))


def _names_nothing_known(query: Query, index: Index) -> bool:
    """Whether the rest of the question is about something of which no word stands in the documents: "… about Facebook"."""
    about = _ABOUT.search(query.rest)
    said = [w for w in words(about["what"]) if w not in STOPWORDS] if about else []
    return bool(said) and not any(w in index.words for w in said)
