"""What a question that names a place says besides the place: it may stand under it, elsewhere, or in the other year.

"How did the donor principles move on between Objective 2A and Objective 2.1?" wants activities under both; "why is
cybercrime handled under Goal 4?" has the place wrong, and the answer says where it is handled.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from focqa.answer.evidence import confidence, weigh
from focqa.answer.facts import MOST_SEVERAL
from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.coverage import content
from focqa.index import Index
from focqa.lexical import tokens
from focqa.retrieve import Signals
from focqa.retrieve import hits as top_hits
from focqa.settings import Settings
from focqa.text import clean
from focqa.types import Passage, Query
from focqa.understand.asking import ASKING

# Of what is said besides, so much by rarity must stand in another provision, and so little in the one named.
MET, MET_UNSURE, UNMET = 0.6, 0.9, 0.5
# Rarity that the rest must have in all to be about something.
_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Rest:
    """What a question says besides its addresses, searched for.

    Attributes:
        terms: The stems that say what it is about; see ``topical``.
        signals: What all passages score for it.
    """

    terms: tuple[str, ...]
    signals: Signals


def topical(query: Query, index: Index) -> tuple[str, ...]:
    """The stems of the rest of a question that stand in the documents and say what it is about; () where that is too little."""
    said = (t for t in content(query.rest) if t not in ASKING and not t.isdigit())
    terms = tuple(t for t in said if index.coverage.known((t,)))
    return terms if sum(map(index.coverage.rarity, terms)) >= _LEAST else ()


def say_beside(writer: Writer, query: Query, index: Index, settings: Settings, rest: Rest, said: bool) -> bool:
    """Quote what the rest of the question is about, where the provisions it names by number do not say it.

    Args:
        writer: What has quoted those provisions.
        query: The question.
        index: Where to look.
        settings: How sure to be.
        rest: The rest of the question; it must have terms.
        said: Whether those provisions are known to say it; then only other documents that the question names are looked at.

    Returns:
        Whether anything was quoted.
    """
    named = [index.catalogue.by_id[f"{a.document}/{a.locator}"] for a in query.addresses if a.exists]
    under = _under(named, rest.terms, index)
    for passage in under:
        _say(writer, passage)
    told = _stems([*named, *under, *(a for p in named for a in index.catalogue.ancestors(p))])
    told |= frozenset(t for p in named for heading in p.headings for t in tokens(heading))
    silent = tuple(d for d in query.documents if d not in {p.document for p in named})
    elsewhere = None
    if silent or (not said and index.coverage.share(rest.terms, told) < UNMET):
        elsewhere = _elsewhere(query, index, settings, silent or query.documents, rest)
    if not elsewhere or elsewhere in (*named, *under) or set(named) & set(index.catalogue.ancestors(elsewhere)):
        return bool(under)
    _say(writer, elsewhere)
    return True


def _under(named: list[Passage], terms: tuple[str, ...], index: Index) -> list[Passage]:
    """Of each place that does not say it itself, what says it under it."""
    found: list[Passage] = []
    for passage in named:
        own = index.coverage.share(terms, _stems([passage]))
        below = {p: index.coverage.share(terms, _stems([p])) for p in index.catalogue.below(passage.id)}
        best = max(below.values(), default=0.0)
        if own < UNMET and best >= MET:
            found += [p for p, share in below.items() if share == best]
    return [p for p in dict.fromkeys(found) if p not in named][:MOST_SEVERAL]


def _elsewhere(
    query: Query, index: Index, settings: Settings, documents: tuple[str, ...], rest: Rest
) -> Passage | None:
    """The best provision with the words of the rest of the question, of these documents or else of any."""
    for among in dict.fromkeys((documents, ())):
        hits = top_hits(index, rest.signals.total, among, settings.k)
        sure = confidence(weigh(query, index, rest.signals, hits)) >= settings.min_confidence
        for hit in hits:
            met = index.coverage.share(rest.terms, _stems([hit.passage]))
            if met >= MET if sure else (met >= MET_UNSURE and len(rest.terms) > 1):
                return hit.passage
    return None


def _stems(passages: Iterable[Passage]) -> frozenset[str]:
    return frozenset(t for p in passages for t in tokens(clean(p.text)))


def _say(writer: Writer, passage: Passage) -> None:
    source = writer.catalogue.source(passage)
    lead = f"{capital(document_name(source))}, {place(passage, writer.catalogue)}:"
    writer.say(lead, (Span.whole(passage),))
