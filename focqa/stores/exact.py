"""The reference store: one matrix product in numpy."""

import io
from typing import Self

import numpy as np

from focqa.embedders import Vectors
from focqa.stores import Positions, in_order


class Store:
    """All rows in memory, all compared."""

    def __init__(self, rows: Vectors) -> None:
        """Hold the rows."""
        self._rows = rows

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """From float32 ``(n, dim)``."""
        return cls(np.ascontiguousarray(vectors, np.float32))

    def search(self, queries: Vectors, k: int) -> tuple[Positions, Vectors]:
        """Positions and scores ``(q, min(k, n))``."""
        scores = (queries @ self._rows.T).astype(np.float32)
        positions = np.broadcast_to(np.arange(scores.shape[1], dtype=np.int64), scores.shape)
        found, best = in_order(positions, scores)
        return found[:, :k], best[:, :k]

    def vectors(self) -> Vectors:
        """All rows."""
        return self._rows

    def to_bytes(self) -> bytes:
        """In numpy's own format, without pickle."""
        buffer = io.BytesIO()
        np.save(buffer, self._rows, allow_pickle=False)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Back from ``to_bytes``."""
        return cls(np.load(io.BytesIO(data), allow_pickle=False))
