"""The index: passages, their vectors and their words, in memory; built by ``build``, kept by ``files``."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from focqa.catalogue import Catalogue
from focqa.coverage import Coverage
from focqa.embedders import Embedder, Vectors, class_scores, classes
from focqa.lexical import Lexical, tokens
from focqa.likeness import Likeness, arrange
from focqa.odds import Odds
from focqa.stores import ScoringStore, VectorStore
from focqa.text import clean, fold
from focqa.types import Passage
from focqa.wordings import Wordings

Numbers = np.ndarray[Any, np.dtype[np.int64]]
RowKind = Literal["whole", "sentence", "gloss"]


@dataclass(frozen=True, slots=True)
class Row:
    """One embedded text of a passage: the whole, the sentence ``text[start:end]``, or a gloss."""

    passage: int
    kind: RowKind = "whole"
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class TokenStore:
    """Token vectors of whole passages, for late interaction.

    Attributes:
        rows: Float16 ``(t, dim)``, unit rows, passages one after the other.
        starts: Where each passage's begin.
        frequency: In how many passages a token stands.
    """

    rows: np.ndarray[Any, np.dtype[np.float16]]
    starts: Numbers
    frequency: dict[str, int]

    def cosines(self, rows: Vectors) -> Vectors:
        """Best cosine of each of ``rows`` ``(t, dim)`` with each passage: float32 ``(t, passages)``."""
        best: Vectors = np.maximum.reduceat(rows @ self._wide.T, self.starts, axis=1)
        return best

    @cached_property
    def _wide(self) -> Vectors:
        """The rows as they are multiplied; every question needs them all."""
        return self.rows.astype(np.float32)


@dataclass(frozen=True)
class Index:
    """All that answering needs, read-only.

    Attributes:
        catalogue: Passages and documents.
        embedder: The model the vectors are of.
        store: Vectors of ``rows``.
        rows: What each vector stands for.
        lexical: BM25 over the passages.
        token_store: Token vectors; None for a corpus too large for them, or a model with an adapter, which does better.
        glosses: For each passage its glosses.
        odds: What the words of a question say for an answer; empty without silences.
        wordings: Which provision they ask for; without classes if there are no silences.
        manifest: What the index says of itself.
    """

    catalogue: Catalogue
    embedder: Embedder
    store: VectorStore
    rows: tuple[Row, ...]
    lexical: Lexical
    token_store: TokenStore | None
    glosses: tuple[tuple[str, ...], ...]
    odds: Odds
    wordings: Wordings
    manifest: dict[str, Any]

    @cached_property
    def position(self) -> dict[str, int]:
        """Passage id to its position in the catalogue."""
        return {p.id: i for i, p in enumerate(self.catalogue.passages)}

    @cached_property
    def row_of_passage(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """For each row the position of its passage."""
        return np.array([row.passage for row in self.rows], np.int64)

    def is_kind(self, *kinds: RowKind) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """For each row whether it is of one of the kinds."""
        return np.isin(self._kinds, kinds)

    @cached_property
    def _kinds(self) -> np.ndarray[Any, np.dtype[np.str_]]:
        return np.array([row.kind for row in self.rows])

    @cached_property
    def coverage(self) -> Coverage:
        """The terms of each passage with its headings, and of what is known of its document."""
        return Coverage(tuple(self._known_text(p) for p in self.catalogue.passages))

    @cached_property
    def own_words(self) -> Coverage:
        """The terms of each passage without its headings."""
        return Coverage(tuple(p.text for p in self.catalogue.passages))

    def worded(self, text: str) -> Likeness | None:
        """What a question's words are like; None without phrasings."""
        known = self.wordings.classes
        return arrange(known, self.wordings.scores(text), self.position) if known else None

    def asked(self, vector: Vectors) -> Likeness | None:
        """What a question's vector is like; None for a model without an adapter."""
        known = classes(self.embedder)
        return arrange(known, class_scores(self.embedder, vector), self.position) if known else None

    @cached_property
    def spoken(self) -> tuple[frozenset[str], ...]:
        """For each passage the stems of its glosses."""
        return tuple(frozenset(tokens(" ".join(glosses))) for glosses in self.glosses)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Stems that stand in any passage or gloss."""
        return frozenset().union(*self.coverage.terms, *self.spoken)

    @cached_property
    def vectors(self) -> Vectors:
        """All rows of the store, float32 ``(rows, dim)``."""
        return self.store.vectors()

    def cosines(self, vector: Vectors) -> Vectors:
        """The score of every row for a vector ``(dim,)``, float32 ``(rows,)``."""
        if isinstance(self.store, ScoringStore):
            return self.store.scores(vector)
        positions, scores = self.store.search(vector[None, :], len(self.rows))
        found: Vectors = np.zeros(len(self.rows), np.float32)
        found[positions[0]] = scores[0]
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Folded words of the passages as they are written, acronyms with their hyphens whole."""
        return frozenset(word for text in self.coverage.texts for word in re.findall(r"[\w+-]+", text))

    @cached_property
    def own_vectors(self) -> Vectors:
        """For each passage the vector of its own words, float32 ``(n, dim)``: the mean of its sentences'; made when first needed."""
        passages = self.catalogue.passages
        alone = [i for i in range(len(passages)) if i not in self.sentence_rows]
        encoded = self.embedder.encode([clean(passages[i].text) for i in alone])
        vectors: Vectors = np.zeros((len(passages), self.embedder.dim), np.float32)
        for i, rows in self.sentence_rows.items():
            vectors[i] = self.vectors[list(rows)].mean(axis=0)
        for i, one in zip(alone, encoded, strict=True):
            vectors[i] = one.vector
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _known_text(self, passage: Passage) -> str:
        source = self.catalogue.source(passage)
        about = (context_text(self.catalogue, passage), source.issuer, *source.chair_names, *source.names)
        return fold(f"{' '.join(about)} {source.year or ''}")

    @cached_property
    def sentence_rows(self) -> dict[int, tuple[int, ...]]:
        """Passage position to the rows of its sentences; a passage of one sentence has its only row."""
        found: dict[int, list[int]] = {}
        for i, row in enumerate(self.rows):
            if row.kind == "sentence":
                found.setdefault(row.passage, []).append(i)
        return {passage: tuple(rows) for passage, rows in found.items()}


def context_text(catalogue: Catalogue, passage: Passage) -> str:
    """A passage as it is searched: document, headings, then its words."""
    title = catalogue.source(passage).title
    return " | ".join((title, *(clean(h) for h in passage.headings), clean(passage.text)))
