"""Composition: which way a question is answered. The tree decides what it can, retrieval the rest, and weak evidence abstains."""

import re
from dataclasses import dataclass, replace

from focqa.answer.abstain import abstain
from focqa.answer.aims import answer_aim, describes_aim
from focqa.answer.compare import answer_compare
from focqa.answer.contents import asks_contents
from focqa.answer.dated import dates_it, lacks_date
from focqa.answer.define import answer_defined
from focqa.answer.evidence import confidence, is_foreign, is_outside, weigh
from focqa.answer.facts import answer_fact
from focqa.answer.having import answer_having
from focqa.answer.met import met_whole
from focqa.answer.named import answer_named
from focqa.answer.otherwise import answer_otherwise
from focqa.answer.outcomes import asks_change, asks_outcome
from focqa.answer.placed import answer_placed
from focqa.answer.premise import answer_chair, answer_mistaken_chair
from focqa.answer.rosters import lacks_identity, lacks_names
from focqa.answer.sizes import answer_size
from focqa.answer.topics import answer_topic, tells_apart
from focqa.answer.tree import answer_list, answer_missing, say_addresses
from focqa.coverage import content
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.retrieve import Signals, follow_up
from focqa.retrieve import hits as top_hits
from focqa.retrieve import signals as score
from focqa.settings import Settings
from focqa.text import clean, fold, words
from focqa.timing import stage
from focqa.types import Answer, Hit, Query, Reason, Turn
from focqa.understand.asking import ASKING
from focqa.understand.dialogue import read_dialogue
from focqa.understand.kinds import targets
from focqa.understand.names import Names
from focqa.understand.parts import Part, parts
from focqa.understand.scope import read_scope
from focqa.understand.topics import EVERY_LEVEL

# Share of a follow-up's own words in its score; the rest is what they mean together with the turns before.
OWN_WORDS = 0.4
# So much better, in logits, a passage elsewhere must be to be preferred to the documents the turn before was about.
FARTHER = 1.5
# So far down it is looked for what has a question's every word, and so sure that makes an answer.
_NEAR, SURE_OF_WORDS = 20, 0.6
_FOREIGN_WORDS = 2
# And where it names one of the documents.
_FOREIGN_BESIDE = 4
_TEXT = re.compile(r"\b(?:programmes?|programs?|poas?|plans?|pages?|texts?|documents?|papers?|statements?|news)\b")
# So many of the best passages may give a date that is asked for.
_DATED = 3
# Share of the passages whose glosses have a word that says nothing of their own.
_COMMON = 0.2
# Said of any text, whatever it is about.
_OF_TEXTS = frozenset(
    content(
        "paragraph section heading chapter consist comprise contain lettered numbered numbering roman numeral bullet small break broken exist altogether"
    )
)
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w'’-]+")
# A part that asks about all that is compared is no question of its own.
_OF_EACH = re.compile(r"\b(?:both|each|either|every)\b", re.IGNORECASE)
# What asks for the words that an acronym is short for.
_SPELT_OUT = re.compile(
    r"\b(?:stand(?:s|ing)? for|short for|abbreviat\w+|initials|spelt? out|spell\w* out|full (?:name|form)|long form|in full|(?:words|names?) behind|letters)\b"
)
_MENTION = re.compile(
    r"\b(?:mention\w*|refer\w* to|talk\w* about|speak\w* (?:of|about)|say(?:s|ing)? (?:anything |something |much )?about|anything (?:about|on))\b(?P<what>.*)",
    re.IGNORECASE,
)


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
        found = _find(query, index, signals, settings)
        if query.carried:
            wider = replace(query, documents=(), carried=False)
            anywhere = _find(wider, index, signals, settings)
            better = anywhere.hits[0].score - found.hits[0].score > FARTHER or found.sure < settings.min_confidence
            better = better or _named_elsewhere(query, index)
            if better and anywhere.sure >= settings.min_confidence:
                query, found = wider, anywhere
        if found.sure < settings.min_confidence and (met := _met(query, index, signals, found)):
            return _answer_met(query, index, encoded, met)
        if found.sure < settings.min_confidence:
            whole = answer_list(query, index.catalogue) if _may_list(query, index) and not query.topic else None
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
            beside = [h for h in _first_of_parts(asked, query, index, documents) if h.passage.document not in documents]
            return answer_compare(query, index, encoded, by_document, tuple(beside), found.sure)
        first = _first_of_parts(parts(query.whole), query, index, documents)
        return answer_fact(query, index, encoded, found.hits, first, found.sure)


def scored(query: Query, index: Index, encoded: Encoded) -> Signals:
    """What all passages score for a question; a follow-up's own words count beside what they mean with the turns before."""
    whole = score(index, query.text, encoded)
    own = score(index, query.own, index.embedder.encode([query.own])[0]) if query.own else None
    if query.dialogue and whole.asked:  # the model has learnt to read dialogues
        heard = index.asked(index.embedder.encode([query.dialogue])[0].vector)
        return follow_up(whole, own or whole, heard or whole.asked)
    return _leaning(whole, own) if own else whole


@dataclass(frozen=True, slots=True)
class _Found:
    """The best passages, how sure they make an answer, and why there would be none."""

    hits: tuple[Hit, ...]
    sure: float
    reason: Reason
    hopeless: bool


def _find(query: Query, index: Index, signals: Signals, settings: Settings) -> _Found:
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
    return _Found(hits, sure, "out-of-scope" if is_foreign(evidence) else "not-in-corpus", hopeless)


def _met(query: Query, index: Index, signals: Signals, found: _Found) -> tuple[Hit, ...]:
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


def _chairs(index: Index) -> tuple[str, ...]:
    return tuple(name for source in index.catalogue.sources for name in source.chair_names)


def _leaning(whole: Signals, own: Signals) -> Signals:
    """A follow-up's signals: what it says itself counts beside what went before, or it would find that again."""
    return replace(whole, worded=own.worded, total=OWN_WORDS * own.total + (1 - OWN_WORDS) * whole.total)


def _first_of_parts(asked: tuple[Part, ...], query: Query, index: Index, documents: tuple[str, ...]) -> tuple[Hit, ...]:
    """The best passage for each question inside the question; a follow-up has none."""
    found: list[Hit] = []
    for part in () if query.own else asked:
        signals = score(index, part.text, index.embedder.encode([part.text])[0])
        if part.own:
            signals = _going_on(part, asked[0], found[:1], index, signals)
        found += _of_part(part.own or part.text, query, index, signals, documents)
    return tuple(found)


def _going_on(part: Part, first: Part, found: list[Hit], index: Index, whole: Signals) -> Signals:
    """A part that goes on from the first is heard as a follow-up to it and to what answers it."""
    own = score(index, part.own, index.embedder.encode([part.own])[0])
    said = read_dialogue(part.own, (Turn(first.text, found[0].passage.text if found else ""),))
    heard = index.asked(index.embedder.encode([said])[0].vector)
    return follow_up(whole, own, heard) if heard else _leaning(whole, own)


def _of_part(part: str, query: Query, index: Index, signals: Signals, documents: tuple[str, ...]) -> tuple[Hit, ...]:
    """The best passage for a part: of the documents it names itself, else of the question's unless another says it better."""
    named = read_scope(part, index.catalogue).documents
    inside = top_hits(index, signals.total, named or documents, 1)
    if query.confined or named or not documents:
        return inside
    anywhere = top_hits(index, signals.total, (), 1)
    return anywhere if anywhere[0].score - inside[0].score > FARTHER else inside


def by_tree(query: Query, index: Index) -> Answer | None:
    """What similarity has no say in: addresses, lists and counts of a place, lists of names, acronyms, a mistaken chair."""
    if query.addresses and not any(a.exists for a in query.addresses):
        return answer_missing(query, index.catalogue)
    if query.kind == "address":
        return say_addresses(query, index.catalogue).answered(query)
    counted = answer_having(query, index.catalogue) if query.having else None
    if counted:
        return counted
    if describes_aim(query):
        return None
    if size := answer_size(query, index.catalogue):
        return size
    if query.targets and (listed := _listed(query, index)):
        return listed
    if query.defined:
        return answer_defined(query, index.catalogue)
    if query.named:
        return answer_named(query, index.catalogue)
    if query.kind not in ("fact", "compare"):
        return None
    return answer_mistaken_chair(query, index.catalogue) or answer_chair(query, index.catalogue)


def _listed(query: Query, index: Index) -> Answer | None:
    """The provisions of the levels asked for: about something, or all that there are."""
    if query.kind in ("list", "count") and (about := answer_topic(query, index.catalogue)):
        return about
    if query.topic or not (query.addresses or _wants_all(query, index)):
        return None
    listed = answer_list(query, index.catalogue)
    if listed or not query.addresses:
        return listed
    return say_addresses(query, index.catalogue).answered(query)


def _may_list(query: Query, index: Index) -> bool:
    """Whether a list of all of a level could be meant: levels are named, and nothing foreign to the documents."""
    return bool(query.targets) and query.kind in ("list", "count", "compare") and not _foreign(query, index)


def _wants_all(query: Query, index: Index) -> bool:
    """Whether all of a document's goals, objectives or activities are asked for, and not those among them that something is said of."""
    return _may_list(query, index) and not tells_apart(query, index)


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


def _foreign(query: Query, index: Index) -> bool:
    """Whether several of a question's content words stand nowhere in the documents: the goals of a football match."""
    clauses = [c for c in re.split(r"[?!.:;,]", query.text) if targets(fold(c))] or [query.text]
    unknown = [t for t in content(" ".join(clauses)) if t.isalpha() and index.coverage.known((t,)) == 0.0]
    named = query.documents and _TEXT.search(fold(query.whole))
    most = _FOREIGN_BESIDE if named else _FOREIGN_WORDS
    return sum(t not in _OF_TEXTS | ASKING and not _common(t, index) for t in unknown) >= most


def _common(term: str, index: Index) -> bool:
    """Whether people say a word when they ask about anything: "itself"."""
    return sum(term in glosses for glosses in index.spoken) >= _COMMON * len(index.spoken)


def searched(query: Query, index: Index) -> tuple[str, ...]:
    """The documents a question is about, () for all; a comparison that does not name two is of all with a year."""
    undated = any(not index.catalogue.documents[d].year for d in query.documents)
    if query.kind != "compare" or len(query.documents) > 1 or undated:
        return query.documents
    return tuple(s.id for s in index.catalogue.sources if s.year) or query.documents
