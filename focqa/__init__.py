"""focqa answers questions about numbered policy documents in sentences that cite the exact provision.

>>> import focqa
>>> assistant = focqa.open()
>>> assistant.ask("What is Goal 2 of the 2024 programme?").citations[0].id
'poa-2024/2'
"""

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from focqa.assistant import Assistant
from focqa.assistant import open_assistant as open  # noqa: A004  # the public name: focqa.open()
from focqa.errors import FocqaError
from focqa.types import Answer, Citation, Hit, Passage, Sentence, Suggestion, Turn

if TYPE_CHECKING:
    from focqa.chain import Chain, Retriever

__version__ = "0.1.0"
__all__ = [
    "Answer", "Assistant", "Citation", "FocqaError", "Hit", "Passage", "Sentence", "Suggestion", "Turn",
    "chain", "open", "retriever",
]  # fmt: skip


def chain(assistant: Assistant, llm: object = None) -> "Chain":
    """An assistant as a LangChain runnable; ``llm`` is a chat model as for ``Assistant.with_llm``.

    Raises:
        MissingExtra: If LangChain is not installed.
    """
    return _seam().chain(assistant, llm)  # type: ignore[no-any-return]


def retriever(assistant: Assistant, k: int = 10, documents: Sequence[str] = ()) -> "Retriever":
    """An assistant's index as a LangChain retriever of ``k`` documents.

    Raises:
        MissingExtra: If LangChain is not installed.
    """
    return _seam().retriever(assistant, k, documents)  # type: ignore[no-any-return]


def _seam() -> ModuleType:
    """The room that imports LangChain, entered only when it is asked for."""
    from importlib import import_module

    try:
        return import_module("focqa.chain")
    except ImportError as error:
        if (error.name or "").startswith("focqa"):
            raise
        from focqa.errors import MissingExtra

        raise MissingExtra("langchain", "langchain-core") from None
