"""Plain LangChain: text split into chunks of 1,000 characters (200 overlapping), the same embedding, FAISS, top four as answer."""

import numpy as np

from evals.baselines import Given
from evals.results import Result
from evals.sets import Question
from focqa import registry
from focqa.assistant import Assistant
from focqa.embedders import embed
from focqa.errors import MissingExtra
from focqa.text import fold, words

ABOUT = "plain LangChain: chunks of 1000/200, same embedding, FAISS, top 4 pasted"
# A chunk counts for a provision when it holds at least this share of its words in order.
COVERED = 0.6
_TOP = 4


class System:
    """Chunks know no provisions; for scoring, a chunk cites those it covers."""

    def __init__(self, assistant: Assistant) -> None:
        """Split, embed and index the documents."""
        try:
            from langchain_text_splitters import RecursiveCharacterTextSplitter
        except ImportError:
            raise MissingExtra("eval", "langchain-text-splitters") from None
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        catalogue = assistant.catalogue
        self._chunks: list[str] = []
        self._covers: list[tuple[str, ...]] = []
        for source in catalogue.sources:
            passages = catalogue.below(source.id)
            for chunk in splitter.split_text("\n\n".join([source.title, *(p.text for p in passages)])):
                self._chunks.append(chunk)
                self._covers.append(tuple(p.id for p in passages if covers(chunk, p.text)))
        self._embedder = assistant.index.embedder
        self._store = registry.load("stores", "faiss").Store.build(embed(self._embedder, self._chunks))

    def answer(self, question: Question) -> Given:
        """The four nearest chunks, whole."""
        positions, _ = self._store.search(embed(self._embedder, [question.question]), _TOP)
        found = [int(i) for i in np.ravel(positions)]
        cited = tuple(dict.fromkeys(id_ for i in found for id_ in self._covers[i]))
        text = "\n".join(self._chunks[i] for i in found)
        return Given(Result(question.id, "answered", text, cited, cited), {"status": "answered", "text": text})


def covers(chunk: str, provision: str) -> bool:
    """Whether a chunk holds at least 60 % of a provision's words, in one run and in order."""
    tokens = words(fold(provision))
    need = max(1, int(np.ceil(COVERED * len(tokens))))
    held = f" {' '.join(words(fold(chunk)))} "
    return any(f" {' '.join(tokens[at : at + need])} " in held for at in range(len(tokens) - need + 1))


def open_system(assistant: Assistant) -> System:
    """Over the assistant's documents."""
    return System(assistant)
