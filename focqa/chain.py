"""The LangChain seam: an assistant as a retriever, and as a chain with the inputs and outputs of a retrieval chain.

>>> import focqa
>>> chain = focqa.chain(focqa.open())
>>> chain.invoke({"input": "What is Goal 2 of the 2024 programme?"})["context"][0].id
'poa-2024/2'
"""

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from types import ModuleType
from typing import Any, NotRequired

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.content import Citation as CitationBlock
from langchain_core.messages.content import create_text_block
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.utils import AddableDict
from typing_extensions import TypedDict

from focqa.assistant import Assistant
from focqa.catalogue import Catalogue
from focqa.errors import InputError
from focqa.questions import turns
from focqa.types import Answer, Passage, Turn


class ChainInput(TypedDict):
    """What the chain takes; a question alone may be given as a string.

    Attributes:
        input: The question.
        chat_history: Earlier turns, oldest first: LangChain's messages, pairs of question and answer, or questions.
    """

    input: str
    chat_history: NotRequired[list[Any]]


class Retriever(BaseRetriever):
    """Provisions as documents, ranked as focqa ranks them.

    Attributes:
        assistant: Whose index is searched.
        k: How many documents, 1 to 100; also an argument of ``invoke``.
        documents: Ids of the documents to keep to; empty means all; also an argument of ``invoke``.
    """

    assistant: Any
    k: int = 10
    documents: tuple[str, ...] = ()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Document]:
        del run_manager
        chosen = self.documents if documents is None else documents
        hits = self.assistant.search(query, self.k if k is None else k, chosen)
        return [document(h.passage, self.assistant.catalogue, h.score, h.rank) for h in hits]


class Chain(Runnable[ChainInput | str, dict[str, Any]]):
    """An assistant as a runnable: question in; question, context, answer, citations, message and result out.

    Streaming gives ``input``, then ``context``, then pieces of ``answer`` as its sentences are verified, then the rest.
    Should the chat model fail midway, the composed answer follows what was already given; ``result`` is the whole and
    only answer in any case.
    """

    def __init__(self, assistant: Assistant) -> None:
        """Hold the assistant."""
        self.assistant = assistant
        self.name = "focqa"

    @property
    def InputType(self) -> type[ChainInput]:  # noqa: N802  # LangChain's name
        """What it takes."""
        return ChainInput

    @property
    def OutputType(self) -> type[dict[str, Any]]:  # noqa: N802  # LangChain's name
        """What it gives."""
        return dict[str, Any]

    def invoke(self, input: ChainInput | str, config: RunnableConfig | None = None, **kwargs: Any) -> dict[str, Any]:  # noqa: A002
        """Answer one question."""
        return self._call_with_config(self._answered, input, config, **kwargs)

    async def ainvoke(
        self,
        input: ChainInput | str,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Answer one question; cancelling ends the chat model's request."""
        return await self._acall_with_config(self._aanswered, input, config, **kwargs)

    def stream(
        self,
        input: ChainInput | str,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[dict[str, Any]]:
        """Answer one question piece by piece."""
        yield from self._transform_stream_with_config(iter([input]), self._pieces, config, **kwargs)

    async def astream(
        self,
        input: ChainInput | str,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[dict[str, Any]]:
        """Answer one question piece by piece."""

        async def one() -> AsyncIterator[ChainInput | str]:
            yield input

        async for piece in self._atransform_stream_with_config(one(), self._apieces, config, **kwargs):
            yield piece

    def _answered(self, given: ChainInput | str) -> dict[str, Any]:
        question, history, asked = _read(given)
        return asked | self._output(self.assistant.ask(question, history))

    async def _aanswered(self, given: ChainInput | str) -> dict[str, Any]:
        question, history, asked = _read(given)
        answer = None
        async with aclosing(self.assistant.astream(question, history)) as answers:
            async for so_far in answers:
                answer = so_far
        assert answer is not None
        return asked | self._output(answer)

    def _pieces(self, inputs: Iterator[ChainInput | str]) -> Iterator[dict[str, Any]]:
        for given in inputs:
            question, history, asked = _read(given)
            teller = _Teller(self.assistant.catalogue)
            yield AddableDict(asked)
            for answer in self.assistant.stream(question, history):
                yield from teller.tell(answer)
            yield AddableDict(teller.rest())

    async def _apieces(self, inputs: AsyncIterator[ChainInput | str]) -> AsyncIterator[dict[str, Any]]:
        async for given in inputs:
            question, history, asked = _read(given)
            teller = _Teller(self.assistant.catalogue)
            yield AddableDict(asked)
            async with aclosing(self.assistant.astream(question, history)) as answers:
                async for answer in answers:
                    for piece in teller.tell(answer):
                        yield piece
            yield AddableDict(teller.rest())

    def _output(self, answer: Answer) -> dict[str, Any]:
        context = _context(answer, self.assistant.catalogue)
        return {"context": context, "answer": answer.text} | _finish(answer)


class _Teller:
    """Turns answers so far into pieces that add up."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue, self._told = catalogue, ""
        self._answer: Answer | None = None

    def tell(self, answer: Answer) -> Iterator[dict[str, Any]]:
        """What is new in an answer."""
        if self._answer is None:
            yield AddableDict(context=_context(answer, self._catalogue))
        self._answer = answer
        if answer.text.startswith(self._told):
            new = answer.text[len(self._told) :]
        else:
            new = "\n\n" + "\n".join([*answer.notes, answer.text])
        self._told = answer.text
        if new:
            yield AddableDict(answer=new)

    def rest(self) -> dict[str, Any]:
        """What comes last."""
        assert self._answer is not None
        return _finish(self._answer)


def _finish(answer: Answer) -> dict[str, Any]:
    cited = citations(answer)
    block = create_text_block(answer.text, annotations=list(cited))
    about = {"status": answer.status, "reason": answer.reason, "model": answer.model, "notes": list(answer.notes)}
    message = AIMessage(content_blocks=[block], response_metadata=about)
    return {"citations": cited, "message": message, "result": answer}


def _context(answer: Answer, catalogue: Catalogue) -> list[Document]:
    """What was retrieved, best first; where the tree decided, what is cited."""
    if answer.hits:
        return [document(h.passage, catalogue, h.score, h.rank) for h in answer.hits]
    ids = dict.fromkeys(i for s in answer.sentences for i in s.citations if i in catalogue.by_id)
    return [document(catalogue.by_id[i], catalogue, 1.0, n) for n, i in enumerate(ids, start=1)]


def document(passage: Passage, catalogue: Catalogue, score: float, rank: int) -> Document:
    """A passage as LangChain's document: its words to the letter, its id, and flat, JSON-safe metadata."""
    source = catalogue.source(passage)
    metadata = {
        "id": passage.id,
        "document": passage.document,
        "locator": passage.locator,
        "level": passage.level,
        "label": passage.label,
        "headings": " > ".join(passage.headings),
        "page": passage.page,
        "title": source.title,
        "year": source.year,
        "url": source.url,
        "edition": source.edition,
        "score": float(score),
        "rank": rank,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)


def citations(answer: Answer) -> list[CitationBlock]:
    """An answer's citations as langchain-core's; offsets into the source and support are in ``extras``."""
    support = {i: s.support for s in answer.sentences for i in s.citations if s.support == "verified"}
    return [
        CitationBlock(
            type="citation",
            id=f"{c.id}#{c.start}-{c.end}",
            url=c.url,
            title=c.label,
            start_index=c.answer_start,
            end_index=c.answer_end,
            cited_text=c.quote,
            extras={
                "passage": c.id,
                "page": c.page,
                "start": c.start,
                "end": c.end,
                "edition": c.edition,
                "support": support.get(c.id, "unverified"),
            },
        )
        for c in answer.citations
    ]


def _read(given: ChainInput | str) -> tuple[str, tuple[Turn, ...], dict[str, Any]]:
    """The question, the earlier turns, and what the output repeats of the input."""
    if isinstance(given, str):
        return given, (), {"input": given}
    if not isinstance(given, dict) or "input" not in given:
        raise InputError('the chain takes {"input": question, "chat_history": […]}, or the question alone')
    history = [_entry(h) for h in given.get("chat_history") or []]
    return given["input"], turns(history, "chat_history"), dict(given)


def _entry(entry: Any) -> Any:
    """A message of LangChain's as role and content; (role, content) pairs too; anything else as it is."""
    if isinstance(entry, BaseMessage):
        return {"role": entry.type, "content": str(entry.text)}
    if isinstance(entry, list | tuple) and len(entry) == 2 and entry[0] in ("human", "user", "ai", "assistant"):
        return {"role": entry[0], "content": entry[1]}
    return entry


def chain(assistant: Assistant, llm: object = None) -> Chain:
    """An assistant as a LangChain runnable.

    Args:
        assistant: Who answers.
        llm: Its chat model, as for ``Assistant.with_llm``; None leaves the assistant the one it has, if any.
    """
    return Chain(assistant if llm is None else assistant.with_llm(llm))


def retriever(assistant: Assistant, k: int = 10, documents: Sequence[str] = ()) -> Retriever:
    """An assistant's index as a LangChain retriever of ``k`` documents, from 1 to 100."""
    return Retriever(assistant=assistant, k=k, documents=tuple(documents))


class _Callable(ModuleType):
    """Importing this module binds ``focqa.chain`` to it; so it can be called like the function of that name."""

    def __call__(self, assistant: Assistant, llm: object = None) -> Chain:
        return chain(assistant, llm)


sys.modules[__name__].__class__ = _Callable
