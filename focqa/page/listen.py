"""Listening: uvicorn with patience for slow senders, a printed address, and an end within ten seconds."""

import asyncio
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from focqa.errors import InputError

# Seconds for a request's head to arrive, for an unused connection to stay, and for requests to finish at the end.
HEAD_SECONDS, IDLE_SECONDS, GRACE_SECONDS = 15.0, 15, 8
# Connections at once; a page that is open holds one or two.
MAX_CONNECTIONS = 800


class Patient(H11Protocol):
    """HTTP/1.1 that hangs up on whoever takes too long over a request's head."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait again with the first bytes of each further request."""
        super().data_received(data)
        if self._waiting is None and self._is_between():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self._waiting:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._waited)

    def _waited(self) -> None:
        self._waiting = None
        if self._is_between() and not self.transport.is_closing():
            self.transport.close()

    def _is_between(self) -> bool:
        return self.cycle is None or self.cycle.response_complete


class Server(uvicorn.Server):
    """Says where it listens once it does, and tells the page's open streams to end when it is to stop."""

    def __init__(self, config: uvicorn.Config, told: str, on_stop: Callable[[], None]) -> None:
        """Remember what to print, and whom to tell."""
        super().__init__(config)
        self.told, self.on_stop = told, on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        sys.stdout.write(self.told + "\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams that would otherwise stay open for ever, then wait for the rest."""
        self.on_stop()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A second signal of any kind stops at once."""
        self.force_exit = self.should_exit
        super().handle_exit(sig, frame)


def listen(app: Any, host: str, port: int, on_stop: Callable[[], None]) -> None:
    """Serve until a signal says stop.

    Raises:
        InputError: If the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise InputError(
            f"{host} port {port} cannot be used ({error.strerror}); name another: focqa serve --port 7861"
        ) from None
    name = f"[{host}]" if ":" in host else host
    told = f"focqa: http://{name}:{bound.getsockname()[1]}/"
    Server(config(app), told, on_stop).run(sockets=[bound])


def config(app: Any) -> uvicorn.Config:
    """How uvicorn serves an application here."""
    return uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
