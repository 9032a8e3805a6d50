"""Files that people give: questions as JSON Lines (id, question and, for follow-ups, history), and stored answers."""

import json
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from focqa.errors import InputError
from focqa.types import Citation, Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a file of questions: its number from 1, and in ``record`` all its fields."""

    line: int
    id: str
    question: str
    history: tuple[Turn, ...]
    record: dict[str, Any]


def read(path: Path) -> tuple[Asked, ...]:
    """Read a file of questions; ``-`` is stdin.

    Raises:
        InputError: Naming file and line, if a line is not a JSON object with id and question, or an id comes twice.
    """
    asked: dict[str, Asked] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        one = _asked(line, number, f"{path}, line {number}")
        if one.id in asked:
            raise InputError(f"{path}, line {number}: the id {one.id!r} was used before; ids must differ")
        asked[one.id] = one
    if not asked:
        raise InputError(f"{path}: no questions in it; give one JSON object a line with id and question")
    return tuple(asked.values())


def _lines(path: Path) -> list[str]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8; save it as UTF-8") from None
    return text.split("\n")


def _asked(line: str, number: int, where: str) -> Asked:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON ({error.msg}); give one object a line") from None
    if (
        not isinstance(record, dict)
        or not isinstance(record.get("question"), str)
        or not isinstance(record.get("id"), str | int)
    ):
        raise InputError(f"{where}: needs a text 'question' and an 'id'")
    history = record.get("history") or []
    if not isinstance(history, list):
        raise InputError(f"{where}: 'history' is a list of [question, answer] pairs")
    return Asked(number, str(record["id"]), record["question"], turns(history, where), record)


def turns(history: list[Any], where: str) -> tuple[Turn, ...]:
    """Earlier turns from pairs, objects with question and answer, chat messages with role and content, or questions alone.

    Raises:
        InputError: If an entry is none of these.
    """
    found: list[Turn] = []
    for entry in history:
        if isinstance(entry, str):
            found.append(Turn(entry))
        elif isinstance(entry, list | tuple) and 1 <= len(entry) <= 2 and all(isinstance(e, str) for e in entry):
            found.append(Turn(*entry))
        elif isinstance(entry, dict) and isinstance(entry.get("question"), str):
            found.append(Turn(entry["question"], str(entry.get("answer") or ""), tuple(entry.get("cited") or ())))
        elif isinstance(entry, dict) and isinstance(entry.get("content"), str):
            if entry.get("role") in ("assistant", "ai") and found:
                found[-1] = Turn(found[-1].question, entry["content"])
            elif entry.get("role") in ("user", "human"):
                found.append(Turn(entry["content"]))
        else:
            raise InputError(f"{where}: an entry of 'history' is not a [question, answer] pair")
    return tuple(found)


def read_citations(path: Path) -> tuple[Citation, ...]:
    """The citations of a stored answer, or of a file with an answer a line.

    Raises:
        InputError: If the file is no JSON, or holds no citation with id, quote, start and end.
    """
    text = "\n".join(_lines(path))
    try:
        answers = [json.loads(text)]
    except json.JSONDecodeError:
        answers = [
            _json_line(line, f"{path}, line {n}") for n, line in enumerate(text.split("\n"), start=1) if line.strip()
        ]
    names = {f.name for f in fields(Citation)}
    try:
        return tuple(
            Citation(**{k: v for k, v in c.items() if k in names}) for answer in answers for c in answer["citations"]
        )
    except (KeyError, TypeError, AttributeError):
        raise InputError(f"{path}: not an answer of focqa; give what focqa ask --json printed") from None


def _json_line(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON ({error.msg}); give what focqa ask --json printed") from None
