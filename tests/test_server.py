"""The server on loopback: what browsers are told, what is closed, and who may ask."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from focqa.assistant import Assistant
from tests.serving import Running, served

GOAL = {"question": "What is Goal 2 of the 2024 programme?"}
NULLS = [None, None, None]


@pytest.fixture(scope="module")
def running(plain: Assistant) -> Iterator[Running]:
    with served(plain, plain.settings) as started:
        yield started


@pytest.fixture(scope="module")
def url(running: Running) -> str:
    return running.url


# What a browser is told


def test_every_answer_carries_the_policy(url: str) -> None:
    answers = [
        httpx.get(url),
        httpx.get(f"{url}/api/state"),
        httpx.get(f"{url}/nothing"),
        httpx.get(f"{url}/own/page.css"),
        httpx.post(f"{url}/api/ask", json=GOAL),
        httpx.post(f"{url}/api/ask", content=b"x" * 10_000_000),
        httpx.get(url, headers={"host": "evil.example"}),
    ]
    assert [a.status_code for a in answers] == [200, 200, 404, 200, 200, 413, 421]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "connect-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


def test_only_the_pages_own_scripts_have_the_nonce_and_no_two_pages_share_it(url: str) -> None:
    first, second = httpx.get(url), httpx.get(url)
    nonces = []
    for page in (first, second):
        nonce = page.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
        assert page.text.count("<script") == page.text.count(f'<script nonce="{nonce}"') > 0
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_the_page_names_no_other_host(url: str) -> None:
    page = httpx.get(url).text
    for host in ("googleapis", "gstatic", "cdnjs", "githubusercontent", "huggingface", "gradio.app"):
        assert host not in page
    assert "http" not in httpx.get(f"{url}/theme.css").text.replace("http://www.w3.org", "")


# What is closed


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=http://127.0.0.1:9/x",
        "/gradio_api/file=app.py",
        "/gradio_api/file=..%2f..%2fapp.py",
        "/gradio_api/proxy=http://127.0.0.1:9/",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/gradio_api/upload_progress",
        "/gradio_api/stream/x/1/2/playlist.m3u8",
        "/gradio_api/deep_link",
        "/monitoring",
        "/monitoring/summary",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/static/../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/routes.py",
        "/own/%2e%2e/server.py",
        "/own/..%2fserver.py",
        "//etc/passwd",
    ],
)
def test_closed_to_reading(url: str, path: str) -> None:
    answer = httpx.get(httpx.URL(url, raw_path=path.encode()))
    assert answer.status_code in (400, 403, 404)
    assert "root:" not in answer.text
    assert "import " not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/upload", "/gradio_api/run/ask", "/gradio_api/api/ask", "/gradio_api/component_server", "/login"],
)
def test_closed_to_writing(url: str, path: str) -> None:
    assert httpx.post(f"{url}{path}", files={"files": b"x"}).status_code == 404
    assert httpx.post(f"{url}{path}", json={"data": []}).status_code == 404


def test_other_methods_are_refused(url: str) -> None:
    assert httpx.put(f"{url}/api/ask", json=GOAL).status_code == 405
    assert httpx.get(f"{url}/api/ask").status_code == 405
    assert httpx.options(f"{url}/api/ask", headers={"origin": url}).status_code == 405


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/gradio_api/queue/join", {"data": ["x"], "fn_index": 999, "session_hash": "a"}),
        ("/gradio_api/queue/join", {"data": [], "fn_index": 0, "session_hash": "a"}),
        ("/gradio_api/queue/join", {"data": ["x"], "fn_index": [], "session_hash": "a"}),
        ("/gradio_api/queue/join", {"data": ["x"], "fn_index": 0, "session_hash": "../../x"}),
        ("/gradio_api/queue/join", {"data": ["x"], "fn_index": 0, "session_hash": "x" * 100_000}),
        ("/gradio_api/queue/join", {"data": ["x"], "fn_index": 0, "session_hash": "a", "batched": True}),
        ("/gradio_api/queue/join", []),
        ("/gradio_api/call/ask", {"data": []}),
        ("/gradio_api/call/nothing", {"data": []}),
        ("/gradio_api/cancel", {}),
    ],
)
def test_what_gradio_would_fail_on_is_refused(url: str, path: str, body: Any) -> None:
    answer = httpx.post(f"{url}{path}", json=body)
    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text


def test_calls_that_are_not_waiting_are_told_so(url: str) -> None:
    assert httpx.get(f"{url}/gradio_api/queue/data", params={"session_hash": "nobody"}).status_code == 404
    assert httpx.get(f"{url}/gradio_api/call/ask/nothing").status_code == 404


# Who may ask


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "evil.example:7860", ""]
)
def test_other_host_names_are_refused(url: str, host: str) -> None:
    assert httpx.get(f"{url}/api/state", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "192.168.1.7:80"])
def test_plain_addresses_and_localhost_are_answered(url: str, host: str) -> None:
    assert httpx.get(f"{url}/api/state", headers={"host": host}).status_code == 200


def test_the_operators_names_are_answered(plain: Assistant) -> None:
    with served(plain, replace(plain.settings, names="ask.example, b.example")) as named:
        for host, status in (("ask.example", 200), ("B.example:443", 200), ("c.example", 421)):
            assert httpx.get(f"{named.url}/api/state", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/gradio_api/queue/join", "/mcp"])
def test_other_sites_cannot_post(url: str, path: str, headers: dict[str, str]) -> None:
    assert httpx.post(f"{url}{path}", json=GOAL, headers=headers).status_code == 403


def test_the_page_itself_can_post(url: str) -> None:
    own = {"origin": url, "sec-fetch-site": "same-origin"}
    assert httpx.post(f"{url}/api/ask", json=GOAL, headers=own).status_code == 200
