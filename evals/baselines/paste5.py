"""Pastes the five best passages: a metric that this wins is a bad metric."""

from evals.baselines._ranked import System
from focqa.assistant import Assistant

ABOUT = "plain fusion, the five best passages pasted"


def open_system(assistant: Assistant) -> System:
    """Over the assistant's passages."""
    return System(assistant, dense=0.7, lexical=0.3, cited=5)
