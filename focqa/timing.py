"""Seconds per stage, measured only while somebody listens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_sink: ContextVar[dict[str, float] | None] = ContextVar("focqa_stage_seconds", default=None)


@contextmanager
def listen() -> Iterator[dict[str, float]]:
    """Collect the seconds each stage takes inside the block, by name; threads and tasks have their own."""
    seconds: dict[str, float] = {}
    token = _sink.set(seconds)
    try:
        yield seconds
    finally:
        _sink.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the block's seconds to a stage."""
    seconds = _sink.get()
    if seconds is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - started
