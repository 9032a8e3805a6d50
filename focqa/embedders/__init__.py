"""Embedders: texts become unit rows.

An embedder is a file here with ``open_embedder(name) -> Embedder``. Which file serves a name: ``hashing`` is the
deterministic fake for tests of what is not about meaning; what was added to the registry serves its own name; every
other name goes to sentence-transformers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text through the model.

    Attributes:
        vector: Float32 ``(dim,)`` of length 1.
        pieces: Its tokens, the special ones left out.
        rows: Float32 ``(len(pieces), dim)``, unit rows, the tokens in their context.
    """

    vector: Vectors
    pieces: tuple[str, ...]
    rows: Vectors


class Embedder(Protocol):
    """Turns texts into vectors.

    Attributes:
        name: Name by which it is chosen.
        dim: Length of a vector.
        fingerprint: SHA-256 over weights and settings: equal fingerprints give comparable vectors.
    """

    name: str
    dim: int
    fingerprint: str

    def encode(self, texts: list[str]) -> list[Encoded]:
        """Each text by itself; the company of others may touch no more than the seventh decimal."""
        ...


def classes(embedder: Embedder) -> tuple[str, ...]:
    """The classes of ``focqa/likeness.py`` that an embedder has learnt from a corpus's phrasings; () if none."""
    known: tuple[str, ...] = getattr(embedder, "classes", ())
    return known


def class_scores(embedder: Embedder, vector: Vectors) -> Vectors:
    """How like each of its classes a question's vector is, logits in their order."""
    score: Callable[[Vectors], Vectors] = embedder.class_scores  # type: ignore[attr-defined]
    return score(vector)


def embed(embedder: Embedder, texts: list[str]) -> Vectors:
    """Texts to float32 ``(n, dim)``, unit rows."""
    encoded = embedder.encode(texts)
    return np.stack([e.vector for e in encoded]) if encoded else np.zeros((0, embedder.dim), np.float32)


def open_embedder(name: str, adapter: Path | None = None) -> Embedder:
    """The embedder of that name; weights are loaded only when it first embeds.

    Args:
        name: Of an embedder here, of a folder, or of a model in the local hub cache.
        adapter: A corpus's adapter for the packaged model; other models have no use for it.

    Raises:
        ModelError: If it is not installed, or its weights are not the known ones.
    """
    from focqa import registry

    room = name if name in registry.names("embedders") else "sentence_transformer"
    opener: Callable[..., Embedder] = registry.load("embedders", room).open_embedder
    return opener(name, adapter) if room == "sentence_transformer" else opener(name)
