"""What visitors see. ``layout`` is the seam: give it an opener, a desk and settings, get the page."""

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from focqa import render
from focqa.errors import FocqaError
from focqa.page.machines import Machines
from focqa.page.opener import Opener
from focqa.settings import Settings

FONTS = ["system-ui", "sans-serif"]
# Named fonts of the system: Gradio's own themes would fetch theirs from another host.
THEME = gr.themes.Default(font=FONTS, font_mono=["ui-monospace", "monospace"])


def layout(opener: Opener, settings: Settings, machines: Machines) -> gr.Blocks:
    """The page.

    Args:
        opener: Tells how far the index is, and gives the assistant.
        settings: Limits; ``max_question`` is the longest question.
        machines: The functions programs call, already on the page's API; their desk is where work is done.
    """
    page: gr.Blocks
    with gr.Blocks(title="focqa", analytics_enabled=False) as page:
        status = gr.HTML(label="State", show_label=False)
        question = gr.Textbox(label="Your question", max_length=settings.max_question)
        button = gr.Button("Ask", variant="primary")
        answer = gr.HTML(label="Answer", show_label=False)

        async def answered(text: str) -> str:
            try:
                found = await machines.desk.run(lambda: opener.assistant().ask(text))
            except FocqaError as error:
                return f"<p>{escape(str(error))}</p>"
            return f"<pre>{escape(render.answer_text(found))}</pre>"

        common: dict[str, Any] = {"fn": answered, "inputs": question, "outputs": answer, "api_visibility": "private"}
        button.click(**common)
        question.submit(**common)
        page.load(lambda: progress(opener), outputs=status, api_visibility="private", concurrency_limit=None)
    return page


def progress(opener: Opener) -> Iterator[str]:
    """Lines of HTML about the opening, until it is over; "" when there is nothing to say."""
    while True:
        state = opener.wait(0.5)
        if state.ready or state.error:
            yield escape(state.error)
            return
        yield f"Building the index: {state.done} of {state.total} texts" if state.total else "Opening the index"
