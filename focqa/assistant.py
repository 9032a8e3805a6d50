"""The one place that assembles: corpus, index, understanding, retrieval and composition become ``Assistant.ask()``."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from focqa import background, export
from focqa import settings as settings_module
from focqa.answer import compose, verify
from focqa.answer.generate import Chat, phrase
from focqa.answer.halves import answer_halves
from focqa.catalogue import Catalogue
from focqa.corpus import open_corpus
from focqa.embedders import open_embedder
from focqa.errors import IndexMismatch, InputError, QuestionError, UnknownId
from focqa.index import Index, files
from focqa.index.build import Progress, build_index, open_index
from focqa.lexical import tokens
from focqa.lineage import Change, changes, on_topic
from focqa.retrieve import retrieve
from focqa.settings import Settings
from focqa.text import normalise, slug
from focqa.timing import stage
from focqa.types import Answer, Hit, Passage, Query, Turn
from focqa.understand import Understanding
from focqa.understand.parts import halves, leans

_log = logging.getLogger("focqa")
History = Sequence[Turn | tuple[str, str]]


@dataclass(frozen=True)
class Assistant:
    """Answers questions about one corpus. Read-only and safe to share between threads.

    Attributes:
        index: What it searches.
        settings: How it runs.
        chat: The chat model that phrases its answers; None composes them without one.
    """

    index: Index = field(repr=False)
    settings: Settings
    chat: Chat | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Its documents and provisions."""
        return self.index.catalogue

    @cached_property
    def understanding(self) -> Understanding:
        """Reads its questions."""
        return Understanding(self.catalogue)

    def ask(
        self, question: str, history: History = (), documents: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Answer:
        """Answer a question; with a chat model, what goes wrong with it is in the answer's notes.

        Args:
            question: Up to ``max_question`` characters.
            history: Earlier turns, oldest first: ``Turn``s, or pairs of question and answer text.
            documents: Ids to keep to; empty means all.
            years: Years to keep to; empty means all.

        Raises:
            QuestionError: If the question is empty, too long, or holds nothing that can be read.
            InputError: If there is no document of that id or year, or the question names another than those kept to.
        """
        answers = self.stream(question, history, documents, years)
        if self.chat is None:
            return next(answers)
        with stage("phrase"):
            *_, answer = answers
        return answer

    def stream(
        self, question: str, history: History = (), documents: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Iterator[Answer]:
        """The answer as it comes: each item is the answer so far, the last one is whole; without a model there is one.

        Closing the iterator ends the chat model's request. Arguments and errors as for ``ask``.
        """
        query, composed = self._composed(question, history, documents, years)
        chat, seconds = self.chat, self.settings.llm_timeout
        if chat is None:
            return iter((composed,))
        return background.iterate(lambda: phrase(query, composed, self.catalogue, chat, seconds))

    async def astream(
        self, question: str, history: History = (), documents: Sequence[str] = (), years: Sequence[int] = ()
    ) -> AsyncGenerator[Answer, None]:
        """``stream`` for asynchronous code; the event loop is never held up, and cancelling ends the request."""
        query, composed = await asyncio.to_thread(self._composed, question, history, documents, years)
        if self.chat is None:
            yield composed
            return
        seconds = self.settings.llm_timeout
        async with aclosing(phrase(query, composed, self.catalogue, self.chat, seconds)) as answers:
            async for answer in answers:
                yield answer

    def with_llm(self, llm: object) -> "Assistant":
        """The same assistant with another chat model.

        Args:
            llm: ``provider:model``, ``local``, a chat model of LangChain's, or "" for none.

        Raises:
            InputError: If it is none of these.
            MissingExtra: If the provider's package is not installed.
            ChatModelError: If the model cannot be opened.
        """
        return replace(self, chat=_chat(llm, self.settings))

    def _composed(
        self, question: str, history: History, documents: Sequence[str], years: Sequence[int]
    ) -> tuple[Query, Answer]:
        """The question as understood, and its composed answer, every sentence checked."""
        cleaned = check_question(question, self.settings.max_question)
        turns = tuple(t if isinstance(t, Turn) else Turn(normalise(t[0]), normalise(t[1])) for t in history)
        kept = self._documents(documents, years)
        with stage("understand"):
            query = self.understanding.read(cleaned, turns, kept)
        composed = compose.compose(query, self.index, self.settings)
        if composed.reason in ("not-in-corpus", "out-of-scope"):
            composed = self._by_halves(query, composed, turns, kept)
        with stage("verify"):
            return query, replace(verify.verify(composed, self.catalogue), question=question)

    def _by_halves(self, query: Query, declined: Answer, turns: tuple[Turn, ...], kept: tuple[str, ...]) -> Answer:
        """A question that is not answered as a whole, each half by itself; later ones that say little go on from the first."""
        asked = halves(query.question)
        answers: list[Answer] = []
        for half in asked:
            before = (*turns, Turn(asked[0])) if answers and leans(half, asked[0]) else turns
            try:
                read = self.understanding.read(half, before, kept)
            except InputError:  # this half names a document that is not kept to
                return declined
            answers.append(compose.compose(read, self.index, self.settings))
        return answer_halves(query, declined, asked, tuple(answers), self.catalogue) if asked else declined

    def search(self, text: str, k: int = 10, documents: Sequence[str] = ()) -> tuple[Hit, ...]:
        """The ``k`` passages that come nearest to a text.

        Raises:
            QuestionError: As ``ask``.
            InputError: If ``k`` is not from 1 to 100, or there is no document of that id.
        """
        if not 1 <= k <= 100:
            raise InputError(f"k is {k}; it must lie from 1 to 100")
        cleaned = check_question(text, self.settings.max_question)
        query = self.understanding.read(cleaned, (), self._documents(documents, ()))
        return retrieve(self.index, query.text, self.index.embedder.encode([query.text])[0], query.documents, k)

    def show(self, id_: str) -> Passage:
        """One passage by its id.

        Raises:
            UnknownId: If there is none; the message names the nearest.
        """
        return self.catalogue.passage(id_)

    def list(self, id_: str) -> tuple[Passage, ...]:
        """All that stands under a passage or document, in order; a passage with nothing under it gives ().

        Raises:
            UnknownId: If there is no such passage or document.
        """
        if id_ not in self.catalogue.documents:
            self.catalogue.passage(id_)
        return self.catalogue.below(id_)

    def compare(self, before: int, after: int, topic: str | None = None) -> tuple[Change, ...]:
        """What became of the provisions of one year's programme in another's, on a topic or on everything.

        Raises:
            InputError: If there is no programme with numbered provisions of a year, or both are the same.
        """
        if before == after:
            raise InputError(f"{before} is named twice; name two different years")
        left, right = (self._programme(year) for year in (before, after))
        allowed = None
        if topic is not None:
            text = check_question(topic, self.settings.max_question)
            if not set(tokens(text)) & self.index.vocabulary:
                return ()
            allowed = on_topic(self.index, text, self.index.embedder.encode([text])[0], (left, right))
        return changes(self.index, left, right, allowed)

    def export(self, answer: Answer, form: str) -> bytes:
        """An answer as a whole file of a form: ``bibtex``, ``csl``, ``docx``, ``json``, ``markdown`` or ``text``.

        Raises:
            InputError: If there is no such form.
            UnknownId: If the answer cites a document that is not in this corpus.
        """
        return export.form(form).export(answer, self.catalogue)

    def _programme(self, year: int) -> str:
        self._documents((), (year,))
        found = [s.id for s in self.catalogue.sources if s.year == year and self.catalogue.below(s.id, "goal")]
        if not found:
            raise InputError(f"no programme with numbered provisions of the year {year}")
        return found[0]

    def _documents(self, documents: Sequence[str], years: Sequence[int]) -> tuple[str, ...]:
        known = self.catalogue.documents
        for document in documents:
            if document not in known:
                raise UnknownId(f"no document {document!r}; there are: {', '.join(known)}")
        dated = sorted({s.year for s in known.values() if s.year})
        for year in years:
            if year not in dated:
                raise InputError(
                    f"no document of the year {year}; there are: {', '.join(map(str, dated)) or 'none with a year'}"
                )
        kept = tuple(d for d in known if (not documents or d in documents) and (not years or known[d].year in years))
        if not kept:
            raise InputError(
                f"{', '.join(documents)} is not of {' or '.join(map(str, years))}; leave out the document or the year"
            )
        return kept if documents or years else ()


def check_question(question: str, limit: int) -> str:
    """The question without control and invisible characters, white space folded.

    Raises:
        QuestionError: If it is too long, empty, or has neither letter nor digit.
    """
    if not isinstance(question, str):
        raise QuestionError(f"a question is text, not {type(question).__name__}")
    if len(question) > limit:
        raise QuestionError(f"the question has {len(question):,} characters, the limit is {limit:,}; shorten it")
    cleaned = normalise(question)
    if not any(c.isalnum() for c in cleaned):
        raise QuestionError("the question is empty; ask for example: What is Goal 2 of the 2024 programme?")
    return cleaned


def open_assistant(
    corpus: str | Path | None = None,
    progress: Progress | None = None,
    settings: Settings | None = None,
    llm: object = None,
) -> Assistant:
    """Open the index of a corpus and build it if there is none, or if the default corpus has changed.

    Args:
        corpus: Folder of documents; None is the corpus of the settings, by default the plain edition.
        progress: Told how many of how many texts are embedded.
        settings: None gathers them from environment, ``focqa.toml`` and defaults.
        llm: A chat model as for ``with_llm``; None is that of the settings, by default none.

    Raises:
        FocqaError: If the corpus, the model or the index cannot be used; the message names the remedy.
    """
    chosen = settings or settings_module.load(corpus=corpus)
    chat = _chat(chosen.llm if llm is None else llm, chosen)
    return Assistant(_index(chosen, progress), chosen, chat)


def _chat(llm: object, chosen: Settings) -> Chat | None:
    if llm is None or llm == "":
        return None
    from focqa.llms import open_chat

    return open_chat(llm, chosen.llm_timeout)


def _index(chosen: Settings, progress: Progress | None) -> Index:
    opened = open_corpus(chosen.corpus, chosen.home / "official")
    folder = index_folder(chosen)
    embedder = open_embedder(chosen.embedding, opened.adapter)
    if not files.exists(folder):
        return build_index(opened, embedder, chosen.store, folder, progress)
    try:
        return open_index(opened, embedder, chosen.store, folder)
    except IndexMismatch as mismatch:
        if chosen.corpus is not None or not _only_shipped_changed(folder, embedder.name, chosen.store):
            raise
        _log.info("%s", mismatch)
        return build_index(opened, embedder, chosen.store, folder, progress)


def _only_shipped_changed(folder: Path, embedder: str, store: str) -> bool:
    """Whether an index differs in what comes with focqa alone: its documents, its phrasings, its adapter, its format."""
    try:
        manifest, _, _ = files.read_version(folder)
    except IndexMismatch:
        return True  # of an older focqa: rebuilt, never half-read
    return bool(manifest["embedder_name"] == embedder and manifest["store"] == store)


def index_folder(settings: Settings) -> Path:
    """Where the index of a corpus lives: ``default`` for the plain edition, else a name of its own."""
    if settings.corpus is None:
        return settings.home / files.DEFAULT
    import hashlib

    tag = hashlib.sha256(str(settings.corpus).encode()).hexdigest()[:8]
    return settings.home / f"{slug(settings.corpus.name) or 'corpus'}-{tag}"
