"""Systems that answer the same questions through the same metrics, one file each.

A system is a file here with ``ABOUT`` (one line) and ``open_system(assistant) -> System``. Stress runs are systems too.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Any, Protocol

from evals.results import Result, provision
from evals.sets import Question
from focqa.assistant import Assistant
from focqa.errors import InputError
from focqa.types import Passage

# In the order of the report's columns.
ORDER = ("focqa", "gold", "fusion", "dense", "bm25", "langchain", "paste5", "abstain", "leave_out", "distractors")


@dataclass(frozen=True, slots=True)
class Given:
    """What a system gave: the result that is scored, and a JSON record of the answer to keep."""

    result: Result
    record: dict[str, Any]


class System(Protocol):
    """Answers questions of a set."""

    def answer(self, question: Question) -> Given:
        """Answer one question."""
        ...


def names() -> tuple[str, ...]:
    """All systems, in the report's order."""
    found = {m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")}
    return tuple(n for n in ORDER if n in found) + tuple(sorted(found - set(ORDER)))


def open_system(name: str, assistant: Assistant) -> System:
    """One system over an assistant's index.

    Raises:
        InputError: If there is none of that name.
    """
    if name not in names():
        raise InputError(f"no system named {name!r}; there are: {', '.join(names())}")
    system: System = importlib.import_module(f"evals.baselines.{name}").open_system(assistant)
    return system


def about(name: str) -> str:
    """The system in one line."""
    return str(importlib.import_module(f"evals.baselines.{name}").ABOUT)


def pasted(question: Question, retrieved: list[Passage], cited: int) -> Given:
    """An answer that is the first ``cited`` retrieved passages, whole."""
    text = "\n".join(p.text for p in retrieved[:cited])
    ids = tuple(dict.fromkeys(provision(p.id) for p in retrieved))
    result = Result(question.id, "answered" if ids else "abstained", text, ids[:cited], ids)
    return Given(result, {"status": result.status, "text": text, "cited": list(result.cited)})
