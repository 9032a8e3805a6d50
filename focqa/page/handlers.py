"""What the page does: each function gives new contents for the components it is wired to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import gradio as gr

from focqa.assistant import Assistant
from focqa.errors import FocqaError
from focqa.page import feedback
from focqa.page.examples import examples
from focqa.page.machines import Machines
from focqa.page.opener import Opener
from focqa.page.views.answer import answer_view, earlier_view, welcome_view
from focqa.page.views.changes import changes_view
from focqa.page.views.evidence import evidence_view
from focqa.page.views.parts import words
from focqa.page.views.picture import picture_view
from focqa.page.views.reader import reader_view
from focqa.page.views.tree import tree_view
from focqa.page.visit import Visit, replay
from focqa.settings import Settings
from focqa.sheet import lay_out
from focqa.types import Answer


@dataclass
class Page:
    """The page's functions; each gives new contents for the components it is wired to."""

    opener: Opener
    settings: Settings
    machines: Machines
    parts: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _examples(self) -> tuple[str, ...]:
        return examples(self.opener.assistant())

    def _assistant(self) -> Assistant:
        return self.opener.assistant()

    async def ask(
        self, question: str, visit: Visit, documents: list[str], years: list[int]
    ) -> AsyncIterator[dict[Any, Any]]:
        """Answer a question and show it, as it comes; what cannot be answered is said where the answer would stand."""
        try:
            answer, visit = None, visit.kept_to(documents or (), years or ())
            async for answer in self._answers(question, visit):
                if answer.model:
                    yield {self.parts["answer"]: self._answer(visit.followed(answer))}
            assert answer is not None
            yield self._shown(visit.followed(answer)) | {self.parts["question"]: "", self.parts["reader"]: ""}
        except FocqaError as error:
            yield {self.parts["answer"]: _trouble(error), self.parts["evidence"]: "", self.parts["reader"]: ""}

    async def _answers(self, question: str, visit: Visit) -> AsyncIterator[Answer]:
        """The answer so far, the last whole; only a chat model takes long enough for more than one."""
        assistant = self.opener.assistant()
        if assistant.chat is None:
            yield await self.machines.desk.run(lambda: visit.ask(assistant, question))
            return
        async with aclosing(assistant.astream(question, visit.history, visit.documents, visit.years)) as answers:
            async for answer in answers:
                yield answer

    def _answer(self, visit: Visit) -> str:
        assert visit.answer is not None
        return answer_view(visit.answer, lay_out(visit.answer, self._assistant().catalogue), visit.address)

    def _shown(self, visit: Visit) -> dict[Any, Any]:
        answer, catalogue = visit.answer, self._assistant().catalogue
        assert answer is not None
        sheet = lay_out(answer, catalogue)
        lit = frozenset(c.id for c in answer.citations)
        return {
            self.parts["answer"]: self._answer(visit),
            self.parts["earlier"]: earlier_view(tuple((t.question, t.answer) for t in visit.turns)),
            self.parts["evidence"]: evidence_view(answer, sheet, catalogue),
            self.parts["picture"]: picture_view(catalogue, lit),
            self.parts["visit"]: visit,
            self.parts["remark"]: gr.update(visible=self.settings.feedback is not None),
        }

    async def act(
        self, visit: Visit, documents: list[str], years: list[int], event: gr.EventData
    ) -> AsyncIterator[dict[Any, Any]]:
        """What a click inside the page's own HTML asks for: open a provision, or ask a question."""
        what, about = str(event._data.get("act", "")), str(event._data.get("id", ""))
        if what != "ask":
            yield self.open(about, visit)
            return
        async for shown in self.ask(about, visit, documents, years):
            yield shown

    def open(self, id_: str, visit: Visit) -> dict[Any, Any]:
        """A provision in its document."""
        try:
            return {self.parts["reader"]: reader_view(id_, self._assistant().catalogue, visit.answer)}
        except FocqaError as error:
            return {self.parts["reader"]: _trouble(error)}

    def anew(self) -> dict[Any, Any]:
        """A conversation without history."""
        if not self.opener.state().ready:
            return {}
        empty: dict[Any, Any] = {self.parts[name]: "" for name in ("earlier", "evidence", "reader", "question")}
        return empty | {
            self.parts["answer"]: welcome_view(self._examples),
            self.parts["visit"]: Visit(),
            self.parts["remark"]: gr.update(visible=False),
            self.parts["picture"]: picture_view(self._assistant().catalogue),
        }

    def browse(self, documents: list[str], years: list[int]) -> str:
        """The tree, filtered."""
        if not self.opener.state().ready:
            return ""
        return tree_view(self._assistant().catalogue, tuple(documents or ()), tuple(years or ()))

    async def compare(self, before: int, after: int, topic: str) -> str:
        """Two years side by side."""
        try:
            found = await self.machines.desk.run(
                lambda: self._assistant().compare(before, after, topic.strip() or None)
            )
        except FocqaError as error:
            return _trouble(error)
        return changes_view(found, before, after, topic.strip())

    def remark(self, visit: Visit, useful: str, why: str) -> tuple[str, Any]:
        """Keep a visitor's remark."""
        if visit.answer is None or not useful:
            return '<p role="status">Say whether the answer was useful first.</p>', why
        cited = tuple(c.id for c in visit.answer.citations)
        try:
            feedback.keep(self.settings.feedback, visit.answer.question, useful == "Useful", why, cited)
        except FocqaError as error:
            return _trouble(error), why
        return '<p role="status">Thank you; your remark is kept.</p>', ""

    async def load(self, request: gr.Request) -> AsyncIterator[dict[Any, Any]]:
        """The page as its link says: progress while the index is built, then the same question and provision."""
        async for told in progress(self.opener):
            yield {self.parts["answer"]: f'<p class="fq-note" role="status">{words(told)}</p>'}
        if self.opener.state().ready:
            await self.machines.desk.run(lambda: self._examples)
            yield self._filled() | await self._reopened(dict(request.query_params))

    def _filled(self) -> dict[Any, Any]:
        """What is chosen from: documents and years."""
        sources = self._assistant().catalogue.sources
        years = sorted({s.year for s in sources if s.year})
        documents = gr.update(choices=[(s.title, s.id) for s in sources])
        programmes = [s.year for s in sources if self._assistant().catalogue.below(s.id, "goal") and s.year]
        first, last = (min(programmes), max(programmes)) if programmes else (None, None)
        return {
            self.parts["documents"]: documents,
            self.parts["tree_documents"]: documents,
            self.parts["years"]: gr.update(choices=years),
            self.parts["tree_years"]: gr.update(choices=years),
            self.parts["before"]: gr.update(choices=sorted(programmes), value=first),
            self.parts["after"]: gr.update(choices=sorted(programmes), value=last),
            self.parts["tree"]: self.browse([], []),
        }

    async def _reopened(self, asked: dict[str, str]) -> dict[Any, Any]:
        shown = self.anew()
        visit = Visit()
        try:
            if asked.get("q"):
                visit = await self.machines.desk.run(lambda: replay(self._assistant(), asked))
                shown |= self._shown(visit)
        except FocqaError as error:
            shown |= {self.parts["answer"]: _trouble(error)}
        return shown | (self.open(asked["at"], visit) if asked.get("at") else {})


def _trouble(error: FocqaError) -> str:
    return f'<p class="fq-note fq-trouble" role="alert">{words(str(error))}</p>'


async def progress(opener: Opener) -> AsyncIterator[str]:
    """Lines about the opening, until it is over; the last says what went wrong, if anything did."""
    told = ""
    while not (state := opener.state()).ready:
        if state.error:
            yield state.error
            return
        now = f"Building the index: {state.done} of {state.total} texts" if state.total else "Opening the index"
        if now != told:
            yield now
        told = now
        await asyncio.sleep(0.3)
