"""What programs call, under stable names: ``ask``, ``search``, ``show``, ``list``, ``compare``.

The results are those of ``focqa ... --json``, field for field. ``register`` offers them over Gradio's API; ``api`` offers
the same over plain HTTP and ``mcp`` as tools.
"""

import builtins
import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import gradio as gr
from gradio.events import api as offer

from focqa import questions, render
from focqa.errors import FocqaError, InputError
from focqa.page.desk import Runner
from focqa.page.forms import FORMS, fill
from focqa.page.opener import Opener
from focqa.types import Passage

P = ParamSpec("P")
T = TypeVar("T")
Record = dict[str, Any]
# Turns of a conversation that are read, and characters of one; a follow-up leans on the latest only.
MAX_TURNS, MAX_TURN = 20, 20_000


class Machines:
    """The functions, each done at the desk."""

    def __init__(self, opener: Opener, desk: Runner) -> None:
        """Remember whom to ask, and where."""
        self.opener, self.desk = opener, desk

    async def ask(
        self,
        question: str,
        history: builtins.list[Any] | None = None,
        documents: builtins.list[str] | None = None,
        years: builtins.list[int] | None = None,
    ) -> Record:
        """Answer a question in sentences that cite the exact provision, or say why there is no answer.

        Args:
            question: Up to 2,000 characters.
            history: Earlier turns, oldest first: [question, answer] pairs, or chat messages with role and content.
            documents: Document ids to keep to, such as poa-2024; none means all.
            years: Years to keep to; none means all.
        """
        turns = questions.turns(_turns(history), "history")
        answer = await self.desk.run(lambda: self.opener.assistant().ask(question, turns, documents or (), years or ()))
        return render.answer_json(answer)

    async def search(
        self, text: str, k: int = 10, documents: builtins.list[str] | None = None
    ) -> builtins.list[Record]:
        """The provisions nearest to a text, best first.

        Args:
            text: What to search for, up to 2,000 characters.
            k: How many, 1 to 100.
            documents: Document ids to keep to; none means all.
        """
        hits = await self.desk.run(lambda: self.opener.assistant().search(text, k, documents or ()))
        return [render.hit_json(hit) for hit in hits]

    async def show(self, id: str) -> Record:  # noqa: A002  # the name callers use
        """One provision by its id.

        Args:
            id: A passage id such as poa-2024/2.1.c.
        """
        return render.passage_json(self.opener.assistant().show(id))

    async def list(self, id: str) -> builtins.list[Record]:  # noqa: A002
        """Everything under a document or provision, in order.

        Args:
            id: A document id such as poa-2024, or a passage id such as poa-2024/2.1.
        """
        return [render.passage_json(passage) for passage in self.opener.assistant().list(id)]

    async def compare(self, before: int, after: int, topic: str | None = None) -> builtins.list[Record]:
        """What became of one year's provisions in another year: carried over, reworded, dropped, new.

        Args:
            before: The earlier year, such as 2023.
            after: The later year, such as 2024.
            topic: What to keep to; none means everything.
        """
        changes = await self.desk.run(lambda: self.opener.assistant().compare(before, after, topic or None))
        return [render.change_json(change) for change in changes]

    def passage(self, id_: str) -> tuple[Passage, Record]:
        """A provision, and what is known of its document.

        Raises:
            UnknownId: If there is none.
        """
        catalogue = self.opener.assistant().catalogue
        passage = catalogue.passage(id_)
        source = catalogue.source(passage)
        about = {"title": source.title, "year": source.year, "url": source.url, "edition": source.edition}
        return passage, about


def _turns(history: builtins.list[Any] | None) -> builtins.list[Any]:
    if history is not None and not isinstance(history, builtins.list):
        raise InputError("'history' is a list of [question, answer] pairs")
    turns = (history or [])[-MAX_TURNS:]
    if len(str(turns)) > MAX_TURNS * MAX_TURN:
        raise InputError(f"'history' is longer than {MAX_TURNS * MAX_TURN:,} characters; send fewer turns")
    return turns


def register(machines: Machines) -> None:
    """Offer the functions over Gradio's API; call inside ``with gr.Blocks()``."""
    for name in FORMS:
        function = getattr(machines, name)
        offer(told(name, function), api_name=name, api_description=str(function.__doc__).split("\n")[0])


def told(name: str, function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """The function, its arguments checked, whose errors Gradio shows to the caller instead of swallowing them."""
    signature = inspect.signature(function)

    @wraps(function)
    async def telling(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            checked: dict[str, Any] = fill(name, signature.bind(*args, **kwargs).arguments)
            return await function(**checked)  # type: ignore[call-arg]
        except FocqaError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return telling
