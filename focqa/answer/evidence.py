"""How well a passage meets a question: the question's own words, names, numbers and sort of answer, not just its topic."""

import re
from dataclasses import dataclass

import numpy as np

from focqa.coverage import content
from focqa.embedders import Encoded
from focqa.index import Index
from focqa.lexical import stem, tokens
from focqa.retrieve import Signals, token_weights
from focqa.text import fold, words
from focqa.types import Hit, Query

_WANTS_DATE = re.compile(
    r"\b(?:when|what (?:year|date|day|month)|which (?:year|date|day|month)|in which year|how long|deadline|since when|by when)\b"
)
_WANTS_NUMBER = re.compile(
    r"\bhow (?:many|much)\b|\bwhat (?:number|share|percentage|amount|budget)\b|\b(?:budget|cost|percent|percentage|salary|price|fund of)\b"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:annual\w*|quarter\w*|year\w*|month\w*|week\w*|decade|periodically|time to time|term|when|before|during)\b"
)
_NUMBER = re.compile(
    r"\b\d+\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|several|number of)\b"
)
_HOW_MANY = re.compile(r"\bhow many (?:\w+ ){0,1}?(?P<noun>[a-z]+s|people|countries|staff)\b")
_CONDITION = re.compile(r"\bwhen (?:does|do|is|are|may|can|should|would)\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against answering from the best passage.

    Attributes:
        dense: Best cosine of the question with it or one of its sentences.
        near: Best cosine with one of its glosses.
        silence: Best cosine with a question that no document answers, whatever provision it belongs to.
        late_silence: Late interaction with such a question.
        lead: How far the nearest gloss of any provision is ahead of the nearest silence, cosine and late interaction added.
        told: Share of the question's content words, by rarity, that stand in the passage or its glosses.
        weakest: Mean cosine of the two content tokens that the passage and its glosses meet worst; 1 without token vectors.
        sort: 0 if a date or a number is asked for and it has none, else 1.
        known: Share of the content words, by rarity, that stand anywhere in the documents or their glosses.
    """

    dense: float
    near: float
    silence: float
    late_silence: float
    lead: float
    told: float
    weakest: float
    sort: float
    known: float


FEATURES = ("dense", "near", "silence", "late_silence", "lead", "told", "weakest", "sort")


def weigh(query: Query, index: Index, encoded: Encoded, signals: Signals, hits: tuple[Hit, ...]) -> Evidence:
    """The evidence the best passage gives."""
    at = index.position[hits[0].passage.id]
    terms = content(query.whole)
    spoken = float((signals.gloss + signals.late_gloss).max())
    return Evidence(
        dense=float(signals.dense[at]),
        near=float(signals.gloss[at]),
        silence=float(signals.silence.max()),
        late_silence=float(signals.late_silence.max()),
        lead=spoken - float((signals.silence + signals.late_silence).max()),
        told=index.coverage.share(terms, index.coverage.terms[at] | frozenset(tokens(index.glosses[at]))),
        weakest=_weakest(index, encoded, at),
        sort=_sort(fold(query.question), fold(hits[0].passage.text), fold(index.glosses[at])),
        known=index.coverage.share(terms, index.vocabulary),
    )


def _weakest(index: Index, encoded: Encoded, at: int) -> float:
    store = index.token_store
    if store is None:
        return 1.0
    start, end = store.spans[at][0][0], store.spans[at][store.glosses[at]][1]
    met = (encoded.rows @ store.rows[start:end].astype(np.float32).T).max(axis=1)
    weights = token_weights(index, encoded)
    heavy = np.sort(met[weights > np.median(weights)])
    return float(heavy[:2].mean()) if len(heavy) else 1.0


def _sort(asked: str, text: str, spoken: str) -> float:
    """Whether the passage has the sort of thing that is asked for, or its glosses ask for it."""
    if _WANTS_DATE.search(asked) and not _CONDITION.search(asked):
        return float(bool(_DATE.search(text)))
    if counted := _HOW_MANY.search(asked):
        return float(_counts(counted["noun"], text) or f"how many {counted['noun']}" in spoken)
    if _WANTS_NUMBER.search(asked):
        return float(bool(_NUMBER.search(text)))
    return 1.0


def _counts(noun: str, text: str) -> bool:
    """Whether a text has a number of these things: a number, at most two words, and the noun."""
    found = words(text)
    wanted = stem(noun)
    return any(
        _NUMBER.fullmatch(w) and wanted in [stem(x.casefold()) for x in found[i + 1 : i + 4]]
        for i, w in enumerate(found)
    )


# Logistic weights on FEATURES and the bias, fitted on ``dev`` by evals/calibrate.py; figures in docs/decisions.md.
WEIGHTS = (1.43, 1.97, 1.74, -3.28, 5.68, 0.69, 2.19, 2.24)
# Of 308 answerable dev questions that would be answered, this floor declines 2.
FLOOR = 0.4
BIAS = -2.86


# A question is foreign with fewer known words than this, and no gloss nearer than that cosine.
KNOWN, NEAR = 0.6, 0.5


def is_foreign(evidence: Evidence) -> bool:
    """Whether a question is not about these documents at all: its words are not theirs, and nobody asks so about them."""
    return evidence.known < KNOWN and evidence.near < NEAR


def confidence(evidence: Evidence) -> float:
    """How sure the evidence makes an answer, 0 to 1; 0 for a foreign question, and where neither meaning nor words are near."""
    if is_foreign(evidence) or (max(evidence.dense, evidence.near) < FLOOR and evidence.told < FLOOR):
        return 0.0
    logit = BIAS + sum(w * getattr(evidence, name) for w, name in zip(WEIGHTS, FEATURES, strict=True))
    return float(1 / (1 + np.exp(-logit)))
