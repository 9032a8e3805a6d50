"""Composition: which way a question is answered. The tree decides what it can, retrieval the rest, and weak evidence abstains."""

from focqa.answer.abstain import abstain
from focqa.answer.compare import answer_compare
from focqa.answer.evidence import Weigher, confidence
from focqa.answer.facts import answer_fact
from focqa.answer.tree import answer_address, answer_list, answer_missing
from focqa.index import Index
from focqa.retrieve import hits as top_hits
from focqa.retrieve import signals as score
from focqa.settings import Settings
from focqa.types import Answer, Query, Reason
from focqa.understand.kinds import topic_words

# Below this share of known content words a question is not about these documents at all.
_FOREIGN = 0.5


def compose(query: Query, index: Index, weigher: Weigher, settings: Settings) -> Answer:
    """Answer a query, or abstain."""
    decided = _by_tree(query, index)
    if decided:
        return decided
    encoded = index.embedder.encode([query.text])[0]
    compared = query.kind == "compare"
    documents = _compared(query, index) if compared else query.documents
    signals = score(index, query.text, encoded, documents)
    hits = top_hits(index, signals.total, documents, settings.k)
    evidence = weigher.weigh(query, signals, index.position[hits[0].passage.id])
    sure = confidence(evidence)
    if sure < settings.min_confidence:
        reason: Reason = "out-of-scope" if evidence.known < _FOREIGN else "not-in-corpus"
        return abstain(query, index.catalogue, reason, hits, sure)
    if compared and len(documents) > 1:
        by_document = {d: top_hits(index, signals.total, (d,), settings.k) for d in documents}
        return answer_compare(query, index, encoded, by_document, weigher, sure)
    return answer_fact(query, index, encoded, hits, weigher, sure)


def _by_tree(query: Query, index: Index) -> Answer | None:
    """What the tree alone answers: addresses, lists and counts without a topic of their own."""
    if query.addresses and not any(a.exists for a in query.addresses):
        return answer_missing(query, index.catalogue)
    if query.kind == "address":
        return answer_address(query, index.catalogue)
    if query.kind in ("list", "count") and not topic_words(query.whole):
        return answer_list(query, index.catalogue)
    if query.kind == "compare" and query.target and not topic_words(query.whole):
        return answer_list(query, index.catalogue)
    return None


def _compared(query: Query, index: Index) -> tuple[str, ...]:
    """The documents to compare: those named, or all with a year."""
    dated = tuple(s.id for s in index.catalogue.sources if s.year)
    return query.documents if len(query.documents) > 1 else dated or query.documents
