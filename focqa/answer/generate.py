"""Phrasing: a chat model tells the composed answer's provisions in its own words, and every sentence of its is checked.

The model selects nothing. It is not asked where the composed answer abstains; it gets the provisions that were selected;
what the tree decided it must tell whole. Whatever goes wrong, the composed answer stands, with a note of what happened.
"""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from focqa.answer.prompts import REMINDER, Message
from focqa.answer.reply import IGNORED, SILENT, Reply, Task, prepare
from focqa.catalogue import Catalogue
from focqa.errors import ChatModelError
from focqa.types import Answer, Query

TRIES = 3
# Seconds before the second try, doubled before the third; each is shortened by up to half at random.
PAUSE = 0.8
# The whole reply may take this many times as long as its first words.
WHOLE = 3
_LATE = "did not reply in time"


class Chat(Protocol):
    """A chat model.

    Attributes:
        name: As shown to people, such as ``openai:NAME``.
    """

    @property
    def name(self) -> str:
        """As shown to people."""
        ...

    def astream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """The reply's text piece by piece; closing the iterator ends the request.

        Raises:
            ChatModelError: Whatever goes wrong.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Clock:
    """When the model must have begun, and when it must be done, in seconds of ``time.monotonic``."""

    seconds: float
    begun: float
    done: float

    @classmethod
    def start(cls, seconds: float) -> "_Clock":
        now = time.monotonic()
        return cls(seconds, now + seconds, now + WHOLE * seconds)

    def wait(self, talking: bool) -> float:
        """Seconds to wait for the next piece."""
        now = time.monotonic()
        return max(0.0, min(self.seconds, self.done - now) if talking else self.begun - now)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a try gave no answer, and whether another may."""

    said: str
    retryable: bool
    notes: tuple[str, ...] = ()


async def phrase(
    query: Query, composed: Answer, catalogue: Catalogue, chat: Chat, seconds: float
) -> AsyncGenerator[Answer, None]:
    """The answer in a chat model's words, sentence by sentence: each item is the answer so far, the last one is whole.

    Args:
        query: The question.
        composed: The composed and verified answer.
        catalogue: Where the provisions are.
        chat: The model.
        seconds: Until its first words must be there, retries included; the whole may take three times as long.
    """
    task = prepare(query, composed, catalogue)
    if task is None:
        yield composed
        return
    if not task.given:
        yield noted(composed, "The provisions are too long for the chat model; this is the composed answer.")
        return
    clock = _Clock.start(seconds)
    said = ""
    notes: tuple[str, ...] = ()
    for number in range(TRIES):
        sent = (*task.messages, ("human", REMINDER)) if said == IGNORED else task.messages
        trouble = None
        async with aclosing(_try(task, chat, sent, clock)) as steps:
            async for step in steps:
                if isinstance(step, _Trouble):
                    trouble = step
                else:
                    yield step
        if trouble is None:
            return
        content = trouble.said in (IGNORED, SILENT)
        said, notes = trouble.said, trouble.notes
        if not trouble.retryable or (content and number) or not await _rested(number, clock):
            break
    yield noted(composed, f"The chat model {said}; this is the composed answer.", *notes)


async def _try(
    task: Task, chat: Chat, messages: Sequence[Message], clock: _Clock
) -> AsyncGenerator[Answer | _Trouble, None]:
    """One try: answers so far, then the whole answer or what was wrong."""
    reply = Reply(task, chat.name)
    try:
        async with aclosing(_timed(chat.astream(messages), clock)) as pieces:
            async for piece in pieces:
                if reply.feed(piece) and reply.showable:
                    yield reply.answer
                if reply.full:
                    break
    except ChatModelError as error:
        yield _Trouble(error.said, error.retryable)
        return
    wrong = reply.finish()
    if wrong:
        yield _Trouble(wrong, wrong in (IGNORED, SILENT), reply.notes)
    else:
        yield reply.answer


async def _timed(pieces: AsyncGenerator[str, None], clock: _Clock) -> AsyncGenerator[str, None]:
    """The pieces as they come, as long as they come in time."""
    talking = False
    try:
        while True:
            try:
                async with asyncio.timeout(clock.wait(talking)):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise ChatModelError(_LATE) from None
            talking = talking or bool(piece.strip())
            yield piece
    finally:
        await pieces.aclose()


async def _rested(number: int, clock: _Clock) -> bool:
    """Wait before another try; False where no time is left for one."""
    pause = PAUSE * 2**number * random.uniform(0.5, 1.0)  # jitter, so that many callers do not come back together
    if pause >= clock.wait(talking=False):
        return False
    await asyncio.sleep(pause)
    return True


def noted(answer: Answer, *notes: str) -> Answer:
    """The answer with further notes."""
    return replace(answer, notes=(*answer.notes, *notes))
