"""The words for levels and what a question says of a place: a level with a number, or with a rank."""

from dataclasses import dataclass

from focqa.types import Level

LEVEL_WORDS: dict[str, Level] = {
    "goal": "goal",
    "goals": "goal",
    "objective": "objective",
    "objectives": "objective",
    "obj": "objective",
    "objs": "objective",
    "activity": "activity",
    "activities": "activity",
    "act": "activity",
    "acts": "activity",
    "item": "item",
    "items": "item",
    "sub-item": "item",
    "sub-items": "item",
    "subitem": "item",
    "subitems": "item",
    "sub-point": "item",
    "sub-points": "item",
    "point": "activity",
    "points": "activity",
    "sub-activity": "item",
    "sub-activities": "item",
    "letter": "activity",
    "letters": "activity",
    "lit": "activity",
    "litera": "activity",
    "bullet": "activity",
    "bullets": "activity",
    "roman": "item",
}
# Any of them, as a pattern.
LEVEL_WORD = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
# The numbers of steps that stand for each of their level, for a half of a row, and for the middle of it.
EACH, FIRST_HALF, LAST_HALF, MIDDLE = "*", "first half", "second half", "middle"
# Between the first and the last of a row across its parents: "1A to 3D".
THROUGH = " to "
# "7 onwards", "until 3".
ONWARDS, TILL = " onwards", "until "


@dataclass(frozen=True, slots=True)
class Step:
    """A level and its number as written, or its rank (from 1; 0 is the last, -1 the one before). ``span`` is where the question says it."""

    level: Level
    number: str
    rank: int | None
    span: tuple[int, int]
