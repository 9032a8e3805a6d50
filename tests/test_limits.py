"""How much the server takes, how it starts and stops, and what it keeps of visitors' remarks."""

import asyncio
import contextlib
import json
import re
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from focqa.assistant import Assistant
from focqa.errors import Busy, InputError, NotReady
from focqa.page import feedback, listen, security
from focqa.page.calls import Messages
from focqa.page.desk import Desk
from focqa.page.opener import Opener, State
from focqa.settings import load
from tests.serving import Running, child, ready, served

GOAL = {"question": "What is Goal 2 of the 2024 programme?"}
NULLS = [None, None, None]


@pytest.fixture(scope="module")
def running(plain: Assistant) -> Iterator[Running]:
    with served(plain, plain.settings) as started:
        yield started


@pytest.fixture(scope="module")
def url(running: Running) -> str:
    return running.url


# How much it takes


def test_a_large_body_is_refused_also_when_its_length_is_not_told(url: str) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100_000

    with contextlib.suppress(httpx.WriteError):  # the server may hang up while the rest is still being sent
        assert httpx.post(f"{url}/api/ask", content=chunks()).status_code == 413
    assert httpx.post(f"{url}/gradio_api/queue/join", content=b"x" * 10_000_000).status_code == 413
    assert httpx.post(f"{url}/mcp", content=b"x" * 10_000_000).status_code == 413


def said_until_closed(url: str, data: bytes) -> bytes:
    """What the server says to this, until it hangs up."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(data)
        said = b""
        while more := connection.recv(65_536):
            said += more
    return said


def test_slow_senders_are_hung_up_on(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(security, "BODY_SECONDS", 0.3)
    assert said_until_closed(url, b"") == b""
    assert said_until_closed(url, b"GET / HTTP/1.1\r\nHost: local") == b""
    head = b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{"
    assert said_until_closed(url, head).startswith(b"HTTP/1.1 408")
    again = b"GET /api/state HTTP/1.1\r\nHost: localhost\r\n\r\nGET /api/state HTTP/1.1\r\nHo"
    assert said_until_closed(url, again).startswith(b"HTTP/1.1 200")


def test_over_the_limit_is_told_at_once_whichever_way(plain: Assistant) -> None:
    release = threading.Event()
    with served(plain, replace(plain.settings, askers=1, queue=1)) as small:
        held = [small.app.state.desk.submit(release.wait) for _ in range(2)]
        try:
            refused = httpx.post(f"{small.url}/api/ask", json=GOAL)
            assert refused.status_code == 503
            assert "ask again" in refused.json()["error"]
            assert refused.headers["retry-after"]
        finally:
            release.set()
        assert [h.result() for h in held] == [True, True]
        assert httpx.post(f"{small.url}/api/ask", json=GOAL).status_code == 200


def test_gradios_callers_are_refused_at_the_door(plain: Assistant) -> None:
    release = threading.Event()
    with served(plain, replace(plain.settings, askers=1, queue=3)) as small:
        held = small.app.state.desk.submit(release.wait)
        try:
            body = {"data": [GOAL["question"], *NULLS]}
            statuses: list[int] = []
            while 503 not in statuses and len(statuses) < 100:
                statuses.append(httpx.post(f"{small.url}/gradio_api/call/ask", json=body).status_code)
        finally:
            release.set()
        assert held.result()
        assert set(statuses) == {200, 503}
        assert len(statuses) >= 4  # one is held, three wait


def test_the_desk_takes_no_more_than_its_places_and_gives_them_back() -> None:
    desk, release = Desk(askers=2, queue=1), threading.Event()
    held = [desk.submit(release.wait) for _ in range(3)]
    with pytest.raises(Busy, match="ask again"):
        desk.submit(release.wait)
    assert desk.submit(lambda: 5, admitted=True).cancel()  # let in before, so never refused
    assert held[2].cancel()  # who gives up waiting gives up the place
    with pytest.raises(ZeroDivisionError):
        asyncio.run(failing(desk, release, held))
    assert desk.submit(lambda: 7).result() == 7
    desk.close()


async def failing(desk: Desk, release: threading.Event, held: list[Any]) -> None:
    waiting = asyncio.ensure_future(desk.run(lambda: 1 // 0))
    await asyncio.sleep(0)
    release.set()
    for one in held[:2]:
        one.result()
    await waiting


def test_messages_nobody_fetches_are_bounded(running: Running) -> None:
    for n in range(3):
        body = {"data": [GOAL["question"], *NULLS], "session_hash": f"never{n}"}
        assert httpx.post(f"{running.url}/gradio_api/call/ask", json=body).status_code == 200
    queue = running.app.state.page._queue
    assert isinstance(queue.pending_messages_per_session, Messages)
    assert queue.pending_messages_per_session.size == 300 + 4 + 64


def test_the_longest_unused_session_goes_first_and_its_events_with_it() -> None:
    ids = {"a": {"1"}, "b": {"2"}, "c": {"3"}}
    messages = Messages(2, ids)
    messages["a"] = messages["b"] = "waiting"
    assert "a" in messages  # used
    messages["c"] = "waiting"
    assert list(messages) == ["a", "c"]
    assert set(ids) == {"a", "c"}


def test_a_hundred_interleaved_sessions_do_not_mix(url: str) -> None:
    places = [f"poa-{year}/{goal}" for year in (2023, 2024) for goal in range(1, 4)]

    async def session(client: httpx.AsyncClient, n: int) -> None:
        place = places[n % len(places)]
        year, goal = place[4:8], place[-1]
        question = f"What is Goal {goal} of the {year} programme? (marker{n})"
        first = await asked(client, n, question, None)
        assert first["question"] == question
        assert [c["id"] for c in first["citations"]] == [place]
        other = "2023" if year == "2024" else "2024"
        follow = await asked(client, n, f"And in {other}?", [[question, first["text"]]])
        assert [c["id"] for c in follow["citations"]] == [f"poa-{other}/{goal}"]
        assert not set(re.findall(r"marker\d+", json.dumps(follow))) - {f"marker{n}"}

    async def asked(client: httpx.AsyncClient, n: int, question: str, history: Any) -> Any:
        """Over plain HTTP, or over Gradio's queue in a session of its own."""
        if n % 2:
            return (await client.post("/api/ask", json={"question": question, "history": history})).json()
        body = {"data": [question, history, None, None], "session_hash": f"session{n}"}
        event = (await client.post("/gradio_api/call/ask", json=body)).json()["event_id"]
        stream = (await client.get(f"/gradio_api/call/ask/{event}")).text
        (found,) = [line for line in stream.splitlines() if line.startswith("data: [")]
        return json.loads(found.removeprefix("data: "))[0]

    async def all_sessions() -> None:
        limits = httpx.Limits(max_connections=30)
        async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
            await asyncio.gather(*(session(client, n) for n in range(100)))

    asyncio.run(all_sessions())


# Starting and stopping


def test_the_page_is_up_while_the_index_is_built(plain: Assistant) -> None:
    go, told = threading.Event(), threading.Event()

    def slowly(tell: Any) -> Assistant:
        tell(3, 10)
        told.set()
        go.wait(30)
        return plain

    with served(Opener(slowly), plain.settings) as building:
        assert told.wait(30)
        assert httpx.get(building.url).status_code == 200
        state = httpx.get(f"{building.url}/api/state")
        assert (state.status_code, state.json()["done"], state.json()["total"]) == (503, 3, 10)
        early = httpx.post(f"{building.url}/api/ask", json=GOAL)
        assert early.status_code == 503
        assert "3 of 10 texts" in early.json()["error"]
        go.set()
        ready(building.url)
        assert httpx.post(f"{building.url}/api/ask", json=GOAL).json()["status"] == "answered"


def test_an_index_that_cannot_be_opened_is_told_without_a_path(plain: Assistant, tmp_path: Path) -> None:
    def broken(_: Any) -> Assistant:
        raise InputError(f"{tmp_path}: damaged")

    opener = Opener(broken)
    with served(opener, plain.settings) as running:
        state = opener.wait(30)
        assert state == State(error="the index cannot be opened; the server's log says why")
        with pytest.raises(NotReady):
            opener.assistant()
        answer = httpx.post(f"{running.url}/api/ask", json=GOAL)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text + httpx.get(f"{running.url}/api/state").text


@pytest.mark.usefixtures("plain")
def test_it_stops_under_load_and_loses_nothing_it_took() -> None:
    with child() as server, ThreadPoolExecutor(8) as pool:
        ready(server.url)
        body = {"data": [GOAL["question"], *NULLS], "session_hash": "page"}
        httpx.post(f"{server.url}/gradio_api/call/ask", json=body)
        answered = threading.Event()

        def ask() -> set[str]:
            seen = set()
            with contextlib.suppress(httpx.TransportError):  # no longer listening: the only other outcome
                while True:
                    answer = httpx.post(f"{server.url}/api/ask", json=GOAL, timeout=20)
                    seen.add(answer.json().get("status", "refused"))
                    answered.set()
            return seen

        def watch() -> None:
            with (
                contextlib.suppress(httpx.TransportError),
                httpx.stream("GET", f"{server.url}/gradio_api/heartbeat/page", timeout=20) as alive,
            ):
                list(alive.iter_bytes())

        watching = pool.submit(watch)
        asking = [pool.submit(ask) for _ in range(6)]
        assert answered.wait(30)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) in (0, -signal.SIGTERM)
        assert all(a.result(30) <= {"answered"} for a in asking)
        watching.result(30)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(InputError, match="--port"):
        listen.listen(None, "127.0.0.1", taken.getsockname()[1], lambda: None)
    with pytest.raises(InputError, match="cannot be used"):
        listen.listen(None, "nowhere.invalid", 0, lambda: None)
    assert not list(tmp_path.iterdir())


# Visitors' remarks


def test_remarks_are_kept_only_where_the_operator_says(tmp_path: Path) -> None:
    file = tmp_path / "remarks.jsonl"
    assert not feedback.keep(None, "q", useful=True)
    assert feedback.keep(
        file, "Goal\x1b[2J 2?\n" + "x" * 5000, useful=False, why="wrong\x00 \u202eyear", cited=("poa-2024/2",)
    )
    assert feedback.keep(file, "Goal 3?", useful=True)
    first, second = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    assert first["question"].startswith("Goal 2? xxx")
    assert len(first["question"]) == feedback.MAX_QUESTION
    assert (first["useful"], first["why"], first["cited"]) == (False, "wrong year", ["poa-2024/2"])
    assert second["useful"]


def test_remarks_from_many_threads_stay_whole(tmp_path: Path) -> None:
    file = tmp_path / "remarks.jsonl"
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda n: feedback.keep(file, f"question {n}", useful=True), range(100)))
    kept = {json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()}
    assert kept == {f"question {n}" for n in range(100)}


def test_remarks_that_cannot_be_kept_are_told_without_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as missing:
        feedback.keep(tmp_path, "q", useful=True)
    assert str(tmp_path) not in str(missing.value)
    monkeypatch.setattr(feedback, "MAX_FILE", 50)
    with pytest.raises(InputError, match="full"):
        feedback.keep(tmp_path / "remarks.jsonl", "q", useful=True)


def test_the_operators_limits_are_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOCQA_FEEDBACK", str(tmp_path / "remarks.jsonl"))
    monkeypatch.setenv("FOCQA_QUEUE", "0")
    chosen = load(tmp_path)
    assert (chosen.host, chosen.port, chosen.askers, chosen.queue, chosen.sessions) == ("127.0.0.1", 7860, 4, 0, 300)
    assert chosen.feedback == tmp_path / "remarks.jsonl"
    for name, value in (("ASKERS", "0"), ("ASKERS", "many"), ("PORT", "70000"), ("SESSIONS", "0")):
        with monkeypatch.context() as patched:
            patched.setenv(f"FOCQA_{name}", value)
            with pytest.raises(InputError, match=f"setting {name.lower()} is"):
                load(tmp_path)
