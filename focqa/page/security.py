"""The guard in front of every request: what may be asked, by whom, how large, and what a browser may do with the answer.

Gradio serves far more than this page uses (uploads, files, a proxy, monitoring, its own documentation). So the guard
lists what is open and everything else is 404, also what a later Gradio adds. Behind escaping stands the content security
policy: were hostile text ever to become markup, the browser would still fetch nothing from elsewhere.
"""

import asyncio
import ipaddress
import logging
import re
import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("focqa")
# Bytes of a request's body, and seconds in which it must have arrived.
MAX_BODY, BODY_SECONDS = 1_000_000, 15.0
Look = Callable[[str, str, bytes | None], None]
# Gradio's own picture and name for those who show previews of links.
_PREVIEWS = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_HASH = r"[A-Za-z0-9_-]{1,64}"
_NAME = r"[A-Za-z0-9_]{1,64}"
# Ours first; then what Gradio's page and client need. Both methods and paths are told.
OPEN = tuple(
    (frozenset(methods.split()), re.compile(path))
    for methods, path in (
        ("GET HEAD", r"/|/favicon\.ico|/robots\.txt|/manifest\.json|/own/[\w./-]+|/api/state"),
        ("POST", rf"/api/{_NAME}"),
        ("GET", rf"/api/export/{_NAME}"),
        ("GET POST DELETE", r"/mcp"),
        ("GET HEAD", r"/config/?|/theme\.css|/assets/[\w./-]+|/static/[\w./-]+|/svelte/[\w./-]+"),
        ("GET HEAD", r"/gradio_api/(info|app_id|startup-events|theme\.css)/?"),
        ("GET", rf"/gradio_api/(heartbeat/{_HASH}|queue/data|call/{_NAME}/{_HASH})"),
        ("POST", rf"/gradio_api/(queue/join|cancel|reset|call/{_NAME})/?"),
    )
)
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio compiles its components' templates, hence eval; inline scripts and handlers run only with the nonce.
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        # Its components carry inline styles, which no nonce can cover.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "media-src 'none'",
        "frame-src 'none'",
        "object-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
    )
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Refusal(Exception):
    """Why a request is not let in."""

    def __init__(self, status: int, told: str) -> None:
        """A status from 400 on, and what the caller is told."""
        super().__init__(told)
        self.status, self.told = status, told

    def response(self) -> Response:
        """As JSON."""
        later = {"retry-after": "2"} if self.status == 503 else None
        return JSONResponse({"error": self.told}, self.status, later)


class Guard:
    """ASGI middleware; put it outermost."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = (), look: Look | None = None) -> None:
        """Guard an application that answers to ``localhost``, to plain addresses and to these host names.

        Args:
            app: What is guarded.
            names: Further host names; ``*`` lets in any.
            look: Looks at path, query and body of what passed all else, and raises ``Refusal``.
        """
        self.app, self.names, self.look = app, frozenset(n.lower() for n in ("localhost", *names)), look

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here
        guarded = _Page(send) if scope["path"] == "/" else _Sent(send)
        try:
            self._check(scope)
            body = None
            if scope["method"] == "POST":
                body = await _whole_body(Headers(scope=scope), receive)
                receive = _replayed(body, receive)
            if self.look:
                self.look(scope["path"], scope["query_string"].decode("latin-1"), body)
            await self.app(guarded.readable(scope), receive, guarded)
        except Refusal as refusal:
            await refusal.response()(scope, receive, guarded)
        except Exception:
            _log.exception("focqa: a request failed")
            if not guarded.started:
                await Refusal(500, "focqa failed here; the server's log says how").response()(scope, receive, guarded)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._knows(host):
            raise Refusal(421, "this server does not answer to that host name; the operator can add it to FOCQA_NAMES")
        if scope["method"] not in ("GET", "HEAD") and _is_foreign(headers, host):
            raise Refusal(403, "requests from other sites are refused")
        path = scope["path"]
        allowed = [methods for methods, pattern in OPEN if pattern.fullmatch(path)]
        if not allowed or ".." in path:
            raise Refusal(404, "there is nothing here")
        if not any(scope["method"] in methods for methods in allowed):
            raise Refusal(405, f"use {' or '.join(sorted(frozenset.union(*allowed)))} here")

    def _knows(self, host: str) -> bool:
        """Whether a host is ours. A plain address always is: another site's name cannot be made to point at it."""
        name = _without_port(host).lower()
        if "*" in self.names or name in self.names:
            return True
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True


class _Sent:
    """``send`` with the security headers added, which remembers whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self.send, self.started, self.nonce = send, False, secrets.token_urlsafe(16)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name in [n for n in headers if n.startswith("access-control-")]:
                del headers[name]
            headers["content-security-policy"] = POLICY.format(nonce=self.nonce)
            for name, value in HEADERS.items():
                headers[name] = value
        await self.send(message)

    def readable(self, scope: Scope) -> Scope:
        """The request, changed where the answer must come in a form that can be worked on."""
        return scope


class _Page(_Sent):
    """The page itself: the inline scripts that Gradio's template starts with get the nonce, so that no others run."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = _PREVIEWS.sub(b"", self._body).replace(b"<script", f'<script nonce="{self.nonce}"'.encode())
        headers = MutableHeaders(scope=self._start)
        if body:  # HEAD has none
            headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        await super().__call__(self._start)
        await super().__call__({"type": "http.response.body", "body": body})

    def readable(self, scope: Scope) -> Scope:
        """Without leave to compress."""
        return {**scope, "headers": [(n, v) for n, v in scope["headers"] if n != b"accept-encoding"]}


def _without_port(host: str) -> str:
    return re.sub(r":\d{1,5}$", "", host)


def _is_foreign(headers: Headers, host: str) -> bool:
    """Whether a page of another site sent this. Programs send no Origin, and no site can make a browser leave it out."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    return _bare(origin.partition("://")[2]) != _bare(host)


def _bare(host: str) -> str:
    return re.sub(r":(80|443)$", "", host.lower())


async def _whole_body(headers: Headers, receive: Receive) -> bytes:
    """The body, read before anything else sees it: no larger and no slower than the limits.

    Raises:
        Refusal: 413 if it is too large, 408 if it does not come, 400 if the sender went away.
    """
    too_large = Refusal(413, f"a request may have {MAX_BODY:,} bytes; send less")
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_BODY:
        raise too_large
    body = b""
    more = True
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refusal(400, "the request broke off")
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > MAX_BODY:
                    raise too_large
    except TimeoutError:
        raise Refusal(408, f"the request did not arrive within {BODY_SECONDS:.0f} seconds; send it again") from None
    return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
