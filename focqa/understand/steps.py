"""Reading addresses: the steps a question names ("Activity 2 of Objective 3C", "4.1 (a)", "the second activity under 1B").

A step is a level with a number or a rank; steps that belong together make a path such as objective 3C > activity 2.
Whether the path leads anywhere is for ``addresses`` to find out in the tree.
"""

import re
from dataclasses import replace

from focqa.types import Level
from focqa.understand.coded import CODES, NUMBERS
from focqa.understand.levels import LEVEL_WORD, Step
from focqa.understand.numerals import ROMANS
from focqa.understand.ranked import RANKS

_DEPTH: dict[Level, int] = {"goal": 0, "objective": 1, "activity": 2, "item": 3}
_CONNECTORS = "of under in from within on at for the a an that s listed belonging to which is its it there has have with but section part number foc falls stands beneath below chapter heading contains contain includes holds comprises plan programme program poa action year"
_BETWEEN = r"[\s,()'’\":;>/→-]*"
_LINK = re.compile(rf"^{_BETWEEN}(?:\b(?:{'|'.join((*_CONNECTORS.split(), LEVEL_WORD))})\b\.?{_BETWEEN})*$")
# What joins a place to a step under it so that both are asked for.
_BESIDE = re.compile(
    r"(?:\+|&|\b(?:and|plus|as well as)\b)(?:[^.?!]*\b(?:its|what|which|how)\b[^.?!]*|\s*(?:the\s+)?)$"
)


def paths(question: str) -> list[tuple[Step, ...]]:
    """The paths a question names, each sorted from goal to item.

    Args:
        question: Lower case, years masked out.
    """
    groups: list[list[Step]] = []
    for step in sorted(_steps(question), key=lambda s: s.span):
        if groups and _belongs(groups[-1], step, question):
            groups[-1].append(step)
        else:
            groups.append([step])
    return [path for group in _adopted(groups, question) for path in _split(group)]


def without_steps(question: str) -> str:
    """A question without the words that name places."""
    for step in _steps(question):
        start, end = step.span
        question = question[:start] + " " * (end - start) + question[end:]
    return " ".join(re.sub(rf"\b(?:{LEVEL_WORD})\b", " ", question).split())


def _adopted(groups: list[list[Step]], question: str) -> list[list[Step]]:
    """Steps that name no place above them stand under the one place the question names: "under 2.1, … letter e".

    The place is asked for as well where the step is joined to it: "what is 3A about, and what is the first thing under it?".
    """
    above = [g for g in groups if any(s.level in ("goal", "objective") for s in g)]
    placed = [g for g in above if any(s.level in ("goal", "objective") and s.number for s in g)] or above
    orphans = [s for g in groups if g not in placed for s in g]
    deepest = max((_DEPTH[s.level] for s in placed[0]), default=0) if placed else 0
    if len(placed) != 1 or not orphans or any(_DEPTH[s.level] <= deepest for s in orphans):
        return groups
    under = [*placed[0], *orphans]
    between = question[max(s.span[1] for s in placed[0]) : min(s.span[0] for s in orphans)]
    return [placed[0], under] if _BESIDE.search(between) else [under]


def _belongs(group: list[Step], step: Step, question: str) -> bool:
    """Whether a step is of the same place; a second code is one of its own: "compare 3C.3 with 4.2.b"."""
    coded = {s.span for s in group if s.level == "objective"}
    if step.level == "objective" and any(s.level == "activity" and s.span in coded for s in group):
        return False
    gap = question[max(s.span[1] for s in group) : step.span[0]]
    return bool(_LINK.match(gap)) or step.span[0] <= group[-1].span[1]


def _split(group: list[Step]) -> list[tuple[Step, ...]]:
    """One path for each step of the deepest level named more than once; the others are shared."""
    by_level: dict[Level, list[Step]] = {}
    for step in _lowered(group):
        by_level.setdefault(step.level, []).append(step)
    several = [steps for steps in by_level.values() if len(steps) > 1]
    if not several:
        return [tuple(sorted(_lowered(group), key=lambda s: _DEPTH[s.level]))]
    many = max(several, key=lambda steps: _DEPTH[steps[0].level])
    shared = [steps[0] for steps in by_level.values() if steps is not many]
    return [tuple(sorted((*shared, one), key=lambda s: _DEPTH[s.level])) for one in many]


def _lowered(group: list[Step]) -> list[Step]:
    """Where a code already names the activity ("point (i) of 1.1(a)"), a roman point beside it is an item."""
    coded = {s.span for s in group if s.level == "objective"}
    if not any(s.level == "activity" and s.span in coded for s in group):
        return group
    return [
        replace(s, level="item") if s.level == "activity" and s.span not in coded and s.number in ROMANS else s
        for s in group
    ]


def _steps(question: str) -> list[Step]:
    """All steps of a question; what a pattern has read, later ones leave alone."""
    found: list[Step] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in (*CODES, *RANKS, *NUMBERS):
        for m in pattern.finditer(question):
            if all(m.end() <= a or m.start() >= b for a, b in taken):
                steps = read(m, question)
                found += steps
                taken += [m.span()] if steps else []
    return found
