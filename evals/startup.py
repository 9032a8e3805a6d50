"""How long until the page is there, beside Gradio with an empty page: ``python -m evals.startup``. The index exists already.

Each time is from starting the process to the first whole page over HTTP. The two are started by turns.
"""

import statistics
import sys

from evals.serving import child
from focqa.assistant import open_assistant

RUNS = 5
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
    alone, page, answers = [], [], []
    for _ in range(RUNS):
        with child(("-u", "-c", _EMPTY)) as server:
            alone.append(server.wait("/"))
        with child() as server:
            page.append(server.wait("/"))
            answers.append(server.wait("/api/state"))
    middle = statistics.median(alone)
    say = sys.stdout.write
    say(f"n = {RUNS} starts of each, by turns; seconds from starting the process, median (least to most)\n")
    for name, times in (
        ("Gradio, empty page", alone),
        ("focqa, page", page),
        ("focqa, answers", answers),
    ):
        say(
            f"{name:20}{statistics.median(times):6.2f} ({min(times):.2f} to {max(times):.2f})"
            f"  {statistics.median(times) / middle:.2f} times Gradio alone\n"
        )


if __name__ == "__main__":
    main()
