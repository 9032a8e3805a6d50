"""Addresses in the tree: a path of steps is followed down each document, or found not to exist."""

import re

from focqa.catalogue import Catalogue
from focqa.types import Address, Passage
from focqa.understand.levels import EACH, FIRST_HALF, LAST_HALF, MIDDLE, ONWARDS, THROUGH, TILL, Step

# "What is its aim, and whom does the activity under it name?"
_ONE_UNDER = re.compile(
    r"\b(?:the|its|by (?:which|what)|which|one)\s+(?:single |only |one )?(?:activity|step|action)\b(?=\W*$|\s+(?:under|below|beneath|there|that|which|it|is|does|do|will|would|to|for)\b)"
)


def resolve(
    catalogue: Catalogue, path: tuple[Step, ...], documents: tuple[str, ...], named: bool
) -> tuple[Address, ...]:
    """The provisions a path leads to in the documents.

    Args:
        catalogue: The tree.
        path: Steps from goal to item.
        documents: Documents to look in; only those with goals count.
        named: Whether the question itself confines it to them.

    Returns:
        The addresses that exist. Where none does: one that does not, for each document if ``named``, else for the one
        in which the path leads furthest. Empty if there is no document with numbered provisions.
    """
    numbered = [d for d in documents if catalogue.below(d, "goal")]
    found = [Address(p.document, p.locator, True, spoken(path)) for d in numbered for p in follow(catalogue, d, path)]
    if found or not numbered:
        return tuple(found)
    near = {d: nearest(catalogue, d, path) for d in numbered}
    closest = max(numbered, key=lambda d: (len(near[d]), -numbered.index(d)))
    return tuple(Address(d, near[d], False, spoken(path)) for d in (numbered if named else [closest]))


def with_only_child(catalogue: Catalogue, found: tuple[Address, ...], question: str) -> tuple[Address, ...]:
    """The addresses, and the one activity under an objective among them where the folded question speaks of "the activity"."""
    if not _ONE_UNDER.search(question):
        return found
    places = [catalogue.by_id[f"{a.document}/{a.locator}"] for a in found if a.exists]
    under = [catalogue.children(p.id) for p in places if p.level == "objective"]
    only = [Address(c[0].document, c[0].locator, True, "") for c in under if len(c) == 1]
    return tuple(dict.fromkeys((*found, *only)))


def follow(catalogue: Catalogue, document: str, path: tuple[Step, ...]) -> tuple[Passage, ...]:
    """The provisions of one document at the end of a path; several where a step above was left out and more than one fits."""
    places: tuple[str, ...] = (document,)
    at: tuple[Passage, ...] = ()
    for step in path:
        at = tuple(p for place in places for p in _matching(catalogue, place, step))
        places = tuple(p.id for p in at)
    return at


def _matching(catalogue: Catalogue, place: str, step: Step) -> list[Passage]:
    """What a step names below a place: by its full number, by the last part of it, or by its rank."""
    below = list(catalogue.below(place, step.level))
    if not below and step.level in ("activity", "item") and place in catalogue.by_id:
        below = list(catalogue.children(place))  # "point", "item" and "letter" are said of whatever stands there
    if step.rank is not None:
        return [below[step.rank - 1]] if -len(below) < step.rank <= len(below) else []
    if step.number == EACH:
        return below
    if step.number in (FIRST_HALF, LAST_HALF, MIDDLE):
        return _portion(list(catalogue.children(place)) if place in catalogue.by_id else below, step.number)
    if THROUGH in step.number:
        return _through(below, *step.number.split(THROUGH))
    if step.number.endswith(ONWARDS) or step.number.startswith(TILL):
        return _open(below, step.number)
    wanted = step.number.casefold()
    exact = [p for p in below if p.number.casefold() == wanted]
    if exact or step.level != "objective" or place not in catalogue.by_id:
        return exact
    ending = [p for p in below if re.sub(r"^\d+\.?", "", p.number).casefold() == wanted]
    by_rank = [below[int(wanted) - 1]] if wanted.isdigit() and 1 <= int(wanted) <= len(below) else []
    return ending or by_rank


def _through(row: list[Passage], first: str, last: str) -> list[Passage]:
    """What stands between one number and another, across what they stand under."""
    numbers = [p.number.casefold() for p in row]
    ends = [numbers.index(n.casefold()) for n in (first, last) if n.casefold() in numbers]
    return row[ends[0] + 1 : ends[1]] if len(ends) > 1 else []


def _open(row: list[Passage], which: str) -> list[Passage]:
    """What stands from a number on, or up to it."""
    numbers = [p.number.casefold() for p in row]
    number = which.removesuffix(ONWARDS).removeprefix(TILL)
    if number not in numbers:
        return []
    at = numbers.index(number)
    return row[: at + 1] if which.startswith(TILL) else row[at:]


def _portion(row: list[Passage], which: str) -> list[Passage]:
    """The first or second half of a row, the first the longer, or its one or two middle ones."""
    half = (len(row) + 1) // 2
    if which == MIDDLE:
        return row[(len(row) - 1) // 2 : len(row) // 2 + 1]
    return row[:half] if which == FIRST_HALF else row[half:]


def nearest(catalogue: Catalogue, document: str, path: tuple[Step, ...]) -> str:
    """Locator of the deepest provision on the path that exists, or ""."""
    for end in range(len(path) - 1, 0, -1):
        found = follow(catalogue, document, path[:end])
        if len(found) == 1:
            return found[0].locator
    first = path[0]
    if first.level == "objective" and first.number[:1].isdigit():
        goal = Step("goal", first.number.split(".")[0].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), None, first.span)
        found = follow(catalogue, document, (goal,))
        if found:
            return found[0].locator
    return ""


def spoken(path: tuple[Step, ...]) -> str:
    """A path as people say it: "Objective 3C, activity 9"."""
    return ", ".join(_spoken(step) for step in path)


def _spoken(step: Step) -> str:
    words = {"goal": "Goal", "objective": "Objective", "activity": "activity", "item": "item"}
    if step.number in (EACH, FIRST_HALF, LAST_HALF, MIDDLE):
        return f"each {step.level}" if step.number == EACH else f"{step.number} of it"
    return f"{words[step.level]} {step.number}" if step.rank is None else f"{_ordinal(step.rank)} {step.level}"


def _ordinal(rank: int) -> str:
    if rank <= 0:
        return ("last", "last but one", "last but two")[-rank] if rank > -3 else f"{1 - rank}th last"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(rank if rank < 20 else rank % 10, "th")
    return f"{rank}{suffix}"
