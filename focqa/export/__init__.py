"""Taking an answer away: as Markdown, plain text, a Word file, references for a reference manager, or JSON.

A form is a file here with ``MEDIA_TYPE``, ``SUFFIX`` and ``export(answer, catalogue) -> bytes``; the file's name is its
key. Equal answers give equal bytes: no form writes a date, a user or a machine. Words from documents and questions
stay words: nothing in them becomes a link, an image or markup.
"""

from typing import Protocol, cast

from focqa import registry
from focqa.catalogue import Catalogue
from focqa.types import Answer


class Form(Protocol):
    """One way to write an answer down.

    Attributes:
        MEDIA_TYPE: What a web server calls it.
        SUFFIX: How a file of it ends, with the dot.
    """

    MEDIA_TYPE: str
    SUFFIX: str

    def export(self, answer: Answer, catalogue: Catalogue) -> bytes:
        """The answer as a whole file.

        Raises:
            UnknownId: If it cites a document that the catalogue lacks.
        """
        ...


def names() -> tuple[str, ...]:
    """The forms there are, sorted."""
    return registry.names("export")


def form(name: str) -> Form:
    """One form; its vendor is imported only now.

    Raises:
        InputError: If there is none of that name; the message lists those there are.
    """
    return cast("Form", registry.load("export", name))
