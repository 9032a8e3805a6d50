"""One event loop in a thread of its own, so that plain code can read an asynchronous stream, and stop it at any moment."""

import asyncio
import os
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from typing import Any, TypeVar

T = TypeVar("T")
_loops: dict[int, asyncio.AbstractEventLoop] = {}
_lock = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """The loop of this process; a forked child gets its own, since threads do not outlive a fork."""
    with _lock:
        if os.getpid() not in _loops:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="focqa-background", daemon=True).start()
            _loops[os.getpid()] = loop
        return _loops[os.getpid()]


def iterate(make: Callable[[], AsyncGenerator[T, None]]) -> Iterator[T]:
    """The items of an asynchronous iterator as they come; closing this one cancels that one at once."""
    items: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    async def drain() -> None:
        try:
            async with aclosing(make()) as source:
                async for item in source:
                    items.put((True, item))
            items.put((False, None))
        except BaseException as error:
            items.put((False, error))
            raise

    running = asyncio.run_coroutine_threadsafe(drain(), _loop())
    try:
        while True:
            more, item = items.get()
            if not more:
                break
            yield item
        if item is not None:
            raise item
    finally:
        running.cancel()
