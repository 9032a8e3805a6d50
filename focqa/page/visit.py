"""A visit: the turns of one visitor's conversation, made anew from the questions alone where a link reopens it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from focqa.assistant import Assistant
from focqa.types import Answer, Turn

# Turns that are kept; a follow-up leans on the latest.
MAX_TURNS = 6


@dataclass(frozen=True, slots=True)
class Visit:
    """What was asked so far.

    Attributes:
        turns: The turns before the answer, oldest first.
        answer: The answer in view, None before the first.
    """

    turns: tuple[Turn, ...] = ()
    answer: Answer | None = None

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

    def next(
        self, assistant: Assistant, question: str, documents: Sequence[str] = (), years: Sequence[int] = ()
    ) -> "Visit":
        """The visit with one more question answered.

        Raises:
            InputError: As ``Assistant.ask``.
        """
        return self.followed(assistant.ask(question, self.history, documents, years))

    def followed(self, answer: Answer) -> "Visit":
        """The visit with one more answer."""
        return Visit(self.history, answer)


def replay(assistant: Assistant, question: str, earlier: Sequence[str] = ()) -> Visit:
    """The visit in which a question followed others.

    Raises:
        InputError: As ``Assistant.ask``.
    """
    visit = Visit()
    for asked in (*earlier[-MAX_TURNS:], question):
        visit = visit.next(assistant, asked)
    return visit


def earlier(text: str) -> tuple[str, ...]:
    """The questions before, as a link carries them (a JSON list); what is not such a list counts as none."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(q for q in found if isinstance(q, str)) if isinstance(found, list) else ()
