"""Verification: does what a sentence cites bear it out?

A quotation must stand in a cited passage to the letter, after normalising white space, quote marks and case; a likeness
is never enough. What a sentence says outside quotations must agree with what it cites in numbers, names and negation:
"are not required" never supports "are required". A sentence that cites nothing is unverified.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from focqa.catalogue import Catalogue
from focqa.lexical import tokens
from focqa.text import clean, fold, sentence_spans, words
from focqa.types import Answer, Citation, Passage, Sentence, Support

State = Literal["holds", "moved", "changed", "gone"]
_QUOTE = re.compile(r"“([^”]*)”")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nor|neither|without|cannot|non)\b|n't\b")
# What a sentence says the documents do not say: "was Canada, not Ghana."
_DENIED = re.compile(r", not (?:the )?([A-Z][^.,;:]*)(?=\.)")
_NUMBER_WORDS = {
    w: str(n)
    for n, w in enumerate(
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_BOUND = re.compile(rf"\b(?P<how>more than|at least|fewer than) (?P<n>\d+|{'|'.join(_NUMBER_WORDS)})\b")
# Words of the fixed phrases that open a sentence; they claim nothing about the documents.
_LEAD = frozenset(
    [
        "the",
        "this",
        "here",
        "there",
        "no",
        "in",
        "and",
        "of",
        "is",
        "are",
        "it",
        "goal",
        "objective",
        "activity",
        "item",
        "paragraph",
        "both",
        "one",
        "years",
        "year",
    ]
)


def verify(answer: Answer, catalogue: Catalogue) -> Answer:
    """The answer with each sentence marked ``verified`` or ``unverified``."""
    return replace(answer, sentences=tuple(replace(s, support=check(s, catalogue)) for s in answer.sentences))


def check(sentence: Sentence, catalogue: Catalogue) -> Support:
    """Whether the passages a sentence cites bear it out."""
    cited = [catalogue.by_id[i] for i in sentence.citations if i in catalogue.by_id]
    if not cited or len(cited) != len(sentence.citations):
        return "unverified"
    quotes = _QUOTE.findall(sentence.text)
    if not all(_stands(quote, cited) for quote in quotes):
        return "unverified"
    said = _QUOTE.sub(" ", sentence.text)
    return "verified" if _agrees(said, cited, catalogue, bool(quotes)) else "unverified"


def _stands(quote: str, cited: Sequence[Passage]) -> bool:
    wanted = fold(clean(quote))
    return any(wanted in fold(clean(p.text)) for p in cited)


def _agrees(said: str, cited: Sequence[Passage], catalogue: Catalogue, has_quotes: bool) -> bool:
    """Whether the words outside quotations agree with the cited passages in numbers, names and negation."""
    known = fold(" ".join(_about(p, catalogue) for p in cited))
    have = set(words(known))
    listed = _listed(said)
    if not all(fold(name) in known for name in listed):
        return False
    counts = have | {str(len(cited)), str(len(listed))}
    said = _without_bounds(said, cited, catalogue)
    if not all(n in counts for n in _numbers(said)) and not _counts_levels(said, cited, catalogue):
        return False
    denied = _DENIED.findall(said)
    if any(fold(name) in fold(clean(p.text)) for name in denied for p in cited):
        return False
    if not all(name in known for name in _names(_DENIED.sub("", said))):
        return False
    if has_quotes or _is_frame(said, cited):
        return True
    return any(_same_claim(said, source) for p in cited for source in _sentences(p))


def _about(passage: Passage, catalogue: Catalogue) -> str:
    """A passage with all that its label, headings and document say."""
    source = catalogue.source(passage)
    parts = (
        passage.label,
        *passage.headings,
        clean(passage.text),
        source.title,
        source.issuer,
        source.chair,
        *source.names,
    )
    return " ".join((*parts, str(source.year or "")))


def _listed(said: str) -> list[str]:
    """The names after the colon of a counted list: "(3 of 3): A; B; C."."""
    names = re.search(r"\(\d+ of \d+\): (.+)\.$", said.strip())
    return names[1].split("; ") if names else []


def _numbers(said: str) -> list[str]:
    found = [w for w in words(fold(said)) if w[0].isdigit()]
    return found + [_NUMBER_WORDS[w] for w in words(fold(said)) if w in _NUMBER_WORDS and w not in ("no", "one")]


def _without_bounds(said: str, cited: Sequence[Passage], catalogue: Catalogue) -> str:
    """The sentence without "more than five" and the like, where something under each cited provision is so many."""
    for bound in _BOUND.finditer(said):
        n = int(_NUMBER_WORDS.get(bound["n"], bound["n"]))
        least, most = {"more": (n + 1, math.inf), "at": (n, math.inf), "fewer": (0, n - 1)}[bound["how"].split()[0]]
        if all(any(least <= size <= most for size in _sizes(p, catalogue)) for p in cited):
            said = said.replace(bound[0], " ")
    return said


def _sizes(passage: Passage, catalogue: Catalogue) -> set[int]:
    """How many stand right under a provision, and how many of each level anywhere under it."""
    levels = Counter(p.level for p in catalogue.below(passage.id))
    return {len(catalogue.children(passage.id)), *levels.values()}


def _counts_levels(said: str, cited: Sequence[Passage], catalogue: Catalogue) -> bool:
    """Whether every number counts what is cited: all of it, all of one level of it, or what stands under one of it."""
    counts = {str(size) for p in cited for size in _sizes(p, catalogue)}
    counts |= {str(len(cited))} | {str(sum(p.level == level for p in cited)) for level in {p.level for p in cited}}
    known = {w for p in cited for w in words(fold(p.label))}
    above = {w for p in cited for w in words(fold(" ".join(p.headings)))}
    return all(n in counts or n in known or n in above for n in _numbers(said))


def _names(said: str) -> list[str]:
    """Capitalised words inside the sentence, folded."""
    found = re.findall(r"(?<=[a-z,;] )[A-Z][\w'’-]+", said)
    return [fold(name).removesuffix("'s").removesuffix("'") for name in found if name.casefold() not in _LEAD]


def _is_frame(said: str, cited: Sequence[Passage]) -> bool:
    """Whether a sentence without quotation only counts, or only names what the next ones quote."""
    return bool(
        re.search(r"\(\d+ of \d+\):|here is each|^By focqa's pairing, |has no provision that comes near", said)
    ) and bool(cited)


def _sentences(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in sentence_spans(passage.text)]


def _same_claim(said: str, source: str) -> bool:
    """Whether a sentence in other words keeps to a source sentence: its content words stand there, negated alike."""
    wanted, have = set(tokens(said)), set(tokens(clean(source)))
    if not wanted or len(wanted & have) / len(wanted) < 0.7:
        return False
    return len(_NEGATION.findall(fold(said))) % 2 == len(_NEGATION.findall(fold(source))) % 2


@dataclass(frozen=True, slots=True)
class Recheck:
    """What became of a stored citation.

    Attributes:
        id: Passage id.
        state: ``holds``; ``moved`` (the quote stands elsewhere in the passage); ``changed`` (it does not); ``gone``.
    """

    id: str
    state: State


def recheck(citations: Sequence[Citation], catalogue: Catalogue) -> tuple[Recheck, ...]:
    """Compare stored citations with today's corpus."""
    return tuple(Recheck(c.id, _state(c, catalogue)) for c in citations)


def _state(citation: Citation, catalogue: Catalogue) -> State:
    passage = catalogue.by_id.get(citation.id)
    if passage is None:
        return "gone"
    if passage.text[citation.start : citation.end] == citation.quote:
        return "holds"
    return "moved" if fold(citation.quote) in fold(passage.text) else "changed"
