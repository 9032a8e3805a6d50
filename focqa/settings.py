"""Settings: environment ``FOCQA_*``, then ``focqa.toml`` in the working folder, then defaults."""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from focqa.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def _checkout() -> Path | None:
    """The project's folder when focqa runs from a checkout, None when it is installed."""
    root = _PACKAGE.parent
    return root if (root / "corpus" / "corpus.toml").is_file() and (root / "pyproject.toml").is_file() else None


def default_corpus() -> Path:
    """The folder of the plain edition: ``corpus/`` of the checkout, or the copy inside the installed package."""
    root = _checkout()
    return root / "corpus" if root else _PACKAGE / "_corpus"


def _default_home() -> Path:
    root = _checkout()
    if root:
        return root / "index"
    import platformdirs

    return Path(platformdirs.user_cache_dir("focqa"))


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process of focqa runs.

    Attributes:
        corpus: Folder of documents; None is the plain edition that comes with focqa.
        home: Folder for indexes and added official texts: ``index/`` of the checkout, else the user's cache folder.
        embedding: ``minilm`` (the packaged model), ``hashing`` (for tests), a sentence-transformers folder or hub name.
        store: Vector store, a file name under ``stores/``.
        k: Passages retrieved for a question; 1 to 100.
        max_question: Longest question, in characters; 1 to 20,000.
        llm: Chat model that phrases answers: ``provider:model``, ``local`` or ``local:FILE.gguf``; "" is none.
        llm_timeout: Seconds until a chat model's first words must be there, retries included; 1 to 600.
        min_confidence: Least confidence to answer with, 0 to 1; the default is calibrated on the ``dev`` questions.
        host: Address the web page is served at; ``0.0.0.0`` is every one this machine has.
        port: Its port, 0 to 65,535; 0 takes any free one.
        names: Host names the page may be asked by beside ``localhost``, ``host`` and plain addresses, comma-separated.
        askers: Questions answered at the same time, 1 to 64.
        queue: Questions that may wait beyond those, 0 to 10,000; further ones are told so at once.
        sessions: Visitors whose page state is kept, 1 to 10,000; the longest unused go first.
        feedback: File that visitors' remarks are appended to, as JSON Lines; None keeps none.
    """

    corpus: Path | None = None
    home: Path = Path()
    embedding: str = "minilm"
    store: str = "faiss"
    k: int = 10
    max_question: int = 2000
    min_confidence: float = 0.55
    llm: str = ""
    llm_timeout: float = 20.0
    host: str = "127.0.0.1"
    port: int = 7860
    names: str = ""
    askers: int = 4
    queue: int = 64
    sessions: int = 300
    feedback: Path | None = None


_PATHS = ("corpus", "home", "feedback")
_RANGES = {
    "k": (1, 100),
    "max_question": (1, 20_000),
    "llm_timeout": (1.0, 600.0),
    "min_confidence": (0.0, 1.0),
    "port": (0, 65_535),
    "askers": (1, 64),
    "queue": (0, 10_000),
    "sessions": (1, 10_000),
}


def load(folder: Path | None = None, **given: object) -> Settings:
    """Gather the settings; what is ``given`` and not None wins over everything.

    Raises:
        InputError: If ``focqa.toml`` does not parse, a name is unknown, or a value is of the wrong type or out of range.
    """
    values: dict[str, object] = {"home": _default_home()}
    values |= _from_file((folder or Path.cwd()) / "focqa.toml")
    values |= {
        n.name: os.environ[f"FOCQA_{n.name.upper()}"]
        for n in fields(Settings)
        if os.environ.get(f"FOCQA_{n.name.upper()}")
    }
    values |= {name: value for name, value in given.items() if value is not None}
    return Settings(**{name: _typed(name, value) for name, value in values.items()})  # type: ignore[arg-type]


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: not readable as TOML ({error}); correct or remove it") from None
    unknown = sorted(set(table) - {f.name for f in fields(Settings)})
    if unknown:
        raise InputError(
            f"{path}: unknown setting {unknown[0]!r}; there are: {', '.join(f.name for f in fields(Settings))}"
        )
    return table


def _typed(name: str, value: object) -> object:
    """The value as the field's type, checked against its range."""
    if name in _PATHS:
        return Path(str(value)).expanduser().resolve()
    if name not in _RANGES:
        return str(value)
    low, high = _RANGES[name]
    kind = type(low)
    try:
        number = kind(str(value))
    except ValueError:
        raise InputError(f"setting {name} is {value!r}; it must be a number from {low} to {high}") from None
    if not low <= number <= high:
        raise InputError(f"setting {name} is {number}; it must lie from {low} to {high}")
    return number
