"""FAISS, a flat inner-product index: exact, and right for a few hundred thousand rows.

FAISS writes no checksum and swallows a full disk, so it only serialises to memory here; ``index`` writes, syncs and
checks the bytes. Do not fork after a search: FAISS's threads do not survive it.
"""

from functools import cached_property
from typing import Self, cast

import faiss
import numpy as np

from focqa.embedders import Vectors
from focqa.stores import Positions, in_order


class Store:
    """``IndexFlatIP`` over unit rows."""

    def __init__(self, index: faiss.Index) -> None:
        """Hold the FAISS index."""
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """From float32 ``(n, dim)``."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    def search(self, queries: Vectors, k: int) -> tuple[Positions, Vectors]:
        """Positions and scores ``(q, min(k, n))``."""
        scores, positions = self._index.search(np.ascontiguousarray(queries, np.float32), min(k, self._index.ntotal))
        return in_order(positions, scores)

    def scores(self, query: Vectors) -> Vectors:
        """The score of every row for a query ``(dim,)``, in the order of the rows: a full search would sort them."""
        found: Vectors = self._rows @ query
        return found

    def vectors(self) -> Vectors:
        """All rows."""
        return self._rows

    @cached_property
    def _rows(self) -> Vectors:
        return cast("Vectors", self._index.reconstruct_n(0, self._index.ntotal))

    def to_bytes(self) -> bytes:
        """As FAISS serialises it."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Back from ``to_bytes``."""
        return cls(faiss.deserialize_index(np.frombuffer(data, np.uint8)))
