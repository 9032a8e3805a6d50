"""An index over a BEIR corpus: focqa's signals at the size of ten thousand passages and more.

Each passage is searched by its own words and, where its id reads as a locator, also under its headings. Token vectors
are kept on disk, half a gigabyte for ten thousand passages, and only those of the best candidates are compared.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from focqa import registry
from focqa.embedders import Embedder, Encoded, Vectors
from focqa.lexical import STOPWORDS, Lexical, pairs
from focqa.text import normalise

Tell = Callable[[int, int], None]
# The second stage's weights: cosine with a passage alone and under its headings, BM25 of both and of neighbouring words,
# late interaction scaled over the candidates and as it is, and the logarithm of a passage's length. Tuned on ObliQA's
# dev split; the first stage is the plain mean of the first five.
MIXTURE, LATE_SCALED, LATE, LENGTH = (0.163, 0.019, 0.065, 0.045, 0.11), 0.063, 0.332, -0.011
# A passage next to a good one in the file's order is lifted: by how much at most, and how fast that falls with its score.
BESIDE, BESIDE_FALL = 0.06, 14.7
CANDIDATES = 150
# Pairs of words hardly repeat in a passage, and the longer one is not the worse.
PAIRS_K1, PAIRS_B = 0.5, 0.3
# A passage of fewer words is a heading: it lends its words to those under it and is not retrieved itself.
_FEWEST = 4
_LONGEST_HEADING = 120


@dataclass(frozen=True)
class BeirIndex:
    """Signals over the passages of one corpus, in the file's order."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    own: Any
    under: Any
    words: Lexical
    words_under: Lexical
    pairs: Lexical
    tokens: NDArray[np.float16]
    offsets: NDArray[np.int64]
    frequency: dict[str, int]

    @cached_property
    def _retrievable(self) -> NDArray[np.bool_]:
        return np.array([len(t.split()) >= _FEWEST for t in self.texts])

    @cached_property
    def _first(self) -> dict[str, str]:
        first: dict[str, str] = {}
        return {i: first.setdefault(normalise(t).casefold() or i, i) for i, t in zip(self.ids, self.texts, strict=True)}

    def first_of_equal_text(self, id_: str) -> str:
        """The first passage with the same text."""
        return self._first[id_]

    def search(self, text: str, encoded: Encoded, k: int) -> list[tuple[str, float]]:
        """The best passages as ``(id, score)``, equal scores by id."""
        signals = np.stack(
            [
                _scaled(self._cosines(self.own, encoded)),
                _scaled(self._cosines(self.under, encoded)),
                _scaled(self.words.scores(text)),
                _scaled(self.words_under.scores(text)),
                _scaled(self.pairs.scores(text)),
            ]
        )
        fused = signals.mean(axis=0)
        fused[~self._retrievable] = -1.0
        best = np.argsort(-fused, kind="stable")[: max(k, CANDIDATES)]
        near = best[:CANDIDATES]
        # Whatever was compared token by token comes before what was not.
        fused[near] = 1.0 + self._second(signals[:, near], self._late(encoded, near), near)
        fused[~self._retrievable] = -1.0
        order = sorted(best, key=lambda i: (-round(float(fused[i]), 6), self.ids[i]))
        return [(self.ids[i], round(float(fused[i]), 6)) for i in order[:k] if fused[i] > -1.0]

    def _second(self, signals: Vectors, late: Vectors, positions: NDArray[np.int64]) -> Vectors:
        score = np.array(MIXTURE, np.float32) @ signals + LATE_SCALED * _scaled(late) + LATE * late
        score += LENGTH * self._lengths[positions]
        nearness = np.zeros(len(self.ids) + 2, np.float32)
        nearness[positions + 1] = np.exp(BESIDE_FALL * (score - score.max()))
        found: Vectors = score + BESIDE * np.maximum(nearness[positions], nearness[positions + 2])
        return found

    @cached_property
    def _lengths(self) -> Vectors:
        return np.log1p([len(t.split()) for t in self.texts]).astype(np.float32)

    def _cosines(self, store: Any, encoded: Encoded) -> Vectors:
        positions, scores = store.search(encoded.vector[None, :], len(self.ids))
        found = np.zeros(len(self.ids), np.float32)
        found[positions[0]] = scores[0]
        return found

    def _late(self, encoded: Encoded, positions: NDArray[np.int64]) -> Vectors:
        weights = np.array([self._rarity(piece) for piece in encoded.pieces], np.float32)
        weights = (
            weights / weights.sum() if weights.any() else np.full(len(weights), 1 / max(1, len(weights)), np.float32)
        )
        found = np.zeros(len(positions), np.float32)
        for n, i in enumerate(positions):
            rows = self.tokens[self.offsets[i] : self.offsets[i + 1]].astype(np.float32)
            found[n] = float((encoded.rows @ rows.T).max(axis=1) @ weights) if len(rows) else 0.0
        return found

    def _rarity(self, piece: str) -> float:
        if piece in STOPWORDS or not any(c.isalnum() for c in piece):
            return 0.0
        return float(np.log(1 + len(self.ids) / (1 + self.frequency.get(piece, 0))))


def open_index(corpus: dict[str, str], embedder: Embedder, home: Path, tell: Tell | None = None) -> BeirIndex:
    """The index of a corpus; vectors are kept under ``home`` by the hash of corpus and model, and made where missing."""
    ids, texts = tuple(corpus), tuple(corpus.values())
    under = tuple(under_headings(corpus))
    key = hashlib.sha256(json.dumps([embedder.fingerprint, ids, texts]).encode()).hexdigest()[:16]
    folder = home / key
    if not (folder / "tokens.json").is_file():
        _embed(texts, under, embedder, folder, tell)
    own, below = (np.load(folder / name, allow_pickle=False) for name in ("own.npy", "under.npy"))
    about = json.loads((folder / "tokens.json").read_text("utf-8"))
    offsets = np.array(about["offsets"], np.int64)
    tokens = np.memmap(folder / "tokens.f16", np.float16, "r", shape=(int(offsets[-1]), embedder.dim))
    store = registry.load("stores", "faiss").Store
    return BeirIndex(
        ids,
        texts,
        store.build(own),
        store.build(below),
        Lexical.build(list(texts)),
        Lexical.build(list(under)),
        Lexical.build(list(texts), pairs, PAIRS_K1, PAIRS_B),
        tokens,
        offsets,
        about["frequency"],
    )


def _embed(texts: tuple[str, ...], under: tuple[str, ...], embedder: Embedder, folder: Path, tell: Tell | None) -> None:
    """Vectors of every text alone and under its headings, and its token vectors; ``tokens.json`` is written last."""
    folder.mkdir(parents=True, exist_ok=True)
    own, below = (np.zeros((len(texts), embedder.dim), np.float32) for _ in range(2))
    offsets = [0]
    frequency: Counter[str] = Counter()
    with (folder / "tokens.f16").open("wb") as file:
        for n, (text, whole) in enumerate(zip(texts, under, strict=True)):
            if text.strip():
                encoded = embedder.encode([whole])[0]
                below[n] = encoded.vector
                own[n] = encoded.vector if text == whole else embedder.encode([text])[0].vector
                encoded.rows.astype(np.float16).tofile(file)
                frequency.update(set(encoded.pieces))
                offsets.append(offsets[-1] + len(encoded.pieces))
            else:
                offsets.append(offsets[-1])
            if tell:
                tell(n + 1, len(texts))
        os.fsync(file.fileno())
    np.save(folder / "own.npy", own, allow_pickle=False)
    np.save(folder / "under.npy", below, allow_pickle=False)
    (folder / "tokens.json").write_text(json.dumps({"offsets": offsets, "frequency": frequency}), "utf-8")


def under_headings(corpus: dict[str, str]) -> list[str]:
    """Each passage with the short texts of those its id stands under: "3/14.2.3.(1)" stands under "3/14.2" and "3/14."."""
    return [" | ".join((*_headings(id_, corpus), text)) if text else "" for id_, text in corpus.items()]


def _headings(id_: str, corpus: dict[str, str]) -> list[str]:
    document, _, locator = id_.partition("/")
    parts = [p for p in locator.split(".") if p]
    found = []
    for n in range(1, len(parts)):
        above = ".".join(parts[:n])
        text = corpus.get(f"{document}/{above}") or corpus.get(f"{document}/{above}.") or ""
        if text and len(text) < _LONGEST_HEADING:
            found.append(text)
    return found


def _scaled(scores: Vectors) -> Vectors:
    """Min-max to 0..1; all 0 where the scores are equal."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
