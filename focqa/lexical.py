"""BM25 over passages, through bm25s: numbers such as ``1.1.10`` and names such as ``WSIS+20`` or ``FOC-AN`` stay whole."""

import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from focqa.embedders import Vectors
from focqa.text import fold

# The vendor sets its logger to tell of every step.
logging.getLogger("bm25s").setLevel(logging.WARNING)

K1, B = 1.5, 0.75
Terms = Callable[[str], list[str]]
# Initials ("U.S."), locators and figures ("1.1.10", "20/8", "2a"), words with inner hyphens or a "+20".
_TOKEN = re.compile(r"(?:[a-z]\.){2,}|\d+(?:[./]\d+)*[a-z]?|[^\W\d_]+(?:['-][^\W\d_]+)*(?:\+\d+)?")
STOPWORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "shall",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "about",
        "any",
        "also",
        "am",
        "please",
        "tell",
        "say",
        "says",
        "said",
        "give",
    ]
)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def stem(word: str) -> str:
    """Snowball's English stem of a lower-case word; figures unchanged."""
    return str(_stemmer().stemWord(word)) if word[0].isalpha() else word


def tokens(text: str) -> list[str]:
    """Search terms of a text, stemmed, stop words left out; a hyphenated word gives itself and its parts."""
    found: list[str] = []
    for word in _words(text):
        parts = [word, *word.split("-")] if "-" in word else [word]
        found += [stem(part) for part in parts if part and part not in STOPWORDS]
    return found


def pairs(text: str) -> list[str]:
    """Search terms of a text two by two, each with its neighbour: "donor principles" is one term."""
    found = tokens(text)
    return [f"{first} {second}" for first, second in pairwise(found)]


def stems(text: str) -> list[str]:
    """All words of a text in order, stemmed, stop words among them."""
    return [stem(word) for word in _words(text) if word]


def _words(text: str) -> Iterator[str]:
    for raw in _TOKEN.findall(fold(text)):
        word = raw.replace(".", "") if re.fullmatch(r"(?:[a-z]\.){2,}", raw) else raw
        yield word.removesuffix("'s").removesuffix("'")


class Lexical:
    """A BM25 index over texts in their order."""

    def __init__(self, model: bm25s.BM25, count: int, terms: Terms = tokens) -> None:
        """Hold the vendor's index and what makes a query's terms."""
        self._model, self._count, self._terms = model, count, terms

    @classmethod
    def build(cls, texts: list[str], terms: Terms = tokens, k1: float = K1, b: float = B) -> "Lexical":
        """Index the terms of texts (Robertson's BM25 with Lucene's idf)."""
        model = bm25s.BM25(k1=k1, b=b)
        model.index([terms(text) or [""] for text in texts], show_progress=False)
        return cls(model, len(texts), terms)

    def scores(self, text: str) -> Vectors:
        """BM25 of each indexed text for a query, float32 ``(n,)``, 0 where no term is shared."""
        terms = [t for t in self._terms(text) if t in self._model.vocab_dict]
        if not terms:
            return np.zeros(self._count, np.float32)
        return np.asarray(self._model.get_scores(terms), np.float32)

    def to_files(self) -> dict[str, bytes]:
        """The vendor's files by name: numpy arrays and JSON, no pickle."""
        with tempfile.TemporaryDirectory() as folder:
            self._model.save(folder, show_progress=False)
            return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}

    @classmethod
    def from_folder(cls, folder: Path, count: int) -> "Lexical":
        """Back from the files, which the caller has checked."""
        return cls(bm25s.BM25.load(folder, load_corpus=False, show_progress=False), count)
