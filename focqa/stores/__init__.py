"""Vector stores: unit rows are found by inner product.

A store is a file here with a class ``Store``: ``Store.build(vectors)``, ``search``, ``vectors``, ``to_bytes`` and
``Store.from_bytes``. ``exact`` is the reference that all are tested against.
"""

from typing import Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from focqa.embedders import Vectors

Positions = NDArray[np.int64]


class VectorStore(Protocol):
    """Rows found by inner product."""

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """From float32 ``(n, dim)``, unit rows."""
        ...

    def search(self, queries: Vectors, k: int) -> tuple[Positions, Vectors]:
        """Float32 ``(q, dim)`` to positions and scores, each ``(q, min(k, n))``; higher is better, ties by position."""
        ...

    def vectors(self) -> Vectors:
        """All rows, float32 ``(n, dim)``."""
        ...

    def to_bytes(self) -> bytes:
        """The store as bytes, equal for equal rows."""
        ...

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Back from ``to_bytes``; the caller has checked the bytes' hash."""
        ...


@runtime_checkable
class ScoringStore(Protocol):
    """A store that can also score all its rows without sorting them; one that cannot is searched."""

    def scores(self, query: Vectors) -> Vectors:
        """Float32 ``(dim,)`` to the score of each row ``(n,)``, in their order."""
        ...


def in_order(positions: Positions, scores: Vectors) -> tuple[Positions, Vectors]:
    """Each row sorted by score, highest first, equal scores by position."""
    order = np.lexsort((positions, -scores), axis=-1)
    return np.take_along_axis(positions, order, -1), np.take_along_axis(scores, order, -1)
