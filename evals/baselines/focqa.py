"""The full system, as ``focqa ask`` answers."""

from evals.baselines import Given
from evals.results import of_answer
from evals.sets import Question
from focqa.assistant import Assistant
from focqa.render import answer_json

ABOUT = "focqa as it is"


class System:
    """``Assistant.ask``."""

    def __init__(self, assistant: Assistant) -> None:
        """Hold the assistant."""
        self._assistant = assistant

    def answer(self, question: Question) -> Given:
        """Ask with the question's history."""
        answer = self._assistant.ask(question.question, question.history)
        return Given(of_answer(question.id, answer), answer_json(answer))


def open_system(assistant: Assistant) -> System:
    """Over the assistant as it is."""
    return System(assistant)
