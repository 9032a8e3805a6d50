"""Chat models: ``provider:model`` through LangChain, any chat model of LangChain's, or ``local``, as a ``Chat``.

What a vendor raises ends here: it becomes a ``ChatModelError`` in words of our own, since a vendor's message may hold a
key, an address or a whole request.
"""

import asyncio
import itertools
import re
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from focqa.answer.generate import Chat
from focqa.answer.prompts import Message
from focqa.errors import ChatModelError, InputError, MissingExtra

_SPEC = re.compile(r"(?P<provider>[a-z][a-z0-9_]*):(?P<model>\S+)")
_EXTRAS = ("openai", "ollama")
# Providers whose streams always close with a reason; without one the stream was dropped.
_CLOSES = {"openai": "finish_reason", "ollama": "done_reason"}
DROPPED = ChatModelError("the stream broke off", "broke off its reply", retryable=True)
_UNREADABLE = ("gave a reply that cannot be read", True)
_BY_STATUS: dict[int, tuple[str, bool]] = {
    400: ("refused the request", False),
    401: ("refused the key", False),
    403: ("refused the key", False),
    404: ("was not found at its provider", False),
    408: ("did not reply in time", True),
    409: ("is busy", True),
    413: ("found the request too long", False),
    422: ("refused the request", False),
    429: ("is busy: its provider lets no more requests in", True),
}
_AWAY = ("cannot be reached", True)
# By words in the names of an exception's classes, the first that fits.
_BY_NAME: tuple[tuple[str, tuple[str, bool]], ...] = (
    ("timeout", ("did not reply in time", True)),
    ("ratelimit", _BY_STATUS[429]),
    ("authentication", _BY_STATUS[401]),
    ("connect", _AWAY),
    ("network", _AWAY),
    ("protocol", (DROPPED.said, True)),
    ("readerror", (DROPPED.said, True)),
    ("decode", _UNREADABLE),
    ("validation", _UNREADABLE),
)


def open_chat(llm: object, seconds: float) -> Chat:
    """A chat model by its name, or as LangChain made it.

    Args:
        llm: ``provider:model`` as ``init_chat_model`` knows them, ``local``, ``local:FILE.gguf``, or a chat model.
        seconds: How long its provider may take for the first words; 1 to 600.

    Raises:
        InputError: If it is no chat model, or no provider of that name is known.
        MissingExtra: If the package it needs is not installed.
        ChatModelError: If it cannot be opened, such as for want of a key.
    """
    if not isinstance(llm, str):
        if hasattr(llm, "astream"):
            return LangChainChat(_name_of(llm), lambda _: llm)
        raise InputError(f"a chat model is provider:model, local or a LangChain chat model, not {type(llm).__name__}")
    if llm == "local" or llm.startswith("local:"):
        from focqa.local import open_local

        return open_local(llm.removeprefix("local").removeprefix(":"))
    return _by_name(llm, seconds)


def _by_name(spec: str, seconds: float) -> Chat:
    found = _SPEC.fullmatch(spec)
    if not found:
        raise InputError(f"{spec[:80]!r} names no chat model; give provider:model, for example ollama:llama3.2")
    provider = found["provider"]
    try:
        from langchain.chat_models import init_chat_model
    except ImportError:
        raise MissingExtra("langchain", "langchain") from None

    def made(number: int) -> Any:
        # A timeout of its own for each gives each its own connections: they cannot be shared between event loops.
        tried: tuple[dict[str, Any], ...] = ({"max_retries": 0, "timeout": seconds + number * 1e-6}, {})
        for options in tried:
            try:
                model = init_chat_model(found["model"], model_provider=provider, **options)
            except (TypeError, ValueError) as error:
                if options and "Unsupported provider" not in str(error):
                    continue
                raise
            return model
        raise AssertionError

    try:
        return LangChainChat(spec, made, made(0))
    except ImportError as error:
        package = re.search(r"langchain[-_][a-z0-9_-]+", str(error))
        name = package[0].replace("_", "-") if package else f"langchain-{provider}"
        raise MissingExtra(provider if provider in _EXTRAS else "", name) from None
    except Exception as error:
        if "Unsupported provider" in str(error):
            raise InputError(
                f"no provider {provider!r} of chat models is known; give for example openai or ollama"
            ) from None
        raise ChatModelError(
            f"{spec}: cannot be opened ({type(error).__name__}); is the provider's key set, such as {provider.upper()}_API_KEY?"
        ) from None


def _name_of(model: Any) -> str:
    inner = getattr(model, "bound", model)
    name = getattr(inner, "model_name", None) or getattr(inner, "model", None)
    kind = str(getattr(inner, "_llm_type", type(inner).__name__)).removesuffix("-chat").removeprefix("chat-")
    return f"{kind}:{name}" if isinstance(name, str) else kind


@dataclass(frozen=True)
class LangChainChat:
    """A chat model of LangChain's as a ``Chat``.

    Attributes:
        name: As shown to people.
    """

    name: str
    _make: Callable[[int], Any] = field(repr=False)
    _first: Any = field(default=None, repr=False)
    _by_loop: "WeakKeyDictionary[asyncio.AbstractEventLoop, Any]" = field(default_factory=WeakKeyDictionary, repr=False)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1), repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    async def astream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """The reply's text as it comes.

        Raises:
            ChatModelError: Whatever goes wrong.
        """
        closing, closed, talked = "", False, False
        try:
            async with aclosing(self._model().astream(list(messages))) as chunks:
                async for chunk in chunks:
                    about = getattr(chunk, "response_metadata", {})
                    closing = closing or _CLOSES.get(about.get("model_provider", ""), "")
                    closed = closed or not closing or bool(about.get(closing))
                    text = _text(chunk)
                    if text:
                        talked = True
                        yield text
        except Exception as error:
            found = mapped(error)
            raise (DROPPED if talked and found.said == _AWAY[0] else found) from None
        if closing and not closed:
            raise DROPPED

    def _model(self) -> Any:
        loop = asyncio.get_running_loop()
        with self._lock:
            if loop not in self._by_loop:
                number = next(self._numbers)
                self._by_loop[loop] = self._first if self._first and number == 1 else self._make(number)
            return self._by_loop[loop]


def _text(chunk: object) -> str:
    return chunk if isinstance(chunk, str) else str(getattr(chunk, "text", ""))


def mapped(error: Exception) -> ChatModelError:
    """A vendor's exception as ours, by its status or its classes' names; its own words are not kept."""
    if isinstance(error, ChatModelError):
        return error
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int) and status >= 400:
        said, retryable = _BY_STATUS.get(status, (f"refused the request ({status})", False))
        if status >= 500:
            said, retryable = f"had an error of its own ({status})", True
        return ChatModelError(f"status {status}", said, retryable)
    names = " ".join(c.__name__.lower() for c in type(error).__mro__)
    for part, (said, retryable) in _BY_NAME:
        if part in names:
            return ChatModelError(type(error).__name__, said, retryable)
    return ChatModelError(type(error).__name__, f"failed ({type(error).__name__})", retryable=True)
