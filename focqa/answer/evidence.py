"""How well a passage meets a question: the question's own words, names, numbers and sort of answer, not just its topic."""

import re
from dataclasses import dataclass

import numpy as np

from focqa.answer.sorts import asks_reason, has_agent, has_name, has_no_strangers, has_result, has_sort, has_years
from focqa.coverage import content
from focqa.embedders import Encoded, answerable
from focqa.index import Index
from focqa.retrieve import Signals
from focqa.text import fold
from focqa.types import Hit, Query
from focqa.understand.chairs import chairs, year_beside


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against answering from the best passage.

    Attributes:
        phrased: Whether the corpus has glosses, and the model an adapter that learnt from them.
        dense: Best cosine of the question with it or one of its sentences.
        near: Best cosine with one of its glosses.
        own: For a follow-up, how much nearer than that its own words are alone, mostly below 0; 0 for other questions.
        told: Share of the question's content words, by rarity, that stand in the passage or its glosses.
        sort: 0 if a date or a number is asked for and it has none, else 1.
        named: 0 if a country, a place or an address on the web is asked for and it names no other than the question, else 1.
        agent: 0 if somebody is asked for and it names nobody but those of the question, else 1.
        result: 0 if it is asked what came of something and it tells no result, else 1.
        years: 0 if the question names a year that is neither its document's nor in it, else 1.
        strangers: 0 if the question has a capitalised word that stands nowhere in the documents, else 1.
        answerable: What the adapter makes of the question, of a follow-up with the turns before it; a logit, 0 without an adapter.
        worded: What the words of the question say for an answer, by the odds; 0 without silences.
        unmet: What its content words that the passage and its glosses lack say against it, 0 or less.
        why: 1 if a reason is asked for, else 0: silences ask why so often that the odds say too much against it.
        known: Share of the content words, by rarity, that stand anywhere in the documents or their glosses; where it has none it is not
            foreign for that.
    """

    phrased: bool
    dense: float
    near: float
    own: float
    told: float
    sort: float
    named: float
    agent: float
    result: float
    years: float
    strangers: float
    answerable: float
    worded: float
    unmet: float
    why: float
    known: float


# What counts where a corpus has phrasings and the model has learnt from them, and where not.
PHRASED = (
    "near",
    "own",
    "told",
    "known",
    "answerable",
    "worded",
    "unmet",
    "why",
    "sort",
    "named",
    "agent",
    "result",
    "years",
    "strangers",
)
BARE = ("dense", "known", "sort", "named", "agent", "result", "strangers")


def weigh(query: Query, index: Index, encoded: Encoded, signals: Signals, hits: tuple[Hit, ...]) -> Evidence:
    """The evidence the best passage gives."""
    passage = hits[0].passage
    at = index.position[passage.id]
    source = index.catalogue.source(passage)
    names = tuple(n for s in index.catalogue.sources for n in s.chair_names)
    asked, text = fold(query.question), fold(passage.text)
    terms = content(query.whole)
    said = query.own or query.whole
    has = index.coverage.terms[at] | index.spoken[at]
    told = signals.talk.answerable if signals.talk else answerable(index.embedder, encoded.vector)
    return Evidence(
        phrased=told is not None and any(index.glosses),
        dense=float(signals.dense[at]),
        near=float(signals.gloss[at]),
        own=float(signals.own_gloss[at] - signals.gloss[at]) if signals.own_gloss is not None else 0.0,
        told=index.coverage.share(terms, has),
        sort=float(has_sort(asked, text, index.glosses[at])),
        named=float(has_name(query.question, passage.text, names)),
        agent=float(has_agent(query.question, passage.text)),
        result=float(has_result(asked, text)),
        years=float(has_years(query.question, passage.text, source.year)),
        strangers=float(has_no_strangers(query.question, index.words)),
        answerable=told or 0.0,
        worded=index.odds.weigh(said),
        unmet=_unmet(content(said), has, index),
        why=float(asks_reason(asked)),
        known=index.coverage.share(terms, index.vocabulary) if terms else KNOWN,
    )


def _unmet(terms: tuple[str, ...], has: frozenset[str], index: Index) -> float:
    lacking = [index.odds.against(t) for t in terms if t not in has]
    return sum(lacking) / len(terms) ** 0.5 if lacking else 0.0


# Logistic weights and biases, fitted by evals/calibrate.py; figures in docs/decisions.md.
WEIGHTS = dict(
    zip(PHRASED, (0.84, 2.10, 0.57, 0.22, 0.51, 1.06, 0.29, 1.98, 1.38, 1.62, 0.98, 0.42, -1.35, -0.21), strict=True)
)
BIAS = -2.02
BARE_WEIGHTS = dict(zip(BARE, (0.97, 1.30, 2.22, 1.70, 0.64, 1.66, 1.33), strict=True))
BARE_BIAS = -6.94
# Neither meaning nor words are near: whatever else speaks for it, this is no answer.
FLOOR = 0.4
# A question is foreign with fewer known words than this, and nothing nearer than that cosine.
KNOWN, NEAR = 0.75, 0.75
BARE_KNOWN, BARE_NEAR = 0.6, 0.4


def is_foreign(evidence: Evidence) -> bool:
    """Whether a question is not about these documents at all: its words are not theirs, and nobody asks so about them."""
    if evidence.phrased:
        return evidence.known < KNOWN and evidence.near < NEAR
    return evidence.known < BARE_KNOWN and evidence.dense < BARE_NEAR


def confidence(evidence: Evidence) -> float:
    """How sure the evidence makes an answer, 0 to 1; 0 for a foreign question, and where neither meaning nor words are near."""
    if is_foreign(evidence) or (max(evidence.dense, evidence.near) < FLOOR and evidence.told < FLOOR):
        return 0.0
    weights, bias = (WEIGHTS, BIAS) if evidence.phrased else (BARE_WEIGHTS, BARE_BIAS)
    logit = bias + sum(weight * getattr(evidence, name) for name, weight in weights.items())
    return float(1 / (1 + np.exp(-logit)))


def is_outside(query: Query, index: Index) -> bool:
    """Whether a question is about years after all that the documents speak of, or about a chair before or after those they name."""
    dated = [s for s in index.catalogue.sources if s.year]
    known = [int(word) for word in index.words if re.fullmatch(r"(?:19|20)\d\d", word)]
    known += [s.year for s in dated if s.year]
    if query.years and known and min(query.years) > max(known):
        return True
    asked = year_beside(query.own or query.question, index.catalogue)
    return asked is not None and asked not in {chair.year for chair in chairs(index.catalogue)}
