"""Many people asking at once: ``python -m evals.load --askers 50 --questions 2000``.

A real server runs as a child process. Every answer is compared with what the assistant says in this process, so that one
that is wrong, or another's, is counted. Odd askers use plain HTTP, even ones Gradio's queue in sessions of their own.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from evals import sets
from evals.serving import Child, child
from focqa import render
from focqa.assistant import open_assistant

# What two processes agree on to the letter; scores may differ in their last digits.
_SAME = ("question", "status", "reason", "text", "sentences", "citations", "suggestions")
_PATIENCE = 120.0
_FIRST = 200


@dataclass
class Tally:
    """What became of a number of questions; times in seconds."""

    times: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    wrong: int = 0
    lost: int = 0
    seconds: float = 0.0

    def line(self, name: str) -> str:
        """As one line."""
        if not self.times:
            return f"{name}: no answers, {self.lost} lost\n"
        told = f", {len(self.refusals)} refused within {1000 * max(self.refusals):.0f} ms" if self.refusals else ""
        p95 = statistics.quantiles(self.times, n=20)[-1] if len(self.times) > 1 else self.times[0]
        return (
            f"{name}: {len(self.times)} answers, {self.wrong} wrong, {self.lost} lost{told}; "
            f"{len(self.times) / self.seconds:.1f} a second, "
            f"p50 {1000 * statistics.median(self.times):.0f} ms, p95 {1000 * p95:.0f} ms\n"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as sent, and the answer it must get."""

    question: str
    history: list[list[str]]
    answer: dict[str, Any]


def prepare() -> list[Asked]:
    """The dev questions with the answers of an assistant in this process."""
    assistant = open_assistant()
    found = []
    for q in sets.load(sets.resolve("dev"), assistant.catalogue):
        history = [[turn.question, turn.answer] for turn in q.history]
        answer = render.answer_json(assistant.ask(q.question, [(t[0], t[1]) for t in history]))
        found.append(Asked(q.question, history, _same(json.loads(json.dumps(answer)))))
    return found


def _same(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer.get(name) for name in _SAME}


async def ask(client: httpx.AsyncClient, asker: int, asked: Asked, tally: Tally) -> None:
    """Ask one question as one asker does, and note what became of it."""
    started = time.perf_counter()
    try:
        status, answer = await (_plainly if asker % 2 else _queued)(client, asker, asked)
    except (httpx.HTTPError, ValueError, KeyError):
        tally.lost += 1
        return
    spent = time.perf_counter() - started
    if status == 503:
        tally.refusals.append(spent)
        return
    tally.times.append(spent)
    tally.wrong += _same(answer) != asked.answer


async def _plainly(client: httpx.AsyncClient, _: int, asked: Asked) -> tuple[int, Any]:
    answer = await client.post("/api/ask", json={"question": asked.question, "history": asked.history})
    return answer.status_code, answer.json()


async def _queued(client: httpx.AsyncClient, asker: int, asked: Asked) -> tuple[int, Any]:
    body = {"data": [asked.question, asked.history, None, None], "session_hash": f"asker{asker}"}
    joined = await client.post("/gradio_api/call/ask", json=body)
    if joined.status_code != 200:
        return joined.status_code, {}
    stream = await client.get(f"/gradio_api/call/ask/{joined.json()['event_id']}")
    said = [line for line in stream.text.splitlines() if line.startswith("data: [")]
    if not said:
        if "ask again" in stream.text:  # let in at the door, but the desk was full by then
            return 503, {}
        raise ValueError(stream.text[:200])
    return 200, json.loads(said[-1].removeprefix("data: "))[0]


async def together(url: str, asked: list[Asked], askers: int, count: int, first: int = 0) -> Tally:
    """So many askers, each asking its next question when it has the answer, until ``count`` are asked."""
    tally, numbers = Tally(), iter(range(first, first + count))

    async def asker(n: int) -> None:
        for number in numbers:
            await ask(client, n, asked[number % len(asked)], tally)

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE, limits=limits) as client:
        started = time.perf_counter()
        await asyncio.gather(*(asker(n) for n in range(askers)))
        tally.seconds = time.perf_counter() - started
    return tally


def measure(server: Child, asked: list[Asked], askers: int, questions: int, burst: int) -> bool:
    """Run the phases and print them; whether every answer was right and none lost."""
    say = sys.stdout.write
    server.wait("/api/state")
    asyncio.run(together(server.url, asked, 1, 20))
    memory = {0: server.memory()}
    one = asyncio.run(together(server.url, asked, 1, _FIRST))
    say(one.line("1 asker, Gradio's queue"))
    memory[_FIRST] = server.memory()
    many = asyncio.run(together(server.url, asked, askers, questions - _FIRST, _FIRST))
    memory[questions] = server.memory()
    say(many.line(f"{askers} askers"))
    crowd = asyncio.run(together(server.url, asked, burst, burst))
    say(crowd.line(f"{burst} at once"))
    say("memory: " + ", ".join(f"{mb:.0f} MB after {n:,} questions" for n, mb in memory.items()) + "\n")
    runs = (one, many, crowd)
    return not any(t.wrong or t.lost for t in runs)


def main() -> None:
    """Read the options, measure, and end with 1 if an answer was wrong or lost."""
    options = argparse.ArgumentParser(description="Many people asking a real server at once.")
    options.add_argument("--askers", type=int, default=50)
    options.add_argument("--questions", type=int, default=2000, help="In all, with the 200 of one asker.")
    options.add_argument("--burst", type=int, default=200, help="Then so many at the same moment, over the limit.")
    chosen = options.parse_args()
    asked = prepare()
    with child() as server:
        good = measure(server, asked, chosen.askers, max(chosen.questions, 2 * _FIRST), chosen.burst)
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
