"""A visit: the turns of one visitor's conversation, made anew from the questions alone where a link reopens it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from focqa.assistant import Assistant
from focqa.errors import InputError
from focqa.page.views.parts import address
from focqa.types import Answer, Turn

# Turns that are kept; a follow-up leans on the latest.
MAX_TURNS = 6


@dataclass(frozen=True, slots=True)
class Visit:
    """What was asked so far.

    Attributes:
        turns: The turns before the answer, oldest first.
        answer: The answer in view, None before the first.
        documents: Ids the answer was kept to; empty means all.
        years: Years it was kept to; empty means all.
    """

    turns: tuple[Turn, ...] = ()
    answer: Answer | None = None
    documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns a next question follows."""
        if self.answer is None:
            return self.turns
        cited = tuple(dict.fromkeys(c.id for c in self.answer.citations))
        return (*self.turns, Turn(self.answer.question, self.answer.text, cited))[-MAX_TURNS:]

    @property
    def earlier(self) -> tuple[str, ...]:
        """The questions before the answer in view."""
        return tuple(turn.question for turn in self.turns)

    @property
    def address(self) -> str:
        """A link to the page that asks the same again, after the same turns and with the same filters."""
        return address(self.answer.question if self.answer else "", self.earlier, self.documents, self.years)

    def kept_to(self, documents: Sequence[str], years: Sequence[int]) -> "Visit":
        """The visit with other filters."""
        return replace(self, documents=tuple(documents), years=tuple(years))

    def ask(self, assistant: Assistant, question: str) -> Answer:
        """The answer to one more question.

        Raises:
            InputError: As ``Assistant.ask``.
        """
        return assistant.ask(question, self.history, self.documents, self.years)

    def followed(self, answer: Answer) -> "Visit":
        """The visit with one more answer."""
        return replace(self, turns=self.history, answer=answer)


def replay(assistant: Assistant, asked: Mapping[str, str]) -> Visit:
    """The visit that a link made by ``address`` tells of; the filters are taken to have been on from the beginning.

    Args:
        assistant: Whom to ask again.
        asked: ``q`` the question, ``h`` a JSON list of those before, ``d`` and ``y`` documents and years, comma-separated.

    Raises:
        InputError: As ``Assistant.ask``, or if a year is no number.
    """
    years = [y for y in asked.get("y", "").split(",") if y]
    if not all(re.fullmatch(r"\d{4}", y) for y in years):
        raise InputError("the link's years are not years; ask the question again")
    documents = [d for d in asked.get("d", "").split(",") if d]
    visit = Visit().kept_to(documents, [int(y) for y in years])
    for question in (*earlier(asked.get("h", ""))[-MAX_TURNS:], asked.get("q", "")):
        visit = visit.followed(visit.ask(assistant, question))
    return visit


def earlier(text: str) -> tuple[str, ...]:
    """The questions before, as a link carries them (a JSON list); what is not such a list counts as none."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(q for q in found if isinstance(q, str)) if isinstance(found, list) else ()
