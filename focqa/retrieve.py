"""Retrieval: a query finds passages by meaning and by words, and the best of them are compared token by token.

Three signals, all over passages that carry their headings: the cosine of the whole (dense), BM25 (lexical), and late
interaction over the model's own token vectors (Khattab & Zaharia 2020, arXiv 2004.12832) for the best of the first two.
Each is scaled to 0..1 and they are added with fixed weights. Nothing depends on dictionary order, threads or time:
equal scores are broken by passage id.
"""

from dataclasses import dataclass

import numpy as np

from focqa.embedders import Encoded, Vectors
from focqa.index import Index
from focqa.lexical import STOPWORDS
from focqa.types import Hit


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signals are mixed; tuned on ``dev``, see docs/decisions.md.

    Attributes:
        dense: Weight of the cosine.
        lexical: Weight of BM25.
        late: Weight of late interaction.
        depth: How many of the fused passages are compared token by token.
        outside: Factor on passages outside the documents the question names, 0 to 1.
    """

    dense: float = 0.35
    lexical: float = 0.25
    late: float = 0.4
    depth: int = 30
    outside: float = 0.0


DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Signals:
    """Raw scores of every passage for one question, each ``(n,)``; ``late`` is 0 where it was not computed."""

    dense: Vectors
    lexical: Vectors
    late: Vectors
    total: Vectors


def signals(index: Index, text: str, encoded: Encoded, allowed: tuple[str, ...], weights: Weights = DEFAULT) -> Signals:
    """Score all passages for a text.

    Args:
        index: What to search.
        text: What to search for.
        encoded: The same text through the index's embedder.
        allowed: Document ids to keep to; empty means all.
        weights: The mixture.
    """
    dense = _dense(index, encoded)
    lexical = index.lexical.scores(text)
    total = weights.dense * _scaled(dense) + weights.lexical * _scaled(lexical)
    if allowed:
        total = total * np.array(
            [1.0 if p.document in allowed else weights.outside for p in index.catalogue.passages], np.float32
        )
    late = np.zeros_like(dense)
    if index.token_store is not None and weights.late:
        best = ranked(index, total)[: weights.depth]
        late[best] = late_interaction(index, encoded, best)
        bonus = np.zeros_like(total)
        bonus[best] = weights.late * _scaled(late[best])
        total = total + bonus
    return Signals(dense, lexical, late, total.astype(np.float32))


def retrieve(
    index: Index, text: str, encoded: Encoded, allowed: tuple[str, ...] = (), k: int = 10, weights: Weights = DEFAULT
) -> tuple[Hit, ...]:
    """The ``k`` best passages; only those of ``allowed`` documents, if any are given."""
    found = signals(index, text, encoded, allowed, weights)
    return hits(index, found.total, allowed, k)


def hits(index: Index, total: Vectors, allowed: tuple[str, ...], k: int) -> tuple[Hit, ...]:
    """The ``k`` passages of highest total."""
    order = [i for i in ranked(index, total) if not allowed or index.catalogue.passages[i].document in allowed]
    return tuple(
        Hit(index.catalogue.passages[i], round(float(total[i]), 6), rank) for rank, i in enumerate(order[:k], start=1)
    )


def ranked(index: Index, total: Vectors) -> list[int]:
    """Positions of the passages by score, highest first, equal scores by passage id."""
    return sorted(range(len(total)), key=lambda i: (-round(float(total[i]), 6), index.catalogue.passages[i].id))


def _dense(index: Index, encoded: Encoded) -> Vectors:
    """Best cosine among a passage's rows (the whole and its sentences)."""
    positions, scores = index.store.search(encoded.vector[None, :], len(index.rows))
    found = np.full(len(index.catalogue.passages), -1.0, np.float32)
    np.maximum.at(found, index.row_of_passage[positions[0]], scores[0])
    return found


def late_interaction(index: Index, encoded: Encoded, positions: list[int]) -> Vectors:
    """For each passage the mean, over the question's tokens, of the best cosine among its tokens; rare tokens weigh more."""
    store = index.token_store
    assert store is not None
    weights = np.array(
        [_rarity(piece, store.frequency, len(index.catalogue.passages)) for piece in encoded.pieces], np.float32
    )
    if not weights.any():
        weights[:] = 1.0
    weights /= weights.sum()
    return np.array([_best_cosines(encoded.rows, index, i) @ weights for i in positions], np.float32)


def _best_cosines(rows: Vectors, index: Index, position: int) -> Vectors:
    store = index.token_store
    assert store is not None
    start, end = store.offsets[position], store.offsets[position + 1]
    return np.asarray((rows @ store.rows[start:end].astype(np.float32).T).max(axis=1), np.float32)


def _rarity(piece: str, frequency: dict[str, int], passages: int) -> float:
    if piece in STOPWORDS or not any(c.isalnum() for c in piece):
        return 0.0
    return float(np.log(1 + passages / (1 + frequency.get(piece, 0))))


def _scaled(scores: Vectors) -> Vectors:
    """Min-max to 0..1; all 0 where the scores are equal."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
