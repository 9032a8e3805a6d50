"""Indexes that differ from an assistant's by a few passages, for stress runs. Vectors are kept, nothing is embedded twice."""

from dataclasses import replace

import numpy as np

from focqa import registry
from focqa.assistant import Assistant
from focqa.catalogue import Catalogue
from focqa.index import Index, Row, TokenStore, context_text
from focqa.index.build import lexical_texts
from focqa.lexical import Lexical
from focqa.types import Passage, Source


def without(assistant: Assistant, ids: frozenset[str]) -> Assistant:
    """The assistant over an index that lacks these passages (what stands under them stays, under the next one up)."""
    index = assistant.index
    kept = [i for i, p in enumerate(index.catalogue.passages) if p.id not in ids]
    passages = tuple(_rehung(index.catalogue.passages[i], index.catalogue, ids) for i in kept)
    place = {old: new for new, old in enumerate(kept)}
    rows = [i for i, row in enumerate(index.rows) if row.passage in place]
    vectors = index.store.vectors()[rows]
    moved = tuple(replace(index.rows[i], passage=place[index.rows[i].passage]) for i in rows)
    return _assembled(
        assistant,
        Catalogue(index.catalogue.sources, passages),
        vectors,
        moved,
        _token_rows(index, kept),
    )


def _rehung(passage: Passage, catalogue: Catalogue, ids: frozenset[str]) -> Passage:
    parent = passage.parent
    while parent in ids:
        parent = catalogue.by_id[parent].parent
    return replace(passage, parent=parent)


def extended(assistant: Assistant, source: Source, passages: tuple[Passage, ...]) -> Assistant:
    """The assistant over an index with one more document."""
    index = assistant.index
    catalogue = Catalogue((*index.catalogue.sources, source), (*index.catalogue.passages, *passages))
    encoded = index.embedder.encode([context_text(catalogue, p) for p in passages])
    first = len(index.catalogue.passages)
    vectors = np.concatenate([index.store.vectors(), np.stack([e.vector for e in encoded])])
    rows = (*index.rows, *(Row(first + n) for n in range(len(passages))))
    tokens = [*_token_rows(index, list(range(first))), *([e.rows.astype(np.float16)] for e in encoded)]
    return _assembled(assistant, catalogue, vectors, rows, tokens)


def _token_rows(index: Index, positions: list[int]) -> list[list[np.ndarray]]:
    store = index.token_store
    return [] if store is None else [[store.rows[a:b] for a, b in store.spans[i]] for i in positions]


def _token_store(tokens: list[list[np.ndarray]], frequency: dict[str, int]) -> TokenStore:
    spans: list[tuple[tuple[int, int], ...]] = []
    at = 0
    for texts in tokens:
        ends = [at + int(n) for n in np.cumsum([len(t) for t in texts])]
        spans.append(tuple(zip([at, *ends[:-1]], ends, strict=True)))
        at = ends[-1]
    return TokenStore(np.concatenate([t for texts in tokens for t in texts]), tuple(spans), frequency)


def _assembled(
    assistant: Assistant,
    catalogue: Catalogue,
    vectors: np.ndarray,
    rows: tuple[Row, ...],
    tokens: list[list[np.ndarray]],
) -> Assistant:
    index = assistant.index
    store = None
    if index.token_store is not None:
        store = _token_store(tokens, index.token_store.frequency)
    changed = Index(
        catalogue=catalogue,
        embedder=index.embedder,
        store=registry.load("stores", "exact").Store.build(vectors),
        rows=rows,
        lexical=Lexical.build(lexical_texts(catalogue, rows)),
        token_store=store,
        odds=index.odds,
        manifest=index.manifest,
    )
    return Assistant(changed, assistant.settings)
