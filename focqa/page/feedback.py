"""Visitors' remarks: one JSON line each, in a local file, only where the operator names one."""

import json
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from focqa.errors import Busy, InputError
from focqa.text import normalise

# Characters of the question and of the reason; bytes of the whole file, after which no more is taken.
MAX_QUESTION, MAX_WHY, MAX_FILE = 2000, 1000, 50_000_000
_LOCK_SECONDS = 5


def keep(file: Path | None, question: str, useful: bool, why: str = "", cited: tuple[str, ...] = ()) -> bool:
    """Append one remark; whether it was kept.

    Args:
        file: The operator's file; None keeps nothing.
        question: What was asked; cut at 2,000 characters.
        useful: Whether the answer was.
        why: In the visitor's words; cut at 1,000 characters. Control and invisible characters are dropped.
        cited: Passage ids the answer cited.

    Raises:
        InputError: If the file cannot be written or is full; the message names no path, for visitors read it.
        Busy: If another process holds the file for too long.
    """
    if file is None:
        return False
    record = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": _cut(question, MAX_QUESTION),
        "useful": bool(useful),
        "why": _cut(why, MAX_WHY),
        "cited": [_cut(id_, 200) for id_ in cited[:50]],
    }
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
    try:
        with FileLock(f"{file}.lock", timeout=_LOCK_SECONDS):
            _append(file, line)
    except Timeout:
        raise Busy("the remark could not be kept just now; send it again") from None
    except OSError:
        raise InputError("the remark could not be kept; the operator must make the feedback file writable") from None
    return True


def _append(file: Path, line: bytes) -> None:
    with file.open("ab") as out:
        if out.tell() + len(line) > MAX_FILE:
            raise InputError("the remark could not be kept: the feedback file is full; the operator must move it away")
        out.write(line)


def _cut(text: str, limit: int) -> str:
    # Cut first: cleaning costs time for every character.
    return normalise(text[: 4 * limit])[:limit]
