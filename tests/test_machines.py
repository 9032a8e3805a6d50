"""The functions for programs, each called by a real client of its kind."""

import asyncio
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client as GradioClient
from gradio_client.exceptions import AppError
from mcp import Client as McpClient
from mcp_types import TextContent

from focqa import render
from focqa.answer.verify import recheck
from focqa.assistant import Assistant
from focqa.questions import read_citations
from tests.serving import served

QUESTION = "Who manages the Digital Defenders Partnership?"


@pytest.fixture(scope="module")
def url(plain: Assistant) -> Iterator[str]:
    with served(plain, plain.settings) as running:
        yield running.url


@pytest.fixture(scope="module")
def gradio(url: str) -> GradioClient:
    return GradioClient(url, verbose=False, analytics_enabled=False)


@pytest.fixture(scope="module")
def expected(plain: Assistant) -> dict[str, Any]:
    """What each function gives, as JSON has it."""
    results = {
        "ask": render.answer_json(plain.ask(QUESTION)),
        "search": [render.hit_json(h) for h in plain.search("spyware", 3)],
        "show": render.passage_json(plain.show("poa-2024/2.1.c")),
        "list": [render.passage_json(p) for p in plain.list("poa-2024/2.1")],
        "compare": [render.change_json(c) for c in plain.compare(2023, 2024, "donor principles")],
    }
    plainly: dict[str, Any] = json.loads(json.dumps(results))
    return plainly


ARGUMENTS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "search": {"text": "spyware", "k": 3},
    "show": {"id": "poa-2024/2.1.c"},
    "list": {"id": "poa-2024/2.1"},
    "compare": {"before": 2023, "after": 2024, "topic": "donor principles"},
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_over_plain_http(name: str, url: str, expected: dict[str, Any]) -> None:
    answer = httpx.post(f"{url}/api/{name}", json=ARGUMENTS[name])
    assert answer.status_code == 200
    assert answer.json() == expected[name]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_over_gradios_api(name: str, gradio: GradioClient, expected: dict[str, Any]) -> None:
    assert gradio.predict(api_name=f"/{name}", **ARGUMENTS[name]) == expected[name]


def test_gradios_api_has_these_functions_and_no_others(gradio: GradioClient) -> None:
    described: Any = gradio.view_api(return_format="dict", print_info=False)
    assert set(described["named_endpoints"]) == {f"/{name}" for name in ARGUMENTS}
    assert described["unnamed_endpoints"] == {}


def test_a_follow_up_over_http(url: str) -> None:
    history = [["List all activities under Objective 3C in 2023", ""]]
    answer = httpx.post(f"{url}/api/ask", json={"question": "And under 3D?", "history": history}).json()
    assert answer["citations"]
    assert {c["id"].rsplit(".", 1)[0] for c in answer["citations"]} == {"poa-2023/3D"}


def test_filters_over_http(url: str) -> None:
    answer = httpx.post(f"{url}/api/ask", json={"question": "What is Goal 1?", "years": [2023]}).json()
    assert [c["id"] for c in answer["citations"]] == ["poa-2023/1"]


def test_a_stored_answer_is_one_that_verify_accepts(url: str, tmp_path: Path, plain: Assistant) -> None:
    file = tmp_path / "answer.json"
    file.write_text(httpx.post(f"{url}/api/ask", json={"question": QUESTION}).text, "utf-8")
    checked = recheck(read_citations(file), plain.catalogue)
    assert checked
    assert {one.state for one in checked} == {"holds"}


@pytest.mark.parametrize(
    ("name", "body", "status", "said"),
    [
        ("ask", {"question": ""}, 400, "the question is empty"),
        ("ask", {"question": "x" * 100_000}, 400, "the limit is 2,000"),
        ("ask", {"question": 3}, 400, "'question'"),
        ("ask", {}, 400, "question, history, documents, years"),
        ("ask", {"question": "Goal 1", "colour": "red"}, 400, "'colour'"),
        ("ask", {"question": "Goal 1", "years": [1999]}, 400, "2023, 2024"),
        ("ask", {"question": "Goal 1", "documents": ["poa-1999"]}, 404, "poa-2024"),
        ("ask", {"question": "Goal 1", "history": [3]}, 400, "history"),
        ("ask", {"question": "Goal 1", "history": [["a", "b" * 500_000]]}, 400, "send fewer turns"),
        ("ask", [], 400, "JSON object"),
        ("search", {"text": "spyware", "k": 1000}, 400, "from 1 to 100"),
        ("show", {"id": "../../etc/passwd"}, 404, "near it are"),
        ("show", {"id": "poa-2024/9.9"}, 404, "near it are"),
        ("list", {"id": ""}, 404, "near it are"),
        ("compare", {"before": 1999, "after": 2024}, 400, "2023, 2024"),
        ("compare", {"before": "x", "after": 2024}, 400, "before, after, topic"),
    ],
)
def test_bad_input_is_told_with_its_remedy(url: str, name: str, body: Any, status: int, said: str) -> None:
    answer = httpx.post(f"{url}/api/{name}", json=body)
    assert answer.status_code == status
    assert said in answer.json()["error"]
    assert list(answer.json()) == ["error"]


def test_what_is_not_json_is_told(url: str) -> None:
    for body in (b"", b"{bad", b"\xff\xfe", b"[" * 50_000):
        answer = httpx.post(f"{url}/api/ask", content=body)
        assert answer.status_code == 400
        assert "takes a JSON object" in answer.json()["error"]


def test_gradios_callers_are_told_too(gradio: GradioClient) -> None:
    with pytest.raises(AppError, match="the question is empty"):
        gradio.predict(question="", api_name="/ask")
    with pytest.raises(AppError, match="'years'"):
        gradio.predict(question="Goal 1", years=["x"], api_name="/ask")


def called(url: str, tool: str, **arguments: Any) -> tuple[bool, Any]:
    """A tool's result through the protocol's own client: whether it is an error, and its text block."""

    async def call() -> tuple[bool, Any]:
        async with McpClient(f"{url}/mcp") as client:
            result = await client.call_tool(tool, arguments)
        (block,) = result.content
        assert isinstance(block, TextContent)
        return bool(result.is_error), block.text if result.is_error else json.loads(block.text)

    return asyncio.run(call())


def test_the_tools_and_what_they_say_of_themselves(url: str) -> None:
    async def listed() -> Any:
        async with McpClient(f"{url}/mcp") as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(listed())}
    assert set(tools) == {"search", "fetch", "ask", "list", "compare"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())
    assert list(tools["search"].input_schema["properties"]) == ["query"]
    assert list(tools["fetch"].input_schema["properties"]) == ["id"]


def test_searching_then_fetching_as_research_clients_do(url: str, plain: Assistant) -> None:
    failed, found = called(url, "search", query="spyware")
    assert not failed
    assert list(found) == ["results"]
    assert [r["id"] for r in found["results"]] == [h.passage.id for h in plain.search("spyware")]
    assert all(set(r) == {"id", "title", "url", "text"} and r["url"].startswith("https://") for r in found["results"])
    failed, fetched = called(url, "fetch", id=found["results"][1]["id"])
    assert not failed
    assert set(fetched) == {"id", "title", "text", "url", "metadata"}
    assert fetched["text"] == plain.show(fetched["id"]).text
    assert fetched["metadata"]["document"] == "poa-2023"


def test_the_other_tools(url: str, expected: dict[str, Any]) -> None:
    assert called(url, "ask", question=QUESTION) == (False, expected["ask"])
    assert called(url, "list", id="poa-2024/2.1") == (False, {"passages": expected["list"]})
    compared = called(url, "compare", before=2023, after=2024, topic="donor principles")
    assert compared == (False, {"changes": expected["compare"]})


def test_tools_tell_what_is_wrong(url: str) -> None:
    failed, said = called(url, "fetch", id="poa-2024/9.9")
    assert failed
    assert "near it are" in said
    failed, said = called(url, "ask", question="  ")
    assert failed
    assert "the question is empty" in said
    assert called(url, "search")[0]


README = (Path(__file__).resolve().parents[1] / "README.md").read_text("utf-8")
LISTENING = "http://127.0.0.1:7860"


def test_the_calls_that_the_readme_shows(url: str) -> None:
    calls = [shlex.split(c) for c in re.findall(r"^curl .+$", README, re.M)]
    assert [c[1].rsplit("/", 1)[1] for c in calls] == list(ARGUMENTS)
    for _, address, _, body in calls:
        answer = httpx.post(address.replace(LISTENING, url), content=body)
        assert answer.status_code == 200
        assert answer.json()


@pytest.mark.parametrize(
    ("code", "name"), list(zip(re.findall(r"```py\n(.*?)```", README, re.S), ("found", "fetched"), strict=True))
)
def test_the_programs_that_the_readme_shows(code: str, name: str, url: str) -> None:
    space: dict[str, Any] = {}
    exec(code.replace(LISTENING, url), space)
    assert "poa-202" in str(space[name])
