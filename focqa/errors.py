"""Everything focqa raises on purpose, and what to do about it.

::

    FocqaError
    ├── InputError          the question, option or file given cannot be used (exit status 2)
    │   ├── QuestionError   an empty, over-long or unreadable question
    │   └── UnknownId       no document or provision has that id
    ├── CorpusError         the corpus folder or its manifest cannot be used (2)
    │   ├── FormatError     a file cannot be read: empty, encrypted, damaged, no text (2)
    │   └── StructureError  a document's numbering does not parse as the manifest expects (2)
    ├── IndexMismatch       the index was built from another corpus, model or version (2)
    ├── IndexDamaged        a file of the index is missing or not what was written (1)
    ├── IndexBusy           another process is building this index (1)
    ├── ModelError          the embedding model is not installed or not the known one (1)
    ├── Busy                the server has as many questions as it may take; ask again (1)
    ├── NotReady            the server is still building its index, or could not (1)
    ├── ChatModelError      the chat model cannot be opened, or did not reply as it should (1)
    └── MissingExtra        an optional package is not installed (1)

Each message is one line that names the thing, the limit and the remedy.
"""


class FocqaError(Exception):
    """Base of all errors of focqa; ``status`` is the exit status of the command line."""

    status = 1


class InputError(FocqaError):
    """What was given cannot be used."""

    status = 2


class QuestionError(InputError):
    """The question is empty, too long or not text."""


class UnknownId(InputError):
    """No document or provision has that id."""


class CorpusError(FocqaError):
    """The corpus folder or its manifest cannot be used."""

    status = 2


class FormatError(CorpusError):
    """A file cannot be read; ``reason`` is a short code such as ``encrypted``."""

    def __init__(self, message: str, reason: str) -> None:
        """Keep the reason code beside the message."""
        super().__init__(message)
        self.reason = reason


class StructureError(CorpusError):
    """A document's numbering does not parse as its manifest expects."""


class IndexMismatch(FocqaError):
    """The index belongs to another corpus, model or version of focqa."""

    status = 2


class IndexDamaged(FocqaError):
    """A file of the index is missing or differs from what was written."""


class IndexBusy(FocqaError):
    """Another process is building this index."""


class ModelError(FocqaError):
    """The embedding model is missing or is not the one whose hashes are known."""


class Busy(FocqaError):
    """As many questions are being answered, and waiting, as the operator allows."""


class NotReady(FocqaError):
    """The index is still being built or opened, or that failed."""


class ChatModelError(FocqaError):
    """The chat model cannot be opened, or did not reply as it should; never carries the vendor's own words or a key.

    Attributes:
        said: What happened, as the end of a sentence that opens with "The model": "did not reply in time".
        retryable: Whether trying again may help.
    """

    def __init__(self, message: str, said: str = "", retryable: bool = False) -> None:
        """Keep what a reader is told, and whether to try again."""
        super().__init__(message)
        self.said = said or message
        self.retryable = retryable


class MissingExtra(FocqaError, ImportError):
    """An optional package is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        """Name the package and the command that installs it; an empty ``extra`` means the package itself."""
        wanted = f"'focqa[{extra}]'" if extra else package
        super().__init__(f"{package} is not installed; install it with: pip install {wanted}")
