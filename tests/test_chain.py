"""The LangChain seam: the standard tests, both ways of calling, callbacks, an agent, and many callers at once."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.chat_models import init_chat_model
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import create_retriever_tool
from langchain_tests.integration_tests import RetrieversIntegrationTests

import focqa
from focqa.answer import generate
from focqa.assistant import Assistant
from focqa.chain import Retriever, citations
from focqa.errors import InputError, QuestionError
from focqa.types import Answer
from tests.chat_server import KEY, Scripted, serve

GOAL = "What is Goal 2 of the 2024 programme?"
LIST = "List all activities under Objective 3C in 2023"
FACT = "Who manages the Digital Defenders Partnership?"


@pytest.fixture(scope="module")
def server() -> Iterator[Scripted]:
    with serve() as script:
        yield script


@pytest.fixture(autouse=True)
def environment(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(generate, "PAUSE", 0.01)


class TestStandard(RetrieversIntegrationTests):
    """LangChain's own tests for retrievers."""

    @pytest.fixture(autouse=True)
    def _opened(self, plain: Assistant) -> None:
        self._plain = plain

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return Retriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self._plain}

    @property
    def retriever_query_example(self) -> str:
        return "spyware"


def test_documents_carry_id_and_flat_metadata(plain: Assistant) -> None:
    found = focqa.retriever(plain, k=3).invoke("spyware")
    assert [d.id for d in found] == [h.passage.id for h in plain.search("spyware", 3)]
    for rank, document in enumerate(found, start=1):
        assert document.page_content == plain.show(str(document.id)).text
        assert json.loads(json.dumps(document.metadata)) == document.metadata
        assert all(v is None or isinstance(v, str | int | float) for v in document.metadata.values())
        assert (document.metadata["rank"], document.metadata["id"]) == (rank, document.id)
    only = focqa.retriever(plain, k=3, documents=["what-we-do"]).invoke("spyware")
    assert {d.metadata["document"] for d in only} == {"what-we-do"}
    with pytest.raises(InputError, match="from 1 to 100"):
        focqa.retriever(plain, k=0).invoke("spyware")


def test_the_chain_gives_context_answer_citations_and_result(plain: Assistant) -> None:
    chain = focqa.chain(plain)
    assert isinstance(chain, Runnable)
    found = chain.invoke({"input": GOAL, "chat_history": []})
    answer = found["result"]
    assert isinstance(answer, Answer)
    assert answer == plain.ask(GOAL)
    assert (found["input"], found["answer"]) == (GOAL, answer.text)
    assert [d.id for d in found["context"]] == ["poa-2024/2"]
    (cited,) = found["citations"]
    assert cited["type"] == "citation"
    assert found["answer"][cited["start_index"] : cited["end_index"]] == answer.sentences[0].text
    assert cited["cited_text"] == answer.citations[0].quote
    extras = cited["extras"]
    assert plain.show(extras["passage"]).text[extras["start"] : extras["end"]] == cited["cited_text"]
    assert (extras["page"], extras["support"]) == (None, "verified")
    (block,) = found["message"].content_blocks
    assert (block["text"], block["annotations"]) == (answer.text, citations(answer))


def test_all_ways_of_calling_agree(plain: Assistant) -> None:
    chain = focqa.chain(plain)
    expected = chain.invoke({"input": GOAL})

    async def asynchronous() -> list[Any]:
        one = await chain.ainvoke({"input": GOAL})
        batch = await chain.abatch([{"input": GOAL}] * 2)
        return [one, *batch, summed([piece async for piece in chain.astream({"input": GOAL})])]

    calls = [chain.invoke(GOAL), *chain.batch([{"input": GOAL}] * 2), summed(list(chain.stream({"input": GOAL})))]
    calls += asyncio.run(asynchronous())
    for found in calls:
        assert (found["result"], found["answer"]) == (expected["result"], expected["answer"])
        assert [d.id for d in found["context"]] == ["poa-2024/2"]


def summed(pieces: list[Any]) -> Any:
    total = pieces[0]
    for piece in pieces[1:]:
        total = total + piece
    return total


@pytest.mark.parametrize(
    "history",
    [
        [HumanMessage("List all activities under Objective 3C in 2023"), AIMessage("There are four.")],
        [("human", "List all activities under Objective 3C in 2023"), ("ai", "There are four.")],
        [["List all activities under Objective 3C in 2023", "There are four."]],
    ],
)
def test_history_is_followed(history: list[Any], plain: Assistant) -> None:
    found = focqa.chain(plain).invoke({"input": "And under 3D?", "chat_history": history})
    assert [c.id for c in found["result"].citations] == [f"poa-2023/3D.{n}" for n in range(1, 4)]


def test_bad_input_raises_what_focqa_raises(plain: Assistant) -> None:
    with pytest.raises(QuestionError):
        focqa.chain(plain).invoke({"input": ""})
    with pytest.raises(InputError, match="input"):
        focqa.chain(plain).invoke({"question": "x"})  # type: ignore[arg-type]


class Told(BaseCallbackHandler):
    def __init__(self) -> None:
        self.events: list[str] = []

    def on_chain_start(self, *_: Any, **about: Any) -> None:
        self.events.append(f"start {about.get('name')} {sorted(about.get('tags') or [])}")

    def on_chain_end(self, *_: Any, **__: Any) -> None:
        self.events.append("end")

    def on_chain_error(self, *_: Any, **__: Any) -> None:
        self.events.append("error")

    def on_chat_model_start(self, *_: Any, **about: Any) -> None:
        self.events.append(f"model {about['parent_run_id'] is not None}")

    def on_llm_end(self, *_: Any, **__: Any) -> None:
        self.events.append("model end")


def test_callbacks_are_told_of_chain_and_model(plain: Assistant) -> None:
    chain = focqa.chain(plain, llm="openai:good")

    def config(told: Told) -> RunnableConfig:
        return {"callbacks": [told], "tags": ["mine"], "run_name": "policy"}

    async def asynchronous() -> tuple[Told, Told]:
        one, other = Told(), Told()
        await chain.ainvoke(FACT, config(one))
        assert [piece async for piece in chain.astream(FACT, config(other))]
        return one, other

    plainly, streaming = Told(), Told()
    chain.invoke(FACT, config(plainly))
    list(chain.stream(FACT, config(streaming)))
    for told in (plainly, streaming, *asyncio.run(asynchronous())):
        assert told.events == ["start policy ['mine']", "model True", "model end", "end"]


def test_a_stream_gives_sentences_as_they_verify(plain: Assistant) -> None:
    chain = focqa.chain(plain, llm="openai:inventing")
    pieces = list(chain.stream(FACT))
    assert [next(iter(p)) for p in pieces] == ["input", "context", "answer", "answer", "citations"]
    total = summed(pieces)
    assert total["answer"] == total["result"].text
    assert total["message"].response_metadata["model"] == "openai:inventing"


def test_a_stream_that_fails_midway_ends_with_the_composed_answer(plain: Assistant) -> None:
    text = "\n".join(["The Dutch NGO Hivos manages the DDP [multistakeholder/digital-defenders-partnership.1]."] * 2)

    class Breaks:
        async def astream(self, _: object) -> Any:
            yield text
            raise ConnectionError

    total = summed(list(focqa.chain(plain, llm=Breaks()).stream(FACT)))
    assert total["result"].text == plain.ask(FACT).text
    assert "broke off" in total["result"].notes[0]
    assert total["answer"].startswith("The Dutch NGO Hivos manages the DDP. [1]")
    assert total["answer"].endswith(total["result"].text)


def test_both_serve_an_agent_as_tools(plain: Assistant) -> None:
    model = init_chat_model("openai:agent")
    ask = focqa.chain(plain).pick("answer").as_tool(name="ask", description="Ask.", arg_types={"input": str})
    search = create_retriever_tool(focqa.retriever(plain, k=2), "search", "Search.")
    for tool in (ask, search):
        told = create_agent(model, [tool]).invoke({"messages": [HumanMessage(GOAL)]})["messages"][-1].text
        assert told.startswith("The tool says:")
        assert "Internet freedom" in told


def own_threads() -> int:
    """Threads that are not the server's."""
    return sum("process_request" not in t.name for t in threading.enumerate())


def test_many_at_once_and_half_of_them_cancelled(plain: Assistant, server: Scripted) -> None:
    chain = focqa.chain(replace(plain, settings=replace(plain.settings, llm_timeout=60)), llm="openai:unhurried")
    chain.invoke(LIST)
    before = own_threads()

    async def ask() -> tuple[int, list[Any]]:
        tasks = [asyncio.create_task(chain.ainvoke(LIST)) for _ in range(200)]
        while server.open < 20:
            await asyncio.sleep(0.01)
        cancelled = sum(task.cancel() for task in tasks[::2])  # a quick machine has done some of them by now
        return cancelled, list(await asyncio.gather(*tasks, return_exceptions=True))

    cancelled, found = asyncio.run(asyncio.wait_for(ask(), 120))
    assert cancelled > 0
    assert sum(isinstance(f, asyncio.CancelledError) for f in found) == cancelled
    answered = [f for f in found if isinstance(f, dict)]
    assert len(answered) == 200 - cancelled
    assert {f["result"].text for f in answered} == {answered[0]["result"].text}
    assert {f["result"].model for f in answered} == {"openai:unhurried"}
    assert server.idle()
    assert own_threads() == before


def test_langchain_is_loaded_only_when_asked_for(plain: Assistant) -> None:
    code = "import sys, focqa; assert not any(m.startswith('langchain') for m in sys.modules); print(callable(focqa.chain))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"
    assert isinstance(focqa.retriever(plain).invoke("spyware")[0], Document)
    # The module is bound to the same name once it is loaded; both are called alike.
    assert focqa.chain(plain).invoke(GOAL)["result"].status == "answered"
