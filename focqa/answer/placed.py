"""Questions about a provision named by number: its words, what else the question is about, or that it does not say it.

"Which country proposed Objective 2.2?" names a place that exists and asks what does not stand there; quoting it would
pass for an answer.
"""

import re
from dataclasses import replace

from focqa.answer.abstain import abstain
from focqa.answer.beside import Rest, say_beside, topical
from focqa.answer.enumerated import say_enumerated
from focqa.answer.evidence import confidence, is_outside, weigh
from focqa.answer.rosters import lacks_names
from focqa.answer.tree import say_addresses
from focqa.index import Index
from focqa.lexical import STOPWORDS
from focqa.retrieve import signals
from focqa.settings import Settings
from focqa.text import clean, fold, words
from focqa.types import Answer, Hit, Query

# What asks for one thing a provision may say or not; "what does 2.1.c say?" asks for all of it.
_DETAIL = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then|now)\b)?\W*(?:who|whom|whose|when|where|which|why|how (?:much|many|long|often)|since when|by when"
    r"|(?:in|at|on|by|for) (?:which|what|whom)|what (?:year|date|country|countries|budget|amount|number)"
    r"|what (?:was|were|is|are) the (?:results?|outcomes?)|what (?:came|became|has come) of)\b"
)
# And what few provisions have, however it is asked for: "how is the budget of Goal 2 spent?"
_MATTER = re.compile(
    r"\b(?:budgets?|costs?|price|salar(?:y|ies)|votes?|voted|penalt(?:y|ies)|fines?|signator(?:y|ies))\b"
)
# So sure, a place says what is asked for.
SURE = 0.75
_QUOTED = re.compile(r"\"([^\"]{4,})\"")
_ABOUT = re.compile(
    r"\b(?:(?:say|says|said|anything|something|tell|tells)\b[^?.,;]*? (?:about|on)|mentions?)\s+(?P<what>[^?.,;]*\w)"
)


def answer_placed(query: Query, index: Index, settings: Settings) -> Answer:
    """Quote the provisions at the addresses and what the rest of the question is about; abstain where they do not say it.

    The embedder is only used where there is something to look for besides.
    """
    writer = say_addresses(query, index.catalogue)
    named = [f"{a.document}/{a.locator}" for a in query.addresses if a.exists]
    if len(named) == 1 and say_enumerated(writer, query.whole, index.catalogue.by_id[named[0]]):
        return writer.answered(query)
    detail = _DETAIL.search(query.rest) or _MATTER.search(query.rest)
    terms = topical(query, index)
    quoted = _quotes(query, index)
    unsaid = is_outside(query, index) or _names_nothing_known(query, index)
    there = " ".join(hit.passage.text for hit in _there(query, index))
    unsaid = unsaid or lacks_names(query.question, there)
    hits, sure = _there(query, index), 0.0
    if detail or terms:
        encoded = index.embedder.encode([query.rest])[0]
        rest = Rest(terms, signals(index, query.rest, encoded))
        hits, sure = _met(query, index, rest, hits)
        # A reason takes for granted that it stands there.
        said = detail is not None and "why" not in detail[0] and sure >= SURE
        if terms and say_beside(writer, query, index, settings, rest, said):
            return writer.answered(query)
    if unsaid or (detail and not quoted and sure < settings.min_confidence):
        at = replace(query, documents=tuple(dict.fromkeys(hit.passage.document for hit in hits)))
        return abstain(at, index.catalogue, "not-in-corpus", hits, 0.0 if unsaid else sure)
    return writer.answered(query)


def _there(query: Query, index: Index) -> tuple[Hit, ...]:
    """The provisions at the addresses and under them, in order, not scored."""
    named = [index.catalogue.by_id[f"{a.document}/{a.locator}"] for a in query.addresses if a.exists]
    found = dict.fromkeys(p for place in named for p in (place, *index.catalogue.below(place.id)))
    return tuple(Hit(p, 0.0, n) for n, p in enumerate(found, start=1))


def _quotes(query: Query, index: Index) -> bool:
    """Whether words that the question puts in quotation marks stand in a provision at its addresses."""
    there = " ".join(fold(clean(hit.passage.text)) for hit in _there(query, index))
    return any(said.strip(" .,") in there for said in _QUOTED.findall(fold(query.rest)))


def _met(query: Query, index: Index, rest: Rest, hits: tuple[Hit, ...]) -> tuple[tuple[Hit, ...], float]:
    """The same provisions, best first, and how sure they make an answer to the rest of the question."""
    scores = {hit.passage: float(rest.signals.total[index.position[hit.passage.id]]) for hit in hits}
    best = sorted(scores, key=lambda p: (-scores[p], p.id))
    ranked = tuple(Hit(p, scores[p], n) for n, p in enumerate(best, start=1))
    asked = replace(query, question=query.rest, whole=query.rest, text=query.rest, own="")
    return ranked, confidence(weigh(asked, index, rest.signals, ranked))


def _names_nothing_known(query: Query, index: Index) -> bool:
    """Whether the rest of the question is about something of which no word stands in the documents: "… about Facebook"."""
    about = _ABOUT.search(query.rest)
    said = [w for w in words(about["what"]) if w not in STOPWORDS] if about else []
    return bool(said) and not any(w in index.words for w in said)
