"""Lineage: what became of a year's provisions in another year's programme.

Provisions of one level are paired where each is the other's best match, by meaning and by words; the rest was dropped or
is new. The pairing is a reading aid decided by fixed thresholds, not the coalition's own word on what continues what.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from focqa.coverage import content
from focqa.embedders import Encoded, Vectors
from focqa.index import Index
from focqa.lexical import tokens
from focqa.retrieve import ranked, signals
from focqa.text import clean
from focqa.types import Level, Passage

Fate = Literal["carried over", "reworded", "dropped", "new"]
_LEVELS: tuple[Level, ...] = ("goal", "objective", "activity")
# Likeness (mean of cosine and shared words) from which a pair counts as reworded, and as carried over.
REWORDED, CARRIED_OVER = 0.42, 0.75
# A provision is on a topic when it has all the words of it, or its score comes this close to the best one's (a softmax's logits).
_ON_TOPIC = 3.0


@dataclass(frozen=True, slots=True)
class Change:
    """A provision's fate: ``before`` is None for a new one, ``after`` for a dropped one. ``likeness`` is 0 to 1."""

    fate: Fate
    before: Passage | None
    after: Passage | None
    likeness: float


def changes(index: Index, before: str, after: str, allowed: frozenset[str] | None = None) -> tuple[Change, ...]:
    """The fates of all goals, objectives and activities of two documents, in reading order, dropped ones in their place.

    Args:
        index: Whose vectors are compared.
        before: Document id of the earlier programme.
        after: Document id of the later one.
        allowed: Passage ids to keep to; a pair counts when either is among them. None means all.
    """
    found: list[Change] = []
    for level in _LEVELS:
        found += _of_level(index, index.catalogue.below(before, level), index.catalogue.below(after, level))
    kept = [c for c in found if allowed is None or any(p and p.id in allowed for p in (c.before, c.after))]
    return tuple(sorted(kept, key=lambda c: _place(index, c)))


def _place(index: Index, change: Change) -> tuple[int, int]:
    passage = change.before or change.after
    assert passage is not None
    return (int(change.before is None), index.position[passage.id])


def _of_level(index: Index, left: tuple[Passage, ...], right: tuple[Passage, ...]) -> list[Change]:
    likeness = _likeness(index, left, right)
    pairs = {}
    if likeness.size:
        best_right, best_left = likeness.argmax(axis=1), likeness.argmax(axis=0)
        pairs = {i: int(j) for i, j in enumerate(best_right) if best_left[j] == i and likeness[i, j] >= REWORDED}
    found = [
        Change(_fate(float(likeness[i, pairs[i]])), p, right[pairs[i]], round(float(likeness[i, pairs[i]]), 3))
        if i in pairs
        else Change("dropped", p, None, 0.0)
        for i, p in enumerate(left)
    ]
    return found + [Change("new", None, p, 0.0) for j, p in enumerate(right) if j not in pairs.values()]


def _fate(likeness: float) -> Fate:
    return "carried over" if likeness >= CARRIED_OVER else "reworded"


def _likeness(index: Index, left: tuple[Passage, ...], right: tuple[Passage, ...]) -> Vectors:
    """Mean of the cosine of the passages' token vectors' means and of the share of words they have in common (Dice)."""
    vectors = [index.own_vectors[index.position[p.id]] for p in (*left, *right)]
    terms = [frozenset(tokens(clean(p.text))) for p in (*left, *right)]
    found = np.zeros((len(left), len(right)), np.float32)
    for i in range(len(left)):
        for j in range(len(right)):
            a, b = terms[i], terms[len(left) + j]
            dice = 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
            found[i, j] = (float(vectors[i] @ vectors[len(left) + j]) + dice) / 2
    return found


def on_topic(index: Index, topic: str, encoded: Encoded, documents: tuple[str, ...]) -> frozenset[str]:
    """Ids of the documents' provisions that have a topic's words, or whose score for it comes near the best one's."""
    total = signals(index, topic, encoded).total
    passages, own, asked = index.catalogue.passages, index.own_words.terms, set(content(topic))
    order = [i for i in ranked(index, total) if passages[i].document in documents and passages[i].level != "paragraph"]
    close = {passages[i].id for i in order if total[i] >= total[order[0]] - _ON_TOPIC}
    return frozenset(close | {passages[i].id for i in order if asked and asked <= own[i]})
