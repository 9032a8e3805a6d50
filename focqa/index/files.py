"""Versions of an index on disk: written whole, synced, re-read, and swapped in by renaming one small file.

::

    <folder>/CURRENT          name of the version in force
    <folder>/<version>/       manifest.json and the files it lists with their SHA-256
    <folder>/.lock            held while a version is being built

A reader sees the old version or the new one, never a mixture. Every file's hash is checked before anything parses it.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from focqa.errors import FocqaError, IndexBusy, IndexDamaged, IndexMismatch

FORMAT = 4
# The folder, in the home, of the default corpus's index.
DEFAULT = "default"
CURRENT, MANIFEST = "CURRENT", "manifest.json"
_LOCK_SECONDS = 3.0
_REMEDY = "run: focqa index build"


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the folder for building. The lock is the system's own, so a dead process never keeps it.

    Raises:
        IndexBusy: If another process holds it for more than three seconds.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise IndexBusy(f"{folder}: another process is building this index; wait until it is done") from None


def write_version(folder: Path, files: dict[str, bytes], about: dict[str, Any]) -> Path:
    """Write the files and their manifest as a new version and make it the one in force.

    Args:
        folder: The index's folder, locked by the caller.
        files: Name, possibly with a subfolder, to content.
        about: What the manifest says besides format and hashes.

    Raises:
        FocqaError: If the disk refuses or does not give back what was written; the old version stays in force.
    """
    manifest = {"format": FORMAT, **about, "files": {name: digest(data) for name, data in sorted(files.items())}}
    content = {**files, MANIFEST: (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()}
    version = folder / digest(content[MANIFEST])[:16]
    staging = folder / f".staging-{os.getpid()}"
    try:
        _remove_leftovers(folder, keep=set())
        for name, data in content.items():
            _write(staging / name, data)
        for name, data in content.items():
            if (staging / name).read_bytes() != data:
                raise OSError(f"{name} was not written whole")
        if version.exists():
            shutil.rmtree(version)
        staging.rename(version)
        _write(folder / f"{CURRENT}.new", version.name.encode())
        previous = _named(folder)
        (folder / f"{CURRENT}.new").replace(folder / CURRENT)
        _sync_folder(folder)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise FocqaError(
            f"{folder}: the index could not be written ({error}); the old one, if any, stays. Free space or set FOCQA_HOME"
        ) from None
    _remove_leftovers(folder, keep={version.name, previous or ""})
    return version


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_leftovers(folder: Path, keep: set[str]) -> None:
    """Remove what killed builds left and, with ``keep``, versions no longer needed."""
    for path in folder.iterdir():
        stale = path.name.startswith(".staging-") or (keep and len(path.name) == 16 and path.name not in keep)
        if stale and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _named(folder: Path) -> str | None:
    """The version CURRENT names, or None."""
    try:
        name = (folder / CURRENT).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if len(name) == 16 and name.isalnum() else None


def exists(folder: Path) -> bool:
    """Whether there is an index, in whatever state."""
    return (folder / CURRENT).exists()


def read_version(folder: Path) -> tuple[dict[str, Any], dict[str, bytes], Path]:
    """Manifest, files and folder of the version in force, every hash checked.

    Raises:
        IndexDamaged: If a file is missing, too many, or differs from what was written.
        IndexMismatch: If it is of another format of focqa.
    """
    name = _named(folder)
    if name is None:
        raise IndexDamaged(f"{folder / CURRENT}: it names no version; {_REMEDY}")
    version = folder / name
    manifest = _manifest(version)
    listed: dict[str, str] = manifest["files"]
    present = {str(p.relative_to(version)) for p in version.rglob("*") if p.is_file()} - {MANIFEST}
    for extra in sorted(present - set(listed)):
        raise IndexDamaged(f"{version / extra}: not a file of this index; {_REMEDY}")
    files: dict[str, bytes] = {}
    for file, expected in listed.items():
        try:
            files[file] = (version / file).read_bytes()
        except OSError:
            raise IndexDamaged(f"{version / file}: missing or unreadable; {_REMEDY}") from None
        if digest(files[file]) != expected:
            raise IndexDamaged(f"{version / file}: damaged (its SHA-256 is not the manifest's); {_REMEDY}")
    return manifest, files, version


def _manifest(version: Path) -> dict[str, Any]:
    path = version / MANIFEST
    try:
        data = path.read_bytes()
        manifest: dict[str, Any] = json.loads(data)
        if manifest["format"] != FORMAT:
            raise IndexMismatch(f"{path}: index format {manifest['format']}, this focqa reads {FORMAT}; {_REMEDY}")
        if digest(data)[:16] != version.name:
            raise ValueError
        if not isinstance(manifest["files"], dict):
            raise TypeError
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexDamaged(f"{path}: missing or damaged; {_REMEDY}") from None
    return manifest
