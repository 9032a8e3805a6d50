"""What retrieval finds for a query, and how sure it makes an answer: the evidence, and the hard noes before it."""

import re
from dataclasses import dataclass, replace

from focqa.answer.contents import asks_contents
from focqa.answer.dated import dates_it, lacks_date
from focqa.answer.evidence import confidence, is_foreign, is_outside, weigh
from focqa.answer.outcomes import asks_change, asks_outcome
from focqa.answer.rosters import lacks_identity, lacks_names
from focqa.coverage import content
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.retrieve import Signals, follow_up
from focqa.retrieve import hits as top_hits
from focqa.retrieve import signals as score
from focqa.settings import Settings
from focqa.text import fold
from focqa.types import Hit, Query, Reason
from focqa.understand.names import Names
from focqa.understand.topics import EVERY_LEVEL

# Share of a follow-up's own words in its score; the rest is what they mean together with the turns before.
OWN_WORDS = 0.4
# So many of the best passages may give a date that is asked for.
_DATED = 3
# What asks for the words that an acronym is short for.
_SPELT_OUT = re.compile(
    r"\b(?:stand(?:s|ing)? for|short for|abbreviat\w+|initials|spelt? out|spell\w* out|full (?:name|form)|long form|in full|(?:words|names?) behind|letters)\b"
)
_MENTION = re.compile(
    r"\b(?:mention\w*|refer\w* to|talk\w* about|speak\w* (?:of|about)|say(?:s|ing)? (?:anything |something |much )?about|anything (?:about|on))\b(?P<what>.*)",
    re.IGNORECASE,
)


def scored(query: Query, index: Index, encoded: Encoded) -> Signals:
    """What all passages score for a question; a follow-up's own words count beside what they mean with the turns before."""
    whole = score(index, query.text, encoded)
    own = score(index, query.own, index.embedder.encode([query.own])[0]) if query.own else None
    if query.dialogue and whole.asked:  # the model has learnt to read dialogues
        heard = index.asked(index.embedder.encode([query.dialogue])[0].vector)
        return follow_up(whole, own or whole, heard or whole.asked)
    return leaning(whole, own) if own else whole


def leaning(whole: Signals, own: Signals) -> Signals:
    """A follow-up's signals: what it says itself counts beside what went before, or it would find that again."""
    return replace(whole, worded=own.worded, total=OWN_WORDS * own.total + (1 - OWN_WORDS) * whole.total)


@dataclass(frozen=True, slots=True)
class Found:
    """The best passages, how sure they make an answer, why there would be none, and whether the question has been ruled out."""

    hits: tuple[Hit, ...]
    sure: float
    reason: Reason
    hopeless: bool


def find(query: Query, index: Index, signals: Signals, settings: Settings) -> Found:
    """The best passages of the documents a question is about, weighed."""
    hits = top_hits(index, signals.total, searched(query, index), settings.k)
    evidence = weigh(query, index, signals, hits)
    hopeless = _undefined(query, index) or is_outside(query, index) or _unmentioned(query, index)
    best = hits[0].passage
    hopeless = hopeless or lacks_names(query.question, best.text, query.whole if query.dialogue else "")
    hopeless = hopeless or lacks_identity(query.question, best.text)
    hopeless = hopeless or (bool(query.documents or query.years) and asks_change(query.question))
    hopeless = hopeless or (query.kind != "compare" and asks_outcome(query.question, best))
    hopeless = hopeless or (not query.documents and asks_contents(query.question, " ".join(query.before)))
    said = query.before[1] if query.before else ""
    hopeless = hopeless or lacks_date(query.question, hits[:_DATED], _chairs(index), said)
    sure = 0.0 if hopeless else 1.0 if dates_it(query.own or query.whole, best) else confidence(evidence)
    return Found(hits, sure, "out-of-scope" if is_foreign(evidence) else "not-in-corpus", hopeless)


def _chairs(index: Index) -> tuple[str, ...]:
    return tuple(name for source in index.catalogue.sources for name in source.chair_names)


def _undefined(query: Query, index: Index) -> bool:
    """Whether the question asks what an acronym means that stands nowhere in the documents, or what it is short for, which they do not say."""
    if query.kind != "definition":
        return False
    acronyms = re.findall(r"\b[A-Z][A-Za-z]*[A-Z][\w+-]*", query.question)
    known = [a for a in acronyms if {fold(a), f"{fold(a)}s"} & index.words]
    if known and _SPELT_OUT.search(fold(query.question)):
        names = Names(index.catalogue)
        known = [a for a in known if names.forms(a) or names.forms(a.removesuffix("s"))]
    return bool(acronyms) and not known


def _unmentioned(query: Query, index: Index) -> bool:
    """Whether it is asked if something is mentioned that is not: its words are foreign to the documents, or it is a name they lack."""
    if query.targets == EVERY_LEVEL:  # by_tree found no provision with its words
        said = re.search(rf"\b{re.escape(query.topic)}\b", query.question, re.IGNORECASE)
        named = said is not None and said[0][:1].isupper() and not said[0].isupper()
        return named or any(t not in index.vocabulary for t in content(query.topic))
    asked = _MENTION.search(query.text)
    terms = content(asked["what"]) if asked else ()
    return bool(terms) and not any(t in index.vocabulary for t in terms)


def searched(query: Query, index: Index) -> tuple[str, ...]:
    """The documents a question is about, () for all; a comparison that does not name two is of all with a year."""
    undated = any(not index.catalogue.documents[d].year for d in query.documents)
    if query.kind != "compare" or len(query.documents) > 1 or undated:
        return query.documents
    return tuple(s.id for s in index.catalogue.sources if s.year) or query.documents
