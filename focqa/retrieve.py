"""Retrieval: a query finds passages by meaning, by words, and token by token.

Signals, each over passages that carry their headings:

- dense: cosine of the question with the passage or one of its sentences;
- gloss: cosine with one of its glosses (lay phrasings of what it says);
- lexical: BM25, as a share of the best passage's;
- late: late interaction over the model's own token vectors (Khattab & Zaharia 2020, arXiv 2004.12832), with the passage;
- late_gloss: the same with its glosses.

They are added with fixed weights, fitted on ``dev`` as a softmax over passages (docs/decisions.md). Nothing depends on
dictionary order, threads or time: equal scores are broken by passage id.
"""

from dataclasses import dataclass, replace

import numpy as np

from focqa.embedders import Encoded, Vectors, answerable
from focqa.index import Index, RowKind
from focqa.lexical import STOPWORDS
from focqa.types import Hit, Passage

# Glosses that late interaction looks at, nearest by cosine first.
LATE_GLOSSES = 64


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signals are mixed, and what is added for the sort of passage.

    Attributes:
        objective: For objectives, whose words repeat in their activities.
        item: For items, which stand under an activity that says the same.
        opening: For passages that end in a colon: what they open says more.
    """

    dense: float = 3.8
    gloss: float = 2.9
    lexical: float = 5.8
    late: float = 3.2
    late_gloss: float = 2.6
    objective: float = -1.5
    item: float = -0.7
    opening: float = -0.3


DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class FollowUpWeights:
    """How the passages of a follow-up are scored.

    Attributes:
        whole: Of the score of the question made whole.
        own: Of the score of its own words.
        dense: Of the cosine of the dialogue with the passage.
        gloss: Of the cosine of the dialogue with one of its glosses.
    """

    whole: float = 0.4
    own: float = 0.4
    dense: float = 4.0
    gloss: float = 17.0


FOLLOW_UP = FollowUpWeights()


@dataclass(frozen=True, slots=True)
class Talk:
    """A question with the turns before it, as the adapted model reads it.

    Attributes:
        dense: Cosine with every passage or one of its sentences, float32 ``(n,)``.
        gloss: Cosine with one of its glosses.
        answerable: What the adapter makes of it, a logit.
    """

    dense: Vectors
    gloss: Vectors
    answerable: float


@dataclass(frozen=True, slots=True)
class Signals:
    """Raw scores of every passage for one question, each float32 ``(n,)``; cosines are -1 to 1, 0 without glosses or tokens.

    Attributes:
        own_gloss: For a follow-up what ``gloss`` is for its own words alone; None for a question that stands alone.
        talk: What a follow-up says in its dialogue; None for other questions, and for a model without an adapter.
    """

    dense: Vectors
    gloss: Vectors
    lexical: Vectors
    late: Vectors
    late_gloss: Vectors
    total: Vectors
    own_gloss: Vectors | None = None
    talk: Talk | None = None


def signals(index: Index, text: str, encoded: Encoded, weights: Weights = DEFAULT) -> Signals:
    """Score all passages for a text.

    Args:
        index: What to search.
        text: What to search for.
        encoded: The same text through the index's embedder.
        weights: The mixture.
    """
    by_row, cosine = _cosines(index, encoded)
    lexical = index.lexical.scores(text)
    late = _late(index, encoded, by_row)
    total = (
        weights.dense * cosine["own"]
        + weights.gloss * cosine["gloss"]
        + weights.lexical * lexical / max(float(lexical.max()), 1e-9)
        + weights.late * late["whole"]
        + weights.late_gloss * late["gloss"]
        + np.array([_sort(p, weights) for p in index.catalogue.passages], np.float32)
    )
    return Signals(
        dense=cosine["own"],
        gloss=cosine["gloss"],
        lexical=lexical,
        late=late["whole"],
        late_gloss=late["gloss"],
        total=total.astype(np.float32),
    )


def listen(index: Index, encoded: Encoded) -> Talk | None:
    """What a dialogue says, through the index's embedder; None if that has not learnt to read one."""
    told = answerable(index.embedder, encoded.vector)
    if told is None:
        return None
    _, cosine = _cosines(index, encoded)
    return Talk(cosine["own"], cosine["gloss"], told)


def follow_up(whole: Signals, own: Signals, talk: Talk, weights: FollowUpWeights = FOLLOW_UP) -> Signals:
    """The signals of a follow-up: made whole, by its own words, which may be the same, and in its dialogue."""
    total = weights.whole * whole.total + weights.own * own.total
    total += weights.dense * talk.dense + weights.gloss * talk.gloss
    return replace(whole, total=total.astype(np.float32), own_gloss=own.gloss, talk=talk)


def _sort(passage: Passage, weights: Weights) -> float:
    """What is added for the sort of passage."""
    opening = weights.opening if passage.text.endswith(":") else 0.0
    return opening + {"objective": weights.objective, "item": weights.item}.get(passage.level, 0.0)


def retrieve(
    index: Index, text: str, encoded: Encoded, allowed: tuple[str, ...] = (), k: int = 10, weights: Weights = DEFAULT
) -> tuple[Hit, ...]:
    """The ``k`` best passages; only those of ``allowed`` documents, if any are given."""
    return hits(index, signals(index, text, encoded, weights=weights).total, allowed, k)


def hits(index: Index, total: Vectors, allowed: tuple[str, ...], k: int) -> tuple[Hit, ...]:
    """The ``k`` passages of highest total."""
    order = [i for i in ranked(index, total) if not allowed or index.catalogue.passages[i].document in allowed]
    return tuple(
        Hit(index.catalogue.passages[i], round(float(total[i]), 6), rank) for rank, i in enumerate(order[:k], start=1)
    )


def ranked(index: Index, total: Vectors) -> list[int]:
    """Positions of the passages by score, highest first, equal scores by passage id."""
    return sorted(range(len(total)), key=lambda i: (-round(float(total[i]), 6), index.catalogue.passages[i].id))


def _cosines(index: Index, encoded: Encoded) -> tuple[Vectors, dict[str, Vectors]]:
    """The cosine of every row, and for each passage the best of its own rows (whole and sentences) and of its glosses."""
    by_row = index.cosines(encoded.vector)

    def best(*kinds: RowKind) -> Vectors:
        of_kind = index.is_kind(*kinds)
        found: Vectors = np.full(len(index.catalogue.passages), -1.0, np.float32)
        np.maximum.at(found, index.row_of_passage[of_kind], by_row[of_kind])
        found[found == -1] = 0.0
        return found

    return by_row, {"own": best("whole", "sentence"), "gloss": best("gloss")}


def _late(index: Index, encoded: Encoded, by_row: Vectors) -> dict[str, Vectors]:
    """Late interaction of each passage itself, and of the glosses whose cosine is best; the others have 0."""
    store = index.token_store
    found = {kind: np.zeros(len(index.catalogue.passages), np.float32) for kind in ("whole", "gloss")}
    if store is None:
        return found
    weights = token_weights(index, encoded)
    found["whole"] = weights @ store.whole_cosines(encoded.rows)
    # The token store's texts are the rows that are no sentences, in the same order.
    rows = np.flatnonzero(~index.is_kind("sentence"))
    glosses = np.flatnonzero(index.is_kind("gloss")[rows])
    texts = glosses[np.argsort(-by_row[rows[glosses]].round(6), kind="stable")[:LATE_GLOSSES]]
    if len(texts):
        scores = weights @ store.cosines(encoded.rows, texts)
        np.maximum.at(found["gloss"], index.row_of_passage[rows[texts]], scores)
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
