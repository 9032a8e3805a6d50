"""A warm question against embedding it, side by side in one run: ``make bench``. Ratios, since machines differ."""

import os
import statistics
import sys
import time

from evals import sets
from focqa.assistant import open_assistant
from focqa.timing import listen


def main() -> None:
    """Time every dev question and its embedding, alternately, and print the medians."""
    assistant = open_assistant()
    questions = sets.load(sets.resolve("dev"), assistant.catalogue)
    embedder = assistant.index.embedder
    for q in questions[:10]:
        assistant.ask(q.question, q.history)
    asked, embedded = [], []
    stages: dict[str, list[float]] = {}
    for q in questions:
        started = time.perf_counter()
        with listen() as seconds:
            assistant.ask(q.question, q.history)
        asked.append(time.perf_counter() - started)
        started = time.perf_counter()
        embedder.encode([q.question])
        embedded.append(time.perf_counter() - started)
        for stage, spent in seconds.items():
            stages.setdefault(stage, []).append(spent)
    say = sys.stdout.write
    say(f"n = {len(questions)} dev questions, {os.cpu_count()} cores\n")
    say(f"asking     median {1000 * statistics.median(asked):6.1f} ms\n")
    say(f"embedding  median {1000 * statistics.median(embedded):6.1f} ms\n")
    say(f"ratio of the medians {statistics.median(asked) / statistics.median(embedded):.2f}\n")
    for stage, times in stages.items():
        say(
            f"  {stage:12} median {1000 * statistics.median(times):6.1f} ms over {len(times)} questions that reach it\n"
        )


if __name__ == "__main__":
    main()
