"""A real server on loopback for tests, in a thread or as a process of its own."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from focqa.assistant import Assistant
from focqa.page import listen
from focqa.page.opener import Opener
from focqa.page.server import build
from focqa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server in a thread: its address without a slash at the end, and its application."""

    url: str
    app: FastAPI


@contextmanager
def served(assistant: Assistant | Opener, settings: Settings) -> Iterator[Running]:
    """Serve in a thread of this process."""
    app = build(assistant, settings)
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(listen.config(app))
    thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield Running(f"http://127.0.0.1:{bound.getsockname()[1]}", app)
    finally:
        app.state.gradio.stop_event.set()
        server.should_exit = True
        thread.join(PATIENCE)


@dataclass(frozen=True, slots=True)
class Child:
    """A server in a process of its own."""

    process: "subprocess.Popen[str]"
    url: str


@contextmanager
def child(*options: str, **environment: str) -> Iterator[Child]:
    """Start ``focqa serve`` on a free port; yields once it has printed its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "focqa.cli", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("focqa: http://"), line
        yield Child(process, line.removeprefix("focqa: ").strip().rstrip("/"))
    finally:
        process.kill()
        process.communicate()


def ready(url: str) -> None:
    """Wait until questions can be answered."""
    until = time.monotonic() + PATIENCE
    while httpx.get(f"{url}/api/state").status_code != 200:
        assert time.monotonic() < until, "the server did not become ready"
        time.sleep(0.1)
