"""The index: passages, their vectors and their words, in memory; built by ``build``, kept by ``files``."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from focqa.catalogue import Catalogue
from focqa.embedders import Embedder
from focqa.lexical import Lexical
from focqa.stores import VectorStore
from focqa.text import clean
from focqa.types import Passage


@dataclass(frozen=True, slots=True)
class Row:
    """One embedded text. ``end`` is 0 for a whole passage, else ``text[start:end]`` is the sentence embedded."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TokenStore:
    """Token vectors of every passage, for late interaction.

    Attributes:
        rows: Float16 ``(t, dim)``, unit rows, passages one after the other.
        offsets: ``offsets[i]:offsets[i + 1]`` are the rows of passage ``i``.
        frequency: In how many passages a token stands.
    """

    rows: np.ndarray[Any, np.dtype[np.float16]]
    offsets: tuple[int, ...]
    frequency: dict[str, int]


@dataclass(frozen=True)
class Index:
    """All that answering needs, read-only.

    Attributes:
        catalogue: Passages and documents.
        embedder: The model the vectors are of.
        store: Vectors of ``rows``.
        rows: What each vector stands for.
        lexical: BM25 over the passages.
        token_store: Token vectors, None for a corpus too large for them.
        manifest: What the index says of itself.
    """

    catalogue: Catalogue
    embedder: Embedder
    store: VectorStore
    rows: tuple[Row, ...]
    lexical: Lexical
    token_store: TokenStore | None
    manifest: dict[str, Any]

    @cached_property
    def position(self) -> dict[str, int]:
        """Passage id to its position in the catalogue."""
        return {p.id: i for i, p in enumerate(self.catalogue.passages)}

    @cached_property
    def row_of_passage(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """For each row the position of its passage."""
        return np.array([row.passage for row in self.rows], np.int64)

    @cached_property
    def sentence_rows(self) -> dict[int, tuple[int, ...]]:
        """Passage position to the rows of its sentences; a passage of one sentence has its only row."""
        found: dict[int, list[int]] = {}
        for i, row in enumerate(self.rows):
            if row.end:
                found.setdefault(row.passage, []).append(i)
        return {passage: tuple(rows) for passage, rows in found.items()}


def context_text(catalogue: Catalogue, passage: Passage) -> str:
    """A passage as it is searched: document, headings, then its words."""
    title = catalogue.source(passage).title
    return " | ".join((title, *(clean(h) for h in passage.headings), clean(passage.text)))
