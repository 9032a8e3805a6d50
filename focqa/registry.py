"""Find an implementation by its file name: ``load("formats", "pdf")`` is ``focqa/formats/pdf.py``.

Listing a folder imports nothing, so a vendor is loaded only when its file is used. A program that imports focqa can
``add`` implementations of its own; settings alone never load foreign code.
"""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

from focqa.errors import InputError

_added: dict[tuple[str, str], Any] = {}


def add(room: str, name: str, implementation: object) -> None:
    """Make an implementation of one's own known under a name.

    Args:
        room: ``stores``, ``embedders``, ``formats`` or ``structures``.
        name: Lower-case letters, digits and underscores; not one that focqa has.
        implementation: A module, or any object with what the room's modules have: for a store the class ``Store``, for
            an embedder the function ``open_embedder(name)``.

    Raises:
        InputError: If the name is taken or not of that form.
    """
    if not name.isidentifier() or name != name.lower() or name in _shipped(room):
        raise InputError(
            f"{name!r} cannot name one of the {room}: lower-case letters, digits and _, and not one of ours"
        )
    _added[room, name] = implementation


def names(room: str) -> tuple[str, ...]:
    """Names of the implementations in a room (``formats``, ``structures``, ``embedders``, ``stores``, ``export``), sorted."""
    return tuple(sorted({*_shipped(room), *(n for r, n in _added if r == room)}))


def _shipped(room: str) -> tuple[str, ...]:
    folder = Path(__file__).parent / room
    return tuple(sorted(m.name for m in pkgutil.iter_modules([str(folder)]) if not m.name.startswith("_")))


def load(room: str, name: str) -> Any:
    """One implementation: that which was added, or the module of that name.

    Raises:
        InputError: If the room has no file of that name; the message lists those it has.
    """
    known = names(room)
    if name not in known:
        raise InputError(f"no {room} named {name!r}; there are: {', '.join(known)}")
    return _added.get((room, name)) or importlib.import_module(f"focqa.{room}.{name}")
