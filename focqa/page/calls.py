"""Gradio's own calls, looked at before Gradio sees them: what it would fail on is refused, what it would hoard is bounded."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from focqa.errors import Busy
from focqa.page.desk import Desk
from focqa.page.security import Refusal

_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_JOIN = "/gradio_api/queue/join"
_CALL = re.compile(r"/gradio_api/call/(\w+)(?:/([\w-]+))?/?")
_DATA = "/gradio_api/queue/data"


class Messages(OrderedDict[str, Any]):
    """Messages waiting for each session, the longest unused session dropped first.

    Gradio's own keeps 2,000, drops the longest known even while it waits for an answer, and never forgets event ids.
    """

    def __init__(self, size: int, ids: dict[str, set[str]]) -> None:
        """Keep so many sessions; forget the event ids of a session with it."""
        super().__init__()
        self.size, self.ids = size, ids

    def __contains__(self, session: object) -> bool:
        """Whether a session is known; being asked for is being used."""
        known = super().__contains__(session)
        if known:
            self.move_to_end(str(session))
        return known

    def __setitem__(self, session: str, messages: Any) -> None:
        """Add a session."""
        if not super().__contains__(session) and len(self) >= self.size:
            dropped, _ = self.popitem(last=False)
            self.ids.pop(dropped, None)
        super().__setitem__(session, messages)


class Calls:
    """Checks Gradio's calls against the page's functions."""

    def __init__(self, page: Any, sessions: int, desk: Desk) -> None:
        """Take over a page's queue; call when the page is whole and its queue configured."""
        self.page, self.queue, self.desk = page, page._queue, desk
        self.queue.pending_messages_per_session = Messages(sessions, self.queue.pending_event_ids_session)

    def __call__(self, path: str, query: str, body: bytes | None) -> None:
        """Look at a request; ``body`` is None for one without.

        Raises:
            Refusal: If Gradio would fail on it.
        """
        call = _CALL.fullmatch(path)
        if path == _DATA:
            self._known(parse_qs(query).get("session_hash", [""])[0])
        elif path == _JOIN and body is not None:
            self._join(_object(body))
        elif call and body is not None:
            self._call(call[1], _object(body))
        elif call:
            self._event(call[2] or "")

    def _join(self, sent: dict[str, Any]) -> None:
        session = _session(sent)
        index = sent.get("fn_index")
        function = self._functions(session).get(index) if isinstance(index, int) else None
        if session is None or function is None or sent.get("batched"):
            raise Refusal(400, "this page has no such function; reload it")
        _enough(sent, len(function.inputs), "reload the page")

    def _call(self, name: str, sent: dict[str, Any]) -> None:
        _session(sent)
        found = [f for f in self.page.fns.values() if f.api_name == name and f.api_visibility == "public"]
        if not found:
            names = ", ".join(_names(self.page.fns.values()))
            raise Refusal(404, f"there is no function of that name; there are: {names}")
        try:
            self.desk.check(waiting=len(self.queue))
        except Busy as busy:
            raise Refusal(503, str(busy)) from None
        _enough(sent, len(found[0].inputs), f"use null for what you leave out, or POST a JSON object to /api/{name}")

    def _functions(self, session: str | None) -> dict[Any, Any]:
        """The functions a session sees: the page's, and what was added for it while it ran."""
        sessions = self.page.state_holder.session_data
        own = sessions[session].blocks_config.fns if session in sessions else {}
        return {**self.page.fns, **own}

    def _known(self, session: str) -> None:
        if session not in self.queue.pending_messages_per_session:
            raise Refusal(404, "nothing is waiting for that session")

    def _event(self, event: str) -> None:
        waiting = self.queue.pending_event_ids_session
        if event not in self.queue.event_ids_to_events and not any(event in ids for ids in waiting.values()):
            raise Refusal(404, "there is no such call; results are kept until they are fetched once, or for a while")


def _names(functions: Iterable[Any]) -> list[str]:
    return sorted({f.api_name for f in functions if f.api_visibility == "public" and f.api_name})


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is not JSON; send an object") from None
    if not isinstance(sent, dict):
        raise Refusal(400, "the body is not a JSON object")
    return sent


def _session(sent: dict[str, Any]) -> str | None:
    session = sent.get("session_hash")
    if session is not None and not (isinstance(session, str) and _SESSION.fullmatch(session)):
        raise Refusal(400, "session_hash must be 1 to 64 letters, digits, - or _")
    return session


def _enough(sent: dict[str, Any], wanted: int, remedy: str) -> None:
    data = sent.get("data")
    if not isinstance(data, list) or len(data) < wanted:
        raise Refusal(400, f"'data' must be a list of {wanted} values; {remedy}")
