"""Indexes that differ from a corpus's own: by a few passages, for stress runs, or without what was learnt from its phrasings."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from focqa import registry, settings
from focqa.assistant import Assistant
from focqa.catalogue import Catalogue
from focqa.corpus import open_corpus
from focqa.embedders import open_embedder
from focqa.index import Index, Row, TokenStore, context_text
from focqa.index.build import build_index, lexical_texts
from focqa.lexical import Lexical
from focqa.types import Passage, Source


def open_bare(corpus: Path | None, home: Path, phrasings: bool = False) -> Assistant:
    """The corpus as a model without an adapter has it, built anew in a folder; without its phrasings too, or with them."""
    chosen = settings.load(corpus=corpus)
    opened = replace(open_corpus(chosen.corpus), adapter=None)
    opened = opened if phrasings else replace(opened, phrasings={})
    embedder = open_embedder(chosen.embedding)
    return Assistant(build_index(opened, embedder, chosen.store, home / opened.root.name), chosen)


def without(assistant: Assistant, ids: frozenset[str]) -> Assistant:
    """The assistant over an index that lacks these passages; what stands under them stays, under the next one up. No text is embedded anew."""
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
        tuple(index.glosses[i] for i in kept),
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
    tokens = [*_token_rows(index, list(range(first))), *(e.rows.astype(np.float16) for e in encoded)]
    return _assembled(assistant, catalogue, vectors, rows, (*index.glosses, *(() for _ in passages)), tokens)


def _token_rows(index: Index, positions: list[int]) -> list[np.ndarray]:
    store = index.token_store
    return [] if store is None else [np.split(store.rows, store.starts[1:])[i] for i in positions]


def _token_store(tokens: list[np.ndarray], frequency: dict[str, int]) -> TokenStore:
    lengths = np.array([len(t) for t in tokens])
    return TokenStore(np.concatenate(tokens), np.cumsum(lengths) - lengths, frequency)


def _assembled(
    assistant: Assistant,
    catalogue: Catalogue,
    vectors: np.ndarray,
    rows: tuple[Row, ...],
    glosses: tuple[tuple[str, ...], ...],
    tokens: list[np.ndarray],
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
        lexical=Lexical.build(lexical_texts(catalogue, glosses)),
        token_store=store,
        glosses=glosses,
        odds=index.odds,
        wordings=index.wordings,
        manifest=index.manifest,
    )
    return Assistant(changed, assistant.settings)
