"""How many states the coalition has: every figure that the documents give, side by side where they differ."""

import re

from focqa.answer.abstain import abstain
from focqa.answer.places import capital, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.coverage import content
from focqa.lexical import tokens
from focqa.text import clean, fold, join_names, sentence_spans
from focqa.types import Answer, Hit, Query
from focqa.understand.asking import ASKING
from focqa.understand.scope import without_frame

_STATES = r"(?:member\s+)?(?:countries|states|governments|nations|members)"
_STATED = re.compile(rf"(?<!than )\b(?P<number>\d{{1,3}})\s+(?:[a-z-]+\s+)?{_STATES}\b", re.IGNORECASE)
_ASKED = re.compile(
    rf"\bhow many (?:\w+ )?{_STATES}\b|\b(?:numbers?|total|count|figures?|tally) (?:of|for) (?:\w+ )?{_STATES}\b"
    r"|\b(?:member(?:ship)?|state|country|government)s? (?:counts?|numbers?|figures?|size)\b"
    r"|\bhow (?:big|large) (?:is|was) (?:the |its )?(?:\w+ )?(?:coalition|foc|membership)\b|\bhow much (?:did|has|had) (?:the )?(?:coalition|foc|membership) gr[oe]wn?\b|\bsize of (?:the )?(?:\w+ )?(?:coalition|foc|membership)\b"
)
# "I have seen two different figures" is about all documents, whichever it names.
_DIFFERENT = re.compile(
    r"\b(?:two|both|different|differing|another|other|conflicting|contradict\w*)\b[^.?!]*\b(?:figures?|numbers?|counts?)\b|\bboth\b"
)
# A follow-up asks for it itself; what is asked of the beginning, or of a year of its own, has another answer.
_FIGURE = re.compile(r"\b(?:how (?:many|big|large)|how much [^?]*gr[oe]wn?|figures?|numbers?|counts?|size|total)\b")
_AT_FIRST = re.compile(
    r"\b(?:at (?:the|its|first)|start\w*|beg[aiu]n\w*|found\w*|set up|origin\w*|initial\w*|what year|which year)\b"
)
# "It is a group of governments." "And how many of them are there?"
_OF_THEM = re.compile(r"\bhow many (?:of (?:them|those|these)|(?:are|were) (?:there|they|in it)|belong)\b")
_ARE_STATES = re.compile(rf"\b(?:coalition|foc)\b.*\b(?:group|coalition|alliance|club) of (?:[\w-]+ )?{_STATES}\b")
# Some of them, or others.
_SOME = re.compile(
    r"\b(?:active|inactive|full|founding|new|former|non|half|rest|remaining|first|last|next)\b"
    r"|\bother (?!(?:figures?|numbers?|counts?|texts?|documents?|sources?|papers?|programmes?|plans?|pages?|ones?)\b)"
)
# "Have joined" by now is to belong; "joined" in some year is not.
_JOINED = re.compile(r"\b(?:have|has|had) (?:\w+ )?(joined|signed up)\b")
# What else such a question may say and still ask only that.
_SAID = ASKING | frozenset(
    tokens(
        "how many countries country states state governments government nations nation members member membership freedom online coalition "
        "foc group alliance club organisation organization bloc it number numbers total count counts tally figure figures size big large "
        "belong belongs belonged part make makes made up consist consists comprise comprises form forms have has had count counted "
        "join joined sign current currently today present now far altogether exist accord according source sources text texts document documents "
        "piece give gives given saw seen read know tell told time quick question curious different differ another others think nice item items article versus vs grow grew grown between then now"
    )
)


def answer_size(query: Query, catalogue: Catalogue) -> Answer | None:
    """The sentences that say how many states there are, where nothing else is asked; None otherwise.

    Where the documents named give none, or it is asked of another year or how many joined, that is said, with the places that give one.
    """
    if query.addresses or not _asks(query, catalogue):
        return None
    stated = _stated(catalogue)
    wanted = () if _DIFFERENT.search(fold(query.question)) else query.documents
    found = {span: n for span, n in stated.items() if not wanted or span.passage.document in wanted}
    dated = {catalogue.documents[d].year for d in query.documents}
    if stated and (not found or _joined(query) or set(query.years) - dated):
        near = tuple(Hit(span.passage, 0.0, rank) for rank, span in enumerate(stated, start=1))
        return abstain(query, catalogue, "not-in-corpus", near, 0.0)
    if not found:
        return None
    writer = Writer(catalogue)
    figures = sorted(set(found.values()), key=int)
    if len(figures) > 1:
        writer.say(
            f"The documents give different figures, {join_names(figures)}; here is each.",
            on=tuple(dict.fromkeys(span.passage for span in found)),
        )
    for span in found:
        source = catalogue.source(span.passage)
        writer.say(f"{capital(document_name(source))}, {place(span.passage, catalogue)}:", (span,))
    return writer.answered(query)


def _asks(query: Query, catalogue: Catalogue) -> bool:
    """Whether a question, with the one that it goes on from, asks for the number of states and nothing else."""
    said = query.question if query.before else query.whole
    own, asked = fold(said), fold(" ".join((*query.before[:1], said)))
    states = _ASKED.search(asked) or (_OF_THEM.search(own) and _ARE_STATES.search(fold(" ".join(query.before))))
    if not states or not _FIGURE.search(own) or _AT_FIRST.search(own) or _SOME.search(own):
        return False
    named = [name for d in query.documents for name in (catalogue.documents[d].title, *catalogue.documents[d].names)]
    told = {*content(" ".join(named)), *_SAID}
    return all(t in told or "'" in t or t.isdigit() for t in content(without_frame(said, catalogue)))


def _joined(query: Query) -> bool:
    """Whether it is asked how many joined, in some year or at some time: that is another number."""
    asked = fold(query.whole)
    return bool(re.search(r"\bjoin", asked)) and (bool(query.documents) or not _JOINED.search(asked))


def _stated(catalogue: Catalogue) -> dict[Span, str]:
    """The sentences that give a figure, in reading order."""
    return {
        Span(passage, start, end): found["number"]
        for passage in catalogue.passages
        for start, end in sentence_spans(passage.text)
        if (found := _STATED.search(clean(passage.text[start:end])))
    }
