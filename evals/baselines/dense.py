"""Dense retrieval alone: the best passage is the answer."""

from evals.baselines._ranked import System
from focqa.assistant import Assistant

ABOUT = "the embedding alone, the best passage quoted"


def open_system(assistant: Assistant) -> System:
    """Over the assistant's passages."""
    return System(assistant, dense=1, lexical=0, cited=1)
