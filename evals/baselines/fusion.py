"""Plain fusion of dense and BM25: the best passage is the answer."""

from evals.baselines._ranked import System
from focqa.assistant import Assistant

ABOUT = "plain fusion (dense 0.7, BM25 0.3), the best passage quoted"


def open_system(assistant: Assistant) -> System:
    """Over the assistant's passages."""
    return System(assistant, dense=0.7, lexical=0.3, cited=1)
