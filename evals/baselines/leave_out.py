"""Stress: the gold provisions are taken out of the index before each question. What is answered then was not read there."""

from evals.baselines import Given
from evals.results import of_answer
from evals.sets import Question
from evals.variants import without
from focqa.assistant import Assistant
from focqa.render import answer_json

ABOUT = "stress: focqa with each question's gold provisions taken out; it should abstain"


class System:
    """Asks an index made anew for each question."""

    def __init__(self, assistant: Assistant) -> None:
        """Hold the whole assistant."""
        self._assistant = assistant

    def answer(self, question: Question) -> Given:
        """Ask without the gold."""
        answer = without(self._assistant, question.gold_ids).ask(question.question, question.history)
        return Given(of_answer(question.id, answer), answer_json(answer))


def open_system(assistant: Assistant) -> System:
    """Over the assistant's index, less each question's gold."""
    return System(assistant)
