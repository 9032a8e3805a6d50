"""The shipped fake: words hashed into a vector. Deterministic, instant, blind to meaning; for tests and dry runs."""

import hashlib

import numpy as np

from focqa.embedders import Encoded, Vectors
from focqa.text import fold, words

DIM = 256


class HashingEmbedder:
    """Each word adds ±1 at a position taken from its hash; rows are scaled to unit length."""

    name = "hashing"
    dim = DIM
    fingerprint = hashlib.sha256(b"focqa hashing embedder, 256 dimensions, version 1").hexdigest()

    def encode(self, texts: list[str]) -> list[Encoded]:
        """Words as tokens; a text without words is the empty token."""
        return [_encode(text) for text in texts]


def _encode(text: str) -> Encoded:
    pieces = words(fold(text)) or ("",)
    rows = np.stack([_vector(piece) for piece in pieces])
    total = rows.sum(axis=0)
    if not total.any():
        total = rows[0]
    return Encoded((total / np.linalg.norm(total)).astype(np.float32), pieces, rows)


def _vector(word: str) -> Vectors:
    digest = hashlib.sha256(word.encode()).digest()
    row = np.zeros(DIM, np.float32)
    row[digest[0]] = 1.0 if digest[1] % 2 else -1.0
    return row


def open_embedder(name: str) -> HashingEmbedder:
    """The one there is, whatever the name."""
    del name
    return HashingEmbedder()
