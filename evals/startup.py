"""How long until the page is there, beside Gradio with an empty page: ``python -m evals.startup``. The index exists already.

Each time is from starting the process to the first whole page over HTTP. The two are started by turns.
"""

import statistics
import sys
import time

import httpx

from evals.serving import child
from focqa.assistant import open_assistant

RUNS = 5
# One that the tree cannot answer, so that the model must have been loaded.
_MEANT = "What does the Coalition say about spyware?"
_EMPTY = """
import os
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr
with gr.Blocks() as page:
    pass
page.launch(server_name="127.0.0.1", quiet=False, footer_links=[])
"""


def main() -> None:
    """Print the medians and their ratio."""
    open_assistant()
    alone, page, ready, answer = [], [], [], []
    for _ in range(RUNS):
        with child(("-u", "-c", _EMPTY)) as server:
            alone.append(server.wait("/"))
        with child() as server:
            page.append(server.wait("/"))
            ready.append(server.wait("/api/state"))
            httpx.post(f"{server.url}/api/ask", json={"question": _MEANT}, timeout=120).raise_for_status()
            answer.append(time.perf_counter() - server.started)
    middle = statistics.median(alone)
    say = sys.stdout.write
    say(f"n = {RUNS} starts of each, by turns; seconds from starting the process, median (least to most)\n")
    for name, times in (
        ("Gradio, empty page", alone),
        ("focqa, page", page),
        ("focqa, index open", ready),
        ("focqa, model's answer", answer),
    ):
        say(
            f"{name:24}{statistics.median(times):6.2f} ({min(times):.2f} to {max(times):.2f})"
            f"  {statistics.median(times) / middle:.2f} times Gradio alone\n"
        )


if __name__ == "__main__":
    main()
