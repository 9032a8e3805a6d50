"""How well a passage meets a question: the question's own words, names, numbers and sort of answer, not just its topic."""

import re
from dataclasses import dataclass

import numpy as np

from focqa.answer.sorts import asks_reason, has_agent, has_name, has_no_strangers, has_result, has_sort
from focqa.coverage import content
from focqa.index import Index
from focqa.retrieve import Signals
from focqa.text import fold
from focqa.types import Hit, Query
from focqa.understand.chairs import chairs, year_beside


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against answering from the best passage.

    Attributes:
        phrased: Whether the corpus has phrasings, and the model an adapter that learnt from them.
        dense: Best cosine of the question with it or one of its sentences.
        told: Share of the question's content words, by rarity, that stand in the passage or its glosses.
        known: Share of them that stand anywhere in the documents or their glosses; where there are none it is not foreign for that.
        away: By how much the adapter takes the question for one about quite other things; a logit, 0 without an adapter.
        asked: Odds, in the adapter's eyes, that the question, a follow-up with the turns before it, is one that some provision answers; a
            logit, 0 without an adapter.
        worded: How far its words are more like what the passage answers than like what nothing does; a logit, 0 without silences.
        odds: What each of its words says for an answer, whatever it is about; 0 without silences.
        why: 1 if a reason is asked for, else 0: silences ask why so often that the odds say too much against it.
        sort: 0 if a date or a number is asked for and it has none, else 1.
        named: 0 if a country, a place or an address on the web is asked for and it names no other than the question, else 1.
        agent: 0 if somebody is asked for and it names nobody but those of the question, else 1.
        result: 0 if it is asked what came of something and it tells no result, else 1.
        strangers: 0 if the question has a capitalised word that stands nowhere in the documents, else 1.
    """

    phrased: bool
    dense: float
    told: float
    known: float
    away: float
    asked: float
    worded: float
    odds: float
    why: float
    sort: float
    named: float
    agent: float
    result: float
    strangers: float


# What counts where a corpus has phrasings and the model has learnt from them, and where not.
PHRASED = ("known", "asked", "worded", "odds", "why", "sort", "named")
BARE = ("dense", "known", "sort", "named", "agent", "result", "strangers")


def weigh(query: Query, index: Index, signals: Signals, hits: tuple[Hit, ...]) -> Evidence:
    """The evidence the best passage gives."""
    passage = hits[0].passage
    at = index.position[passage.id]
    names = tuple(n for s in index.catalogue.sources for n in s.chair_names)
    asked, text = fold(query.question), fold(passage.text)
    terms = content(query.whole)
    return Evidence(
        phrased=signals.asked is not None and signals.worded is not None,
        dense=float(signals.dense[at]),
        told=index.coverage.share(terms, index.coverage.terms[at] | index.spoken[at]),
        known=index.coverage.share(terms, index.vocabulary) if terms else BARE_KNOWN,
        away=_away(query, index, signals),
        asked=signals.asked.odds if signals.asked else 0.0,
        worded=signals.worded.lead(at) if signals.worded else 0.0,
        odds=index.odds.weigh(query.own or query.whole),
        why=float(asks_reason(asked)),
        sort=float(has_sort(asked, text, " ".join(index.glosses[at]))),
        named=float(has_name(query.question, passage.text, names)),
        agent=float(has_agent(query.question, passage.text)),
        result=float(has_result(asked, text)),
        strangers=float(has_no_strangers(query.question, index.words)),
    )


def _away(query: Query, index: Index, signals: Signals) -> float:
    """A follow-up with words that nobody uses here is judged by those alone: "And how do I boil an egg?"."""
    strange = index.coverage.share(content(query.own or query.whole), index.vocabulary) < 1.0
    judged = signals.own if signals.own and strange else signals.asked
    return judged.away if judged else 0.0


# Logistic weights and biases, fitted by evals/calibrate.py; figures in docs/decisions.md.
WEIGHTS = dict(zip(PHRASED, (1.13, 0.58, 0.25, 0.81, 1.73, 1.76, 1.62), strict=True))
BIAS = -2.53
BARE_WEIGHTS = dict(zip(BARE, (0.97, 1.30, 2.22, 1.70, 0.64, 1.66, 1.33), strict=True))
BARE_BIAS = -6.94
# Neither meaning nor words are near: whatever else speaks for it, this is no answer.
FLOOR = 0.4
# A question is foreign that is so much more like others; without an adapter with fewer known words than this and nothing nearer.
AWAY = 2.5
BARE_KNOWN, BARE_NEAR = 0.6, 0.4


def is_foreign(evidence: Evidence) -> bool:
    """Whether a question is not about these documents at all."""
    if evidence.phrased:
        return evidence.away > AWAY
    return evidence.known < BARE_KNOWN and evidence.dense < BARE_NEAR


def confidence(evidence: Evidence) -> float:
    """How sure the evidence makes an answer, 0 to 1; 0 for a foreign question, and where neither meaning nor words are near."""
    if is_foreign(evidence) or (evidence.dense < FLOOR and evidence.told < FLOOR):
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
