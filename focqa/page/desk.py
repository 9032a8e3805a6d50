"""The desk: how many questions are answered at the same time, and how many may wait."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from focqa.errors import Busy

T = TypeVar("T")


class Runner(Protocol):
    """Where work is done."""

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work in a thread, in its turn."""
        ...


class Desk:
    """One desk for the page, HTTP and MCP together: ``askers`` threads, ``queue`` places to wait."""

    def __init__(self, askers: int, queue: int) -> None:
        """Open the desk; its threads start when first needed."""
        self._pool = ThreadPoolExecutor(askers, thread_name_prefix="asker")
        self._places, self._inside, self._lock = askers + queue, 0, threading.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work in a thread, in its turn; who gives up waiting gives up the place.

        Raises:
            Busy: At once, if every place is taken.
        """
        return await asyncio.wrap_future(self.submit(work))

    def submit(self, work: Callable[[], T], admitted: bool = False) -> "Future[T]":
        """As ``run``, for code without an event loop; ``admitted`` work was let in before and is never refused.

        Raises:
            Busy: At once, if every place is taken.
        """
        with self._lock:
            if not admitted:
                self.check()
            self._inside += 1
        try:
            future = self._pool.submit(work)
        except BaseException:
            self._leave()
            raise
        future.add_done_callback(lambda _: self._leave())
        return future

    def check(self, waiting: int = 0) -> None:
        """Whether there is a place, where so many more are ``waiting`` elsewhere to come here.

        Raises:
            Busy: If every place is taken.
        """
        if self._inside + waiting >= self._places:
            raise Busy("too many questions are waiting; ask again in a few seconds")

    def close(self) -> None:
        """Let go of what waits; what is being answered is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _leave(self) -> None:
        with self._lock:
            self._inside -= 1


class Admitted:
    """The desk for those whom Gradio's queue has let in: they wait as long as it takes, and are never refused late."""

    def __init__(self, desk: Desk) -> None:
        """Lead to this desk."""
        self.desk = desk

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work in a thread, in its turn."""
        return await asyncio.wrap_future(self.desk.submit(work, admitted=True))
