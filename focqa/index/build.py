"""Building, opening and checking an index on disk."""

import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from focqa import registry
from focqa.catalogue import Catalogue
from focqa.corpus import Corpus
from focqa.embedders import Embedder, Encoded, classes
from focqa.errors import FocqaError, IndexDamaged, IndexMismatch
from focqa.index import Index, Row, TokenStore, context_text, files
from focqa.lexical import Lexical
from focqa.odds import Odds
from focqa.text import clean, sentence_spans
from focqa.types import Passage, Phrasings, Source
from focqa.wordings import Wordings

# Above this many passages no token vectors are kept (a passage takes about 50 kB of them).
MAX_TOKEN_PASSAGES = 5000
# Glosses of a passage that are embedded for a model without an adapter, whose classes know them all; more find hardly more.
MAX_GLOSSES = 20
# Texts embedded between two words of progress.
_AT_ONCE = 256
Progress = Callable[[int, int], None]


def build_index(
    corpus: Corpus, embedder: Embedder, store: str, folder: Path, progress: Progress | None = None
) -> Index:
    """Embed what is new, write a new version, and open it.

    Args:
        corpus: What to index.
        embedder: The model.
        store: File name under ``stores/``.
        folder: Where the index lives.
        progress: Told how many of how many texts are embedded.

    Raises:
        IndexBusy: If another process is building it.
        FocqaError: If it cannot be written; the old version stays in force.
    """
    catalogue = corpus.catalogue
    try:
        with files.lock(folder):
            rows, texts = _rows(catalogue, {} if classes(embedder) else corpus.phrasings)
            # A first index of another edition takes the phrasings, which are the same, from the default's.
            known = _known(folder, embedder) or _known(folder.parent / files.DEFAULT, embedder)
            encoded = _encode(texts, embedder, known, progress)
            files.write_version(
                folder,
                _content(catalogue, rows, texts, encoded, store, _keeps_tokens(catalogue, embedder))
                | _learnt(catalogue, corpus.phrasings),
                _about(corpus, embedder, store, len(rows)),
            )
    except OSError as error:
        raise FocqaError(
            f"{folder}: the index cannot be written here ({error.strerror}); set FOCQA_HOME to a folder of yours"
        ) from None
    return open_index(corpus, embedder, store, folder)


def open_index(corpus: Corpus | None, embedder: Embedder, store: str, folder: Path) -> Index:
    """Open the version in force; ``corpus`` None leaves the comparison with the corpus out.

    Raises:
        IndexMismatch: If it is of another corpus, model, store or format.
        IndexDamaged: If a file is not what was written.
    """
    manifest, content, version = files.read_version(folder)
    expected = {"embedder": embedder.fingerprint, "store": store}
    if corpus is not None:
        expected["corpus"] = corpus.hash
    said = {
        "embedder": f"embedding {embedder.name!r}",
        "store": f"store {store!r}",
        "corpus": "documents of the corpus folder",
    }
    for name, value in expected.items():
        if manifest.get(name) != value:
            raise IndexMismatch(
                f"{folder}: the index was built with another {name} than the {said[name]} now; run: focqa index build"
            )
    try:
        return _opened(manifest, content, version, embedder, store)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise IndexDamaged(f"{version}: its parts do not fit together ({error}); run: focqa index build") from None


def _rows(catalogue: Catalogue, phrasings: dict[str, Phrasings]) -> tuple[list[Row], list[str]]:
    """What is embedded: each passage with its headings, each sentence of one that has several, its first glosses."""
    rows: list[Row] = []
    texts: list[str] = []
    for i, passage in enumerate(catalogue.passages):
        rows.append(Row(i))
        texts.append(context_text(catalogue, passage))
        spans = sentence_spans(passage.text)
        for start, end in spans if len(spans) > 1 else ():
            rows.append(Row(i, "sentence", start, end))
            texts.append(clean(passage.text[start:end]))
        glosses = phrasings.get(passage.id, Phrasings()).glosses[:MAX_GLOSSES]
        rows += [Row(i, "gloss") for _ in glosses]
        texts += glosses
    return rows, texts


def _known(folder: Path, embedder: Embedder) -> dict[str, Encoded]:
    """What the version in force has already embedded with the same model: text hash to vectors."""
    try:
        manifest, content, _ = files.read_version(folder)
        if manifest["embedder"] != embedder.fingerprint:
            return {}
        store = registry.load("stores", manifest["store"]).Store.from_bytes(content["index." + manifest["store"]])
        rows = _table(content["rows.jsonl"])
        tokens = np.load(io.BytesIO(content["tokens.npy"]), allow_pickle=False)
    except (FocqaError, KeyError, ValueError):
        return {}
    vectors = store.vectors()
    found: dict[str, Encoded] = {}
    for vector, row in zip(vectors, rows, strict=True):
        start, end = row["tokens"]
        found[row["sha256"]] = Encoded(vector, tuple(row["pieces"]), tokens[start:end].astype(np.float32))
    return found


def _encode(
    texts: list[str], embedder: Embedder, known: dict[str, Encoded], progress: Progress | None
) -> list[Encoded]:
    """What is known as it is, the rest through the embedder, some hundred texts at a time."""
    digests = [files.digest(text.encode()) for text in texts]
    missing = list({d: text for d, text in zip(digests, texts, strict=True) if d not in known}.items())
    found = dict(known)
    for first in range(0, len(missing), _AT_ONCE):
        batch = missing[first : first + _AT_ONCE]
        found |= zip([d for d, _ in batch], embedder.encode([text for _, text in batch]), strict=True)
        if progress:
            progress(min(first + _AT_ONCE, len(missing)), len(missing))
    return [found[d] for d in digests]


def _content(
    catalogue: Catalogue, rows: list[Row], texts: list[str], encoded: list[Encoded], store: str, keep: bool
) -> dict[str, bytes]:
    """The index's files by name."""
    vectors = np.stack([e.vector for e in encoded])
    listed: list[dict[str, Any]] = []
    tokens: list[Any] = []
    at = 0
    for row, text, e in zip(rows, texts, encoded, strict=True):
        kept = e.rows if keep and row.kind == "whole" else e.rows[:0]
        listed.append(
            asdict(row)
            | {
                "sha256": files.digest(text.encode()),
                "pieces": e.pieces if len(kept) else (),
                "tokens": [at, at + len(kept)],
            }
        )
        tokens.append(kept)
        at += len(kept)
    buffer = io.BytesIO()
    np.save(buffer, np.concatenate(tokens).astype(np.float16), allow_pickle=False)
    return {
        "passages.jsonl": _lines([asdict(p) for p in catalogue.passages]),
        "documents.jsonl": _lines([asdict(s) | {"path": s.path.name} for s in catalogue.sources]),
        "rows.jsonl": _lines(listed),
        "tokens.npy": buffer.getvalue(),
        "index." + store: registry.load("stores", store).Store.build(vectors).to_bytes(),
    }


def _keeps_tokens(catalogue: Catalogue, embedder: Embedder) -> bool:
    """Whether late interaction is of use and its vectors are not too many."""
    return not classes(embedder) and len(catalogue.passages) <= MAX_TOKEN_PASSAGES


def _learnt(catalogue: Catalogue, phrasings: dict[str, Phrasings]) -> dict[str, bytes]:
    """What is made of the words of passages and phrasings."""
    glosses = [phrasings.get(p.id, Phrasings()).glosses for p in catalogue.passages]
    lexical = Lexical.build(lexical_texts(catalogue, glosses))
    return {
        **{f"bm25/{name}": data for name, data in lexical.to_files().items()},
        "glosses.json": json.dumps(glosses, ensure_ascii=False).encode(),
        "odds.json": json.dumps(Odds.learn(phrasings.values()).of, ensure_ascii=False, sort_keys=True).encode(),
        "wordings.npz": Wordings.learn(phrasings).to_bytes(),
    }


def lexical_texts(catalogue: Catalogue, glosses: Sequence[Sequence[str]]) -> list[str]:
    """What BM25 searches of each passage: its words with their headings, and its glosses."""
    return [" | ".join((context_text(catalogue, p), *g)) for p, g in zip(catalogue.passages, glosses, strict=True)]


def _about(corpus: Corpus, embedder: Embedder, store: str, rows: int) -> dict[str, Any]:
    return {
        "embedder": embedder.fingerprint,
        "embedder_name": embedder.name,
        "dim": embedder.dim,
        "store": store,
        "corpus": corpus.hash,
        "documents": [s.id for s in corpus.sources],
        "editions": sorted({s.edition for s in corpus.sources}),
        "passages": len(corpus.catalogue.passages),
        "rows": rows,
    }


def _lines(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False, sort_keys=True) + "\n" for r in records).encode()


def _table(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().splitlines()]


def _opened(
    manifest: dict[str, Any], content: dict[str, bytes], version: Path, embedder: Embedder, store: str
) -> Index:
    passages = tuple(Passage(**{**r, "headings": tuple(r["headings"])}) for r in _table(content["passages.jsonl"]))
    sources = tuple(_source(r) for r in _table(content["documents.jsonl"]))
    table = _table(content["rows.jsonl"])
    rows = tuple(Row(r["passage"], r["kind"], r["start"], r["end"]) for r in table)
    opened: Any = registry.load("stores", store).Store.from_bytes(content["index." + store])
    shape = opened.vectors().shape
    if shape != (manifest["rows"], embedder.dim) or len(rows) != shape[0] or len(passages) != manifest["passages"]:
        raise ValueError(f"{len(rows)} rows, {len(passages)} passages and vectors of shape {shape}")
    lexical = Lexical.from_folder(version / "bm25", len(passages))
    return Index(
        Catalogue(sources, passages),
        embedder,
        opened,
        rows,
        lexical,
        _tokens(table, content["tokens.npy"]),
        tuple(map(tuple, json.loads(content["glosses.json"]))),
        Odds(json.loads(content["odds.json"])),
        Wordings.from_bytes(content["wordings.npz"]),
        manifest,
    )


def _source(record: dict[str, Any]) -> Source:
    tuples = {name: tuple(record[name]) for name in ("locators", "names", "chair_names")}
    return Source(**{**record, **tuples, "path": Path(record["path"])})


def _tokens(table: list[dict[str, Any]], data: bytes) -> TokenStore | None:
    rows = np.load(io.BytesIO(data), allow_pickle=False)
    if not len(rows):
        return None
    wholes = [r for r in table if r["kind"] == "whole"]
    frequency = Counter(piece for r in wholes for piece in set(r["pieces"]))
    return TokenStore(rows, np.array([r["tokens"][0] for r in wholes], np.int64), dict(frequency))
