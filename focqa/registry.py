"""Find an implementation by its file name: ``load("formats", "pdf")`` is ``focqa/formats/pdf.py``.

Listing a folder imports nothing, so a vendor is loaded only when its file is used.
"""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

from focqa.errors import InputError


def names(room: str) -> tuple[str, ...]:
    """Names of the implementations in a room (``formats``, ``structures``, ``embedders``, ``stores``, ``export``), sorted."""
    folder = Path(__file__).parent / room
    return tuple(sorted(m.name for m in pkgutil.iter_modules([str(folder)]) if not m.name.startswith("_")))


def load(room: str, name: str) -> ModuleType:
    """Import one implementation.

    Raises:
        InputError: If the room has no file of that name; the message lists those it has.
    """
    known = names(room)
    if name not in known:
        raise InputError(f"no {room} named {name!r}; there are: {', '.join(known)}")
    return importlib.import_module(f"focqa.{room}.{name}")
