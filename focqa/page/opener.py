"""Opening the assistant in the background, so that the page is up while the index is still being built."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from focqa.assistant import Assistant
from focqa.errors import FocqaError, NotReady
from focqa.index.build import Progress

_log = logging.getLogger("focqa")


@dataclass(frozen=True, slots=True)
class State:
    """How far the opening is.

    Attributes:
        ready: Whether questions can be answered.
        done: Texts embedded so far; 0 where nothing has to be built.
        total: Texts to embed; 0 where that is not known yet, or nothing has to be built.
        error: What a visitor is told if it failed, else ""; never a path.
    """

    ready: bool = False
    done: int = 0
    total: int = 0
    error: str = ""


class Opener:
    """Opens an assistant once, in a thread of its own, and tells how far it is."""

    def __init__(self, open_: Callable[[Progress], Assistant]) -> None:
        """Remember how to open; nothing happens before ``start``."""
        self._open = open_
        self._state = State()
        self._assistant: Assistant | None = None
        self._finished = threading.Event()
        self._started = threading.Lock()

    @classmethod
    def of(cls, assistant: Assistant) -> "Opener":
        """An opener of what is open already."""
        opener = cls(lambda _: assistant)
        opener._assistant, opener._state = assistant, State(ready=True)
        opener._finished.set()
        return opener

    def start(self) -> None:
        """Begin, in the background; a second call does nothing."""
        if not self._finished.is_set() and self._started.acquire(blocking=False):
            threading.Thread(target=self._run, name="opener", daemon=True).start()

    def state(self) -> State:
        """How far it is."""
        return self._state

    def wait(self, seconds: float) -> State:
        """How far it is once it is over, or after so many seconds."""
        self._finished.wait(seconds)
        return self._state

    def assistant(self) -> Assistant:
        """What was opened.

        Raises:
            NotReady: If it is not open yet, or could not be opened.
        """
        if self._assistant is None:
            raise NotReady(self._state.error or f"the index is still being {self._doing()}; ask again in a few seconds")
        return self._assistant

    def _doing(self) -> str:
        state = self._state
        return f"built ({state.done} of {state.total} texts)" if state.total else "opened"

    def _run(self) -> None:
        try:
            assistant = self._open(self._tell)
        except Exception as error:  # whatever it is, the server stays up and says so
            _log.error("focqa: the index cannot be opened: %s", error, exc_info=not isinstance(error, FocqaError))
            self._state = State(error="the index cannot be opened; the server's log says why")
        else:
            self._assistant = assistant
            self._state = State(ready=True)
        self._finished.set()
        if self._assistant is not None:
            self._warm(self._assistant)

    def _tell(self, done: int, total: int) -> None:
        self._state = State(done=done, total=total)

    @staticmethod
    def _warm(assistant: Assistant) -> None:
        """Load the model now, so that the first visitor does not wait for it; what the tree answers needs none."""
        try:
            assistant.ask("What does the Coalition say about spyware?")
        except FocqaError as error:
            _log.error("focqa: %s", error)
