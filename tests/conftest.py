"""Shared fixtures: real corpora with the real model, built once a run in a folder of the run's own; no network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from focqa import settings
from focqa.assistant import Assistant, open_assistant
from focqa.catalogue import Catalogue
from focqa.corpus import open_corpus
from focqa.understand import Understanding

OFFICIAL = Path(__file__).resolve().parents[2] / "shared" / "official"
needs_official = pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official texts are not beside this checkout")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of this run's own, so that no test touches the user's indexes; subprocesses inherit it."""
    folder = tmp_path_factory.mktemp("home")
    os.environ["FOCQA_HOME"] = str(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections to anything but this machine fail."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"tests do not connect to {address[0]}")
        real(self, address)

    socket.socket.connect = guarded  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def reads() -> Understanding:
    """What reads questions about the shipped corpus; no model."""
    return Understanding(open_corpus().catalogue)


@pytest.fixture(scope="session")
def catalogue(reads: Understanding) -> Catalogue:
    """The tree of the shipped corpus."""
    return reads.catalogue


@pytest.fixture(scope="session")
def plain(home: Path) -> Assistant:
    """The shipped corpus with the real model."""
    return open_assistant(settings=settings.load(home=home))


@pytest.fixture(scope="session")
def official(home: Path) -> Assistant:
    """The official texts with the real model."""
    if not OFFICIAL.is_dir():
        pytest.skip("the official texts are not beside this checkout")
    return open_assistant(settings=settings.load(home=home, corpus=OFFICIAL))


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A small corpus of our own invention, for what is not about meaning."""
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "rules-2020.md").write_text(
        "# Garden Rules\n\nThe garden opens in March.\n\n## Goal 1: Grow food\n\n### 1.1. Sow early\n\n- a. Sow beans in April.\n"
        "- b. Sow peas in March, by these means:\n  - i. in rows;\n  - ii. in pots.\n\n## Goal 2: Keep order\n\n### 2.1. Close the gate\n\n- a. Close it at dusk.\n",
        "utf-8",
    )
    (folder / "notes.txt").write_text(
        "Notes\n\nThe shed holds tools.\n\nWater\n\nWater comes from the well. It is not drinkable.\n", "utf-8"
    )
    return folder


@pytest.fixture
def toy_settings(toy: Path, tmp_path: Path) -> settings.Settings:
    """Settings for the toy corpus with the hashing embedder."""
    return settings.load(corpus=toy, home=tmp_path / "home", embedding="hashing")


@pytest.fixture(params=["plain", "official"])
def assistant(request: pytest.FixtureRequest) -> Assistant:
    """The real model over either edition."""
    found: Assistant = request.getfixturevalue(request.param)
    return found
