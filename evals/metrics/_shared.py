"""What several metrics need: which groups are met, which facts are said."""

import re

from evals.results import Result
from evals.sets import Question

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def groups_met(question: Question, ids: tuple[str, ...]) -> float:
    """Share of the gold groups of which an id is among ``ids``."""
    have = set(ids)
    return sum(bool(have & set(group)) for group in question.gold) / len(question.gold)


def facts_said(question: Question, text: str) -> float | None:
    """Share of the facts (and the count) that a text says; None where none is asked for."""
    said = [bool(re.search(pattern, text, re.IGNORECASE)) for pattern in question.facts]
    if question.count is not None:
        word = _NUMBERS[question.count] if question.count < len(_NUMBERS) else str(question.count)
        said.append(bool(re.search(rf"\b(?:{question.count}|{word})\b", text, re.IGNORECASE)))
    return sum(said) / len(said) if said else None


def graded(question: Question, result: Result) -> tuple[float, float]:
    """Share of groups cited and of facts said; a question without facts has all of them said."""
    facts = facts_said(question, result.text)
    return groups_met(question, result.cited), 1.0 if facts is None else facts


def supported(result: Result) -> bool:
    """Whether no sentence of the answer failed verification."""
    return all(result.supports)


def ancestors(id_: str) -> set[str]:
    """Ids above a provision by its numbering: ``d/2.1.c`` has ``d/2.1`` and ``d/2``; ``d/1A.4`` has ``d/1A`` and ``d/1``."""
    document, _, locator = id_.partition("/")
    if not re.match(r"\d", locator):
        return set()
    parts = locator.split(".")
    found = {".".join(parts[:n]) for n in range(1, len(parts))}
    found |= {lettered[1] for part in (locator, *found) if (lettered := re.match(r"(\d+)[A-Z]", part))}
    return {f"{document}/{part}" for part in found}


def related(cited: str, gold: frozenset[str]) -> bool:
    """Whether a cited id is gold, or right above or below a gold one (parent or child)."""
    if cited in gold:
        return True
    return any(_parent(cited) == g or _parent(g) == cited for g in gold)


def _parent(id_: str) -> str | None:
    above = ancestors(id_)
    return max(above, key=len) if above else None
