"""Lists of names that no number gives: "which task forces are mentioned by name?" is answered from the text itself.

A name is a run of capitalised words; it is of the kind asked for when it holds the kind's own word ("Task Force on
Internet Shutdowns" is a task force) or, for "UN bodies", the modifier and a word for such a body.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from focqa.catalogue import Catalogue
from focqa.lexical import STOPWORDS
from focqa.text import fold, sentence_spans
from focqa.types import Passage

_SMALL = r"(?:of|on|for|to|and|the|in|with)"
_CAP = r"[A-Z][\w'’+-]*"
_RUN = re.compile(rf"{_CAP}(?:(?:\s+{_SMALL}){{0,2}}\s+\[?{_CAP})*")
_ASKED = re.compile(
    r"\b(?:are|is|were|was|be|been|gets?|got)\s+(?:\w+\s+){0,2}?(?:mentioned|named|cited|referenced|referred to)\b"
    r"|\b(?:mentioned|named|cited|referred to)\s+(?:in|by|there|here|anywhere)\b|\b(?:turn|crop|come|show)s? up\b|\bappears?\b"
    r"|\b(?:points?|refers?|looks?|harks?|harking|pointing) back (?:to|on|at)\b|\b(?:builds?|built|building|draws?|drew|drawing) (?:up)?on\b|\brecalls?\b"
    r"|\bby name\b|\b(?:do|does|did)\b.*\b(?:mention|name|cite|refer to|(?<!of )reference)\b"
    r"|\b(?:programme|program|plan|text|document|page|statement|article|news item|chair|coalition|foc|it|they)\s+(?:mentions?|names?|cites?|refers? to)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(?:how many|number of|which|what|list|name|give|trace|all|every|any)\b", re.IGNORECASE)
# What people call bodies whose names say something else; then the words in front must tell which ("UN bodies").
_BODIES = frozenset(
    ["bodies", "organisations", "organizations", "agencies", "institutions", "processes", "forums", "groups", "offices"]
)
_BODY = re.compile(
    r"\b(?:Bod(?:y|ies)|Organi[sz]ations?|Agenc(?:y|ies)|Councils?|Office|Committee|Commission(?:er)?|Groups?|Assembly|Secretariat|Forum|Union)\b"
)
_EMPTY = frozenset(["foc", "freedom", "online", "coalition", "the", "s", "un", "united", "nations"])
# The first word of a sentence is capitalised for that alone where a small word follows: "Building on the …".
_OPENS = re.compile(rf"^{_CAP}(?:\s+{_SMALL})+\s+")
_WHOSE = re.compile(r"^(?:[\w-]+['’]s?|FOC|The)\s+")
_WORDS_IN_KIND = 3
BODIES = "UN"


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: ``passage.text[start:end]``, ``text`` being what it reads."""

    text: str
    passage: Passage
    start: int
    end: int


def asked_kinds(question: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The kinds of names a question wants listed, as the corpus capitalises them; () if it wants no such list.

    Args:
        question: As asked, spelling mended.
        catalogue: Whose names count.
    """
    asked = _ASKED.search(question)
    opening = _OPENING.search(question)
    if not asked or not opening:
        return ()
    phrase = re.findall(r"[\w'’-]+", question[opening.end() :])
    one = re.search(r"\b(?:every|each)\b", question, re.IGNORECASE)
    ends = [
        end for end in range(1, len(phrase) + 1) if phrase[end - 1].endswith("s") or (one and end <= _WORDS_IN_KIND + 1)
    ]
    found = (_of_phrase(phrase, end, catalogue) or _kind(phrase[:end], catalogue) for end in ends)
    kinds = tuple(dict.fromkeys(kind for kind in found if kind))
    return tuple(k for k in kinds if not any(other != k and k in other for other in kinds))


def names_of(kind: str, catalogue: Catalogue, documents: tuple[str, ...]) -> tuple[Name, ...]:
    """Names of a kind in the documents, each where it stands first, in reading order."""
    found: dict[frozenset[str], Name] = {}
    for name in _names(catalogue, documents):
        if _is(kind, name.text):
            found.setdefault(_key(name.text), name)
    return tuple(found.values())


def _of_phrase(words: list[str], end: int, catalogue: Catalogue) -> str:
    """A kind with "of" in it, which keeps its plural: ``Terms of Reference``."""
    if words[end : end + 1] != ["of"] or len(words) < end + 2:
        return ""
    kind = f"{words[end - 1].capitalize()} of {words[end + 1].capitalize()}"
    return kind if names_of(kind, catalogue, ()) else ""


def _kind(words: list[str], catalogue: Catalogue) -> str:
    """The longest end of a phrase that is part of names: ``Joint Statement`` of "which joint statements"."""
    if fold(words[-1]) in _BODIES and re.search(r"\b(?:UN|United Nations)$", " ".join(words[-3:-1])):
        return BODIES
    for size in range(min(_WORDS_IN_KIND, len(words)), 0, -1):
        kind = " ".join(w.capitalize() for w in (*words[-size:-1], _singular(words[-1])))
        # A word alone makes a kind only where several names have it, and nothing says which sort of it is meant.
        alone = size == 1
        if alone and fold(kind) in _EMPTY:
            continue
        if len(names_of(kind, catalogue, ())) > alone and not (alone and _qualified(words[:-1])):
            return kind
    return ""


def _qualified(before: list[str]) -> bool:
    """Whether a word in front narrows a kind down: "vulnerable groups" are not the names with Group in them."""
    return any(fold(w) not in _EMPTY | STOPWORDS and not w.endswith("s") for w in before[-1:])


def _singular(word: str) -> str:
    return re.sub(r"ies$", "y", word) if word.endswith("ies") else word.removesuffix("s")


def _is(kind: str, name: str) -> bool:
    if kind == BODIES:
        return bool(re.search(r"\bUN\b|United Nations", name) and _BODY.search(name))
    return bool(re.search(rf"\b{kind}\b", name)) and bool(_key(name) - set(fold(kind).split()))


def _key(name: str) -> frozenset[str]:
    """What tells a name from another: its words, without whose it is."""
    return frozenset(re.findall(r"[a-z0-9]+", fold(name))) - _EMPTY


def _names(catalogue: Catalogue, documents: tuple[str, ...]) -> Iterator[Name]:
    for passage in catalogue.passages:
        if not documents or passage.document in documents:
            for start, end in sentence_spans(passage.text):
                for run in _RUN.finditer(passage.text, start, end):
                    yield from _split(run[0], passage, start, end)


def _split(run: str, passage: Passage, start: int, end: int) -> Iterator[Name]:
    """Names joined by "and the" are two; the sentence they stand in is what is quoted."""
    if passage.text.startswith(run, start):
        run = _OPENS.sub("", run)
    for part in re.split(r"\s+and the\s+", run.replace("[", "")):
        yield Name(_WHOSE.sub("", part), passage, start, end)
