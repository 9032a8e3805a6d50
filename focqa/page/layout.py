"""What visitors see: one page with tabs to ask, browse and compare, and beside them the evidence and the open document."""

from typing import Any

import gradio as gr

from focqa.page import feedback
from focqa.page.handlers import Page
from focqa.page.machines import Machines
from focqa.page.opener import Opener
from focqa.page.visit import Visit
from focqa.settings import Settings

FONTS = ["system-ui", "sans-serif"]
# Named fonts of the system: Gradio's own themes would fetch theirs from another host.
# Blue on white and white on blue hold the contrast that Gradio's orange does not.
THEME = gr.themes.Default(primary_hue="blue", font=FONTS, font_mono=["ui-monospace", "monospace"]).set(
    button_primary_background_fill="*primary_700",
    button_primary_background_fill_hover="*primary_800",
    button_primary_background_fill_dark="*primary_700",
    button_primary_background_fill_hover_dark="*primary_800",
    block_label_text_color="*neutral_700",
    block_title_text_color="*neutral_700",
    block_title_text_color_dark="*neutral_200",
    block_label_text_color_dark="*neutral_200",
)
HEAD = '<link rel="stylesheet" href="/own/page.css"><script src="/own/page.js"></script>'
_TITLE = (
    '<header class="fq-title"><h1>focqa</h1><p>Cited answers from the Freedom Online Coalition\'s documents. '
    "Not affiliated with the Coalition.</p></header>"
)
_OPENED = "() => window.focqa.opened()"
_ANSWERED = "() => window.focqa.answered()"


def layout(opener: Opener, settings: Settings, machines: Machines) -> gr.Blocks:
    """The page.

    Args:
        opener: Tells how far the index is, and gives the assistant.
        settings: Limits; ``max_question`` is the longest question.
        machines: The functions programs call, already on the page's API; their desk is where work is done.
    """
    page = Page(opener, settings, machines)
    blocks: gr.Blocks
    with gr.Blocks(title="focqa: cited answers", analytics_enabled=False) as blocks:
        _components(page)
        _wire(page, blocks)
    return blocks


def _components(page: Page) -> None:
    parts = page.parts
    parts["visit"] = gr.State(Visit())
    gr.HTML(_TITLE)
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=320), gr.Tabs():
            with gr.Tab("Ask"):
                _ask_tab(page)
            with gr.Tab("Browse"):
                with gr.Row():
                    parts["tree_years"] = gr.Dropdown(label="Years", multiselect=True, choices=[])
                    parts["tree_documents"] = gr.Dropdown(label="Documents", multiselect=True, choices=[])
                parts["tree"] = _panel()
            with gr.Tab("Compare"):
                with gr.Row():
                    parts["before"] = gr.Dropdown(label="Earlier year", choices=[])
                    parts["after"] = gr.Dropdown(label="Later year", choices=[])
                    parts["topic"] = gr.Textbox(label="Topic (left empty: everything)", max_length=200)
                parts["compare"] = gr.Button("Compare", variant="primary")
                parts["changes"] = _panel()
        with gr.Column(scale=2, min_width=320):
            parts["reader"] = _panel()
            parts["evidence"] = _panel()
            parts["picture"] = _panel()


def _ask_tab(page: Page) -> None:
    parts = page.parts
    parts["question"] = gr.Textbox(
        label="Your question",
        placeholder="For example: who manages the Digital Defenders Partnership?",
        # Longer than is answered, so that what is too long is told and not cut.
        max_length=10 * page.settings.max_question,
        autofocus=True,
    )
    with gr.Row():
        parts["button"] = gr.Button("Ask", variant="primary", scale=2)
        parts["new"] = gr.Button("New conversation", scale=1, min_width=200)
    with gr.Accordion("Keep to a year or a document", open=False), gr.Row():
        parts["years"] = gr.Dropdown(label="Years", multiselect=True, choices=[])
        parts["documents"] = gr.Dropdown(label="Documents", multiselect=True, choices=[])
    parts["answer"] = _panel()
    with gr.Group(visible=False) as parts["remark"]:
        parts["useful"] = gr.Radio(["Useful", "Not useful"], label="Was this answer useful?")
        parts["why"] = gr.Textbox(label="Why (kept by the operator of this page)", max_length=feedback.MAX_WHY)
        parts["send"] = gr.Button("Send")
        parts["thanks"] = gr.HTML()
    parts["earlier"] = _panel()


def _panel() -> gr.HTML:
    """HTML of ours whose links and buttons call back."""
    return gr.HTML(js_on_load="window.focqa.listen(element, trigger)", apply_default_css=False)


def _wire(page: Page, blocks: gr.Blocks) -> None:
    parts = page.parts
    every = [parts[n] for n in ("answer", "earlier", "evidence", "reader", "picture", "visit", "question", "remark")]
    filters = [parts["documents"], parts["years"]]
    # The functions for programs have the good names.
    quiet: dict[str, Any] = {"api_visibility": "private", "api_name": "page", "show_progress": "hidden"}
    after: dict[str, Any] = {"fn": None, "api_visibility": "private", "api_name": "page"}
    asking = {"fn": page.ask, "inputs": [parts["question"], parts["visit"], *filters], "outputs": every}
    for event in (parts["button"].click, parts["question"].submit):
        event(**asking, **quiet).then(js=_ANSWERED, **after)
    for name in ("answer", "earlier", "evidence", "reader", "picture", "tree", "changes"):
        acting = parts[name].click(page.act, [parts["visit"], *filters], every, **quiet)
        acting.then(js=_OPENED, **after)
    parts["new"].click(page.anew, None, every, **quiet)
    for name in ("tree_years", "tree_documents"):
        parts[name].change(page.browse, [parts["tree_documents"], parts["tree_years"]], parts["tree"], **quiet)
    comparing = {"inputs": [parts["before"], parts["after"], parts["topic"]], "outputs": parts["changes"]}
    for event in (parts["compare"].click, parts["topic"].submit):
        event(page.compare, **comparing, **quiet)
    parts["send"].click(
        page.remark, [parts["visit"], parts["useful"], parts["why"]], [parts["thanks"], parts["why"]], **quiet
    )
    filled = [parts[n] for n in ("documents", "years", "tree_documents", "tree_years", "before", "after", "tree")]
    blocks.load(page.load, None, [*every, *filled], concurrency_limit=None, **quiet).then(js=_OPENED, **after)
