"""The desk: how many questions are answered at the same time, and how many may wait."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from focqa.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")
_BUSY = "too many questions are waiting; ask again in a few seconds"


class Desk:
    """One limit for the page, HTTP and MCP together: ``askers`` threads, ``queue`` places to wait, no more."""

    def __init__(self, askers: int, queue: int) -> None:
        """Open the desk; its threads start when first needed."""
        self._pool = ThreadPoolExecutor(askers, thread_name_prefix="asker")
        self._places = threading.BoundedSemaphore(askers + queue)

    def check(self) -> None:
        """Whether there is a place, for those who would rather not come in.

        Raises:
            Busy: If every place is taken.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(_BUSY)
        self._places.release()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do some work in a thread, in its turn; who gives up waiting gives up the place.

        Raises:
            Busy: At once, if every place is taken.
        """
        return await asyncio.wrap_future(self.submit(work, *args, **kwargs))

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """As ``run``, for code without an event loop.

        Raises:
            Busy: At once, if every place is taken.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(_BUSY)
        try:
            future = self._pool.submit(work, *args, **kwargs)
        except BaseException:
            self._places.release()
            raise
        future.add_done_callback(lambda _: self._places.release())
        return future

    def close(self) -> None:
        """Let go of what waits; what is being answered is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)
