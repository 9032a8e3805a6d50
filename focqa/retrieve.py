"""Retrieval: a query finds passages by meaning, by words, and by what people ask of them.

Signals, each over passages that carry their headings:

- dense: cosine of the question with the passage or one of its sentences;
- gloss: cosine with one of its first glosses (lay phrasings of what it says);
- lexical: BM25, as a share of the best passage's;
- late: late interaction over the model's own token vectors (Khattab & Zaharia 2020, arXiv 2004.12832);
- worded: how like the passage's glosses the question's words are (``wordings``);
- asked: how like them its vector is, by the adapter's classes.

They are added with fixed weights, fitted on ``dev`` and ``tune`` as a softmax over passages (docs/decisions.md); others hold where
a model has no adapter, or a corpus no phrasings. Nothing depends on dictionary order, threads or time: equal scores are broken by passage id.
"""

from dataclasses import dataclass, replace

import numpy as np

from focqa.embedders import Encoded, Vectors
from focqa.index import Index, RowKind
from focqa.lexical import STOPWORDS
from focqa.likeness import Likeness
from focqa.types import Hit, Passage


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signals are mixed, and what is added for the sort of passage.

    Attributes:
        objective: For objectives, whose words repeat in their activities.
        item: For items, which stand under an activity that says the same.
        opening: For passages that end in a colon: what they open says more.
    """

    dense: float = 6.0
    gloss: float = 0.0
    lexical: float = 3.1
    late: float = 0.0
    worded: float = 0.4
    asked: float = 0.55
    objective: float = -3.0
    item: float = -1.1
    opening: float = -1.3


# Where the model has an adapter that learnt from the phrasings; where another model has only the phrasings; and where there are none.
ADAPTED = Weights()
PHRASED = Weights(8.2, 6.3, 4.0, 4.4, 0.6, 0.0, -3.6, -1.7, -2.2)
BARE = Weights(9.0, 0.0, 3.0, 15.0, 0.0, 0.0, -1.0, -2.5, -1.0)


@dataclass(frozen=True, slots=True)
class FollowUpWeights:
    """How the passages of a follow-up are scored.

    Attributes:
        whole: Of the score of the question made whole.
        own: Of the score of its own words.
        asked: Of what the dialogue is like by the adapter's classes.
    """

    whole: float = 0.3
    own: float = 0.5
    asked: float = 0.6


FOLLOW_UP = FollowUpWeights()


@dataclass(frozen=True, slots=True)
class Signals:
    """Raw scores of every passage for one question, each float32 ``(n,)``; cosines are -1 to 1, 0 without glosses or tokens.

    Attributes:
        worded: What its words are like; None without phrasings.
        asked: What its vector, a follow-up's with the turns before it, is like; None for a model without an adapter.
        own: For a follow-up what that of its own words alone is like.
    """

    dense: Vectors
    gloss: Vectors
    lexical: Vectors
    late: Vectors
    worded: Likeness | None
    asked: Likeness | None
    total: Vectors
    own: Likeness | None = None


def signals(index: Index, text: str, encoded: Encoded, weights: Weights | None = None) -> Signals:
    """Score all passages for a text.

    Args:
        index: What to search.
        text: What to search for.
        encoded: The same text through the index's embedder.
        weights: The mixture; the default is what fits the index.
    """
    cosine = _cosines(index, encoded)
    lexical = index.lexical.scores(text)
    worded, asked = index.worded(text), index.asked(encoded.vector)
    given = weights or (ADAPTED if asked and worded else PHRASED if worded else BARE)
    late = _late(index, encoded) if given.late else np.zeros_like(lexical)
    total = (
        given.dense * cosine["own"]
        + given.gloss * cosine["gloss"]
        + given.lexical * lexical / max(float(lexical.max()), 1e-9)
        + given.late * late
        + given.worded * (worded.answered if worded else 0.0)
        + given.asked * (asked.answered if asked else 0.0)
        + np.array([_sort(p, given) for p in index.catalogue.passages], np.float32)
    )
    return Signals(cosine["own"], cosine["gloss"], lexical, late, worded, asked, total.astype(np.float32))


def follow_up(whole: Signals, own: Signals, heard: Likeness, weights: FollowUpWeights = FOLLOW_UP) -> Signals:
    """The signals of a follow-up: made whole, by its own words, which may be the same, and as the adapter hears it in its dialogue."""
    total = weights.whole * whole.total + weights.own * own.total + weights.asked * heard.answered
    return replace(whole, worded=own.worded, asked=heard, own=own.asked, total=total.astype(np.float32))


def _sort(passage: Passage, weights: Weights) -> float:
    """What is added for the sort of passage."""
    opening = weights.opening if passage.text.endswith(":") else 0.0
    return opening + {"objective": weights.objective, "item": weights.item}.get(passage.level, 0.0)


def retrieve(
    index: Index,
    text: str,
    encoded: Encoded,
    allowed: tuple[str, ...] = (),
    k: int = 10,
    weights: Weights | None = None,
) -> tuple[Hit, ...]:
    """The ``k`` best passages; only those of ``allowed`` documents, if any are given."""
    return hits(index, signals(index, text, encoded, weights).total, allowed, k)


def hits(index: Index, total: Vectors, allowed: tuple[str, ...], k: int) -> tuple[Hit, ...]:
    """The ``k`` passages of highest total."""
    order = [i for i in ranked(index, total) if not allowed or index.catalogue.passages[i].document in allowed]
    return tuple(
        Hit(index.catalogue.passages[i], round(float(total[i]), 6), rank) for rank, i in enumerate(order[:k], start=1)
    )


def ranked(index: Index, total: Vectors) -> list[int]:
    """Positions of the passages by score, highest first, equal scores by passage id."""
    return sorted(range(len(total)), key=lambda i: (-round(float(total[i]), 6), index.catalogue.passages[i].id))


def _cosines(index: Index, encoded: Encoded) -> dict[str, Vectors]:
    """For each passage the best cosine of its own rows (whole and sentences) and of its glosses."""
    by_row = index.cosines(encoded.vector)

    def best(*kinds: RowKind) -> Vectors:
        of_kind = index.is_kind(*kinds)
        found: Vectors = np.full(len(index.catalogue.passages), -1.0, np.float32)
        np.maximum.at(found, index.row_of_passage[of_kind], by_row[of_kind])
        found[found == -1] = 0.0
        return found

    return {"own": best("whole", "sentence"), "gloss": best("gloss")}


def _late(index: Index, encoded: Encoded) -> Vectors:
    """Late interaction with each passage; 0 where no token vectors are kept."""
    store = index.token_store
    if store is None:
        return np.zeros(len(index.catalogue.passages), np.float32)
    found: Vectors = token_weights(index, encoded) @ store.cosines(encoded.rows)
    return found


def token_weights(index: Index, encoded: Encoded) -> Vectors:
    """Weight of each of the question's tokens by its rarity; they add up to 1."""
    store = index.token_store
    assert store is not None
    passages = len(index.catalogue.passages)
    weights: Vectors = np.array([_rarity(piece, store.frequency, passages) for piece in encoded.pieces], np.float32)
    if not weights.any():
        weights[:] = 1.0
    weights /= weights.sum()
    return weights


def _rarity(piece: str, frequency: dict[str, int], passages: int) -> float:
    if piece in STOPWORDS or not any(c.isalnum() for c in piece):
        return 0.0
    return float(np.log(1 + passages / (1 + frequency.get(piece, 0))))
