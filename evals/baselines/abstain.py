"""Always abstains: what declining everything is worth."""

from evals.baselines import Given
from evals.results import Result
from evals.sets import Question
from focqa.assistant import Assistant

ABOUT = "always abstains"


class System:
    """Never answers."""

    def answer(self, question: Question) -> Given:
        """An abstention."""
        return Given(Result(question.id, "abstained", "", confidence=0.0), {"status": "abstained", "text": ""})


def open_system(assistant: Assistant) -> System:
    """Needs nothing of the assistant."""
    del assistant
    return System()
