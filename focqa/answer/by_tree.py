"""What the tree decides, without a model: addresses, lists and counts of a place, lists of names, acronyms, sizes, a mistaken chair."""

import re

from focqa.answer.aims import describes_aim
from focqa.answer.define import answer_defined
from focqa.answer.having import answer_having
from focqa.answer.named import answer_named
from focqa.answer.premise import answer_chair, answer_mistaken_chair
from focqa.answer.sizes import answer_size
from focqa.answer.topics import answer_topic, tells_apart
from focqa.answer.tree import answer_list, answer_missing, say_addresses
from focqa.coverage import content
from focqa.index import Index
from focqa.text import fold
from focqa.types import Answer, Query
from focqa.understand.asking import ASKING
from focqa.understand.kinds import targets

_FOREIGN_WORDS = 2
# And where it names one of the documents.
_FOREIGN_BESIDE = 4
_TEXT = re.compile(r"\b(?:programmes?|programs?|poas?|plans?|pages?|texts?|documents?|papers?|statements?|news)\b")
# Share of the passages whose glosses have a word that says nothing of their own.
_COMMON = 0.2
# Said of any text, whatever it is about.
_OF_TEXTS = frozenset(
    content(
        "paragraph section heading chapter consist comprise contain lettered numbered numbering roman numeral bullet small break broken exist altogether"
    )
)


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


def may_list(query: Query, index: Index) -> bool:
    """Whether a list of all of a level could be meant: levels are named, and nothing foreign to the documents."""
    return bool(query.targets) and query.kind in ("list", "count", "compare") and not _foreign(query, index)


def _wants_all(query: Query, index: Index) -> bool:
    """Whether all of a document's goals, objectives or activities are asked for, and not those among them that something is said of."""
    return may_list(query, index) and not tells_apart(query, index)


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
