"""A real HTTP server on loopback that speaks OpenAI's chat API and Ollama's, with scripted replies.

The model's name chooses the script. A script sees what it was sent, so a good reply really cites what it was given.
"""

import json
import re
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PROVISION = re.compile(r'<provision id="([^"]+)">\n(.*?)\n(.*?)\n</provision>', re.S)
_DRAFT = re.compile(r"<draft>\n(.*?)\n</draft>", re.S)
KEY = "sk-test-do-not-print-0123456789"
PIECE = 7


@dataclass
class Scripted:
    """What the server does and has seen.

    Attributes:
        url: Its address.
        seen: The prompts, in order.
        open: Requests under way.
        obeys: For the model ``obeying``: words in a prompt, and what it then says.
    """

    url: str = ""
    seen: list[str] = field(default_factory=list)
    open: int = 0
    obeys: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def idle(self, seconds: float = 10.0) -> bool:
        """Whether all requests end within a time."""
        until = time.monotonic() + seconds
        while self.open and time.monotonic() < until:
            time.sleep(0.02)
        return self.open == 0


def given(prompt: str) -> list[tuple[str, str]]:
    """The provisions in a prompt: id and first sentence."""
    return [(id_, re.split(r"(?<=[.!?]) ", text)[0]) for id_, _, text in _PROVISION.findall(prompt)]


def good(prompt: str) -> str:
    """A faithful reply: the draft where there is one, else the first provision's first sentence."""
    draft = _DRAFT.search(prompt)
    if draft:
        return draft[1]
    id_, text = given(prompt)[0]
    return f"{text} [{id_}]"


def negated(prompt: str) -> str:
    """The good reply turned into its opposite."""
    return "\n".join(re.sub(r"^(\W*)(\w)", r"\1Do not ever \2", line) for line in good(prompt).split("\n"))


def whole(model: str, prompt: str, script: Scripted, times: int) -> str:
    """The text a model replies with."""
    obeyed = [reply for words, reply in script.obeys if words in prompt]
    replies = {
        "inventing": f"{good(prompt)}\nThe Coalition owns a bank in Bern [poa-2024/9.9.z].",
        "misusing": f"{good(prompt)}\nThe Coalition owns a bank in Bern [{given(prompt)[0][0]}]."
        if given(prompt)
        else "",
        "contradicting": negated(prompt),
        "refusing": "I am sorry, but I cannot help with that.",
        "abstaining": "NOT IN THE PROVISIONS",
        "empty": "",
        "ignoring": "The programme has many interesting parts. Ask me anything else!",
        "learning": good(prompt) if times > 1 else "The programme has many interesting parts.",
        "partial": good(prompt).split("\n")[0],
        "obeying": "\n".join(obeyed) or good(prompt),
    }
    return replies.get(model, good(prompt))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Scripted
    calls: dict[str, int]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.script.lock:
            self.script.open += 1
            prompt = "\n".join(str(m["content"]) for m in asked["messages"])
            self.script.seen.append(prompt)
            model = asked["model"]
            self.calls[model] = self.calls.get(model, 0) + 1
        try:
            self._reply(asked, model, prompt)
        except OSError:
            self.close_connection = True
        finally:
            with self.script.lock:
                self.script.open -= 1

    def _reply(self, asked: dict[str, Any], model: str, prompt: str) -> None:
        status = {"busy": 429, "broken": 500, "locked": 401, "unknown": 404}.get(model)
        if model in ("busy_once", "broken_once") and self.calls[model] == 1:
            status = 429 if model == "busy_once" else 500
        if status:
            self._json({"error": {"message": f"no: {self.headers.get('Authorization')}", "type": "x"}}, status)
            return
        if model == "slow":
            self._wait(120)
            return
        ollama = self.path == "/api/chat"
        if asked.get("tools"):
            self._json(_tool_reply(asked))
            return
        text = whole(model, prompt, self.script, self.calls[model])
        if not asked.get("stream", ollama):
            self._json(_completion(text))
            return
        self._start("application/x-ndjson" if ollama else "text/event-stream")
        size = PIECE * 20 if model == "unhurried" else PIECE
        pieces = [text[i : i + size] for i in range(0, len(text), size)]
        self._stream(model, pieces, _ollama if ollama else _openai)

    def _stream(self, model: str, pieces: list[str], form: Any) -> None:
        if model == "dripping":
            while not self._gone(0.2):
                self._chunk(b": still here\n\n")
            return
        if model == "garbage":
            self._chunk(b'data: {"choices": [{"delta": \n\n' if form is _openai else b'{"message": \n')
        times = 10_000 if model == "endless" else 1
        for _ in range(times):
            kept = pieces[: len(pieces) * 2 // 3] if model == "cut" else pieces
            for piece in kept:
                self._chunk(form(piece, False))
                if model == "unhurried" and self._gone(0.2):
                    return
            if model == "endless":
                self._chunk(form("\n", False))
            if model == "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
        self._chunk(form("", True))
        self._chunk(b"")

    def _gone(self, seconds: float) -> bool:
        """Whether the other side hangs up within a time."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""

    def _wait(self, seconds: float) -> None:
        self._gone(seconds)
        self.close_connection = True

    def _start(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _json(self, record: dict[str, Any], status: int = 200) -> None:
        data = json.dumps(record).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _openai(text: str, last: bool) -> bytes:
    delta: dict[str, Any] = {} if last else {"role": "assistant", "content": text}
    record = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": "stop" if last else None}],
    }
    end = "data: [DONE]\n\n" if last else ""
    return f"data: {json.dumps(record)}\n\n{end}".encode()


def _ollama(text: str, last: bool) -> bytes:
    record: dict[str, Any] = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z", "done": last}
    record["message"] = {"role": "assistant", "content": text}
    return (json.dumps(record | ({"done_reason": "stop"} if last else {})) + "\n").encode()


def _completion(text: str, calls: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    message = {"role": "assistant", "content": text} | ({"tool_calls": calls} if calls else {})
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]}


def _tool_reply(asked: dict[str, Any]) -> dict[str, Any]:
    """An agent's model: calls the first tool with the question, then repeats what the tool said."""
    last = asked["messages"][-1]
    if last["role"] == "tool":
        return _completion(f"The tool says: {last['content']}")
    function = asked["tools"][0]["function"]
    argument = next(iter(function["parameters"]["properties"]))
    call = {"name": function["name"], "arguments": json.dumps({argument: last["content"]})}
    return _completion("", [{"id": "t1", "type": "function", "function": call}])


@contextmanager
def serve() -> Iterator[Scripted]:
    """Run the server while the block lasts."""
    script = Scripted()
    handler = type("Handler", (_Handler,), {"script": script, "calls": {}})

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

        def handle_error(self, *_: Any) -> None:
            """A caller that hung up is no error here."""

    server = Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
