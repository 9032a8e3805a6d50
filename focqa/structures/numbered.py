"""Programmes numbered by goals, objectives and activities, in either numbering, with prose around them.

=========  ======================  =========================  ==================
level      numbering of 2024       numbering of 2023          locator
=========  ======================  =========================  ==================
goal       ``Goal 2: …``           ``Goal 2: …``              ``2``
objective  ``2.1. …``              ``Objective 2A: …``        ``2.1``, ``2A``
activity   ``c. …``                ``Activity 4: …``          ``2.1.c``, ``2A.4``
item       ``iii. …``              –                          ``1.1.a.iii``
=========  ======================  =========================  ==================

A line that says "Goal 1: …" is the goal's heading only where an objective of that goal is the next numbered thing; a
summary that lists the goals in prose is therefore prose.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from focqa.errors import StructureError
from focqa.structures.sections import body, prose
from focqa.types import Block, Document, Level, Provision, RawText, Source

_GOAL = re.compile(r"^goal\s+(\d+)\s*[:.–—-]\s*(.+)$", re.IGNORECASE)
_DOTTED = re.compile(r"^(\d+)\.(\d+)\.?\s+(.+)$")
_OBJECTIVE = re.compile(r"^objective\s+(\d+)(?:\.?(\d+)|([A-Za-z]))\s*[:.–—-]\s*(.+)$", re.IGNORECASE)
_ACTIVITY = re.compile(r"^activity\s+(\d+)\s*[:.–—-]\s*(.+)$", re.IGNORECASE)
_LETTER = re.compile(r"^\(?([a-z])[.)]\s+(.+)$")
_ROMAN = re.compile(r"^\(?([ivx]+)[.)]\s+(.+)$")
_ROMANS = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)


@dataclass
class _Open:
    """Where the reader stands in the tree, and what it has found."""

    goal: str = ""
    objective: str = ""
    activity: str = ""
    letter: str = ""
    romans: int = 0
    depth: int = 0
    section: str = ""
    found: list[Provision] = field(default_factory=list)

    def add(self, locator: str, text: str, level: Level, number: str, parent: str | None, block: Block) -> None:
        self.found.append(Provision(locator, text, level, number, parent, self.section, block.page))


def parse(raw: RawText, source: Source) -> Document:
    """Read prose, then goals, then any sections after them.

    Raises:
        StructureError: If no goal is found, or a locator occurs twice.
    """
    blocks = body(raw, source)
    goals = _goal_headings(blocks)
    if not goals:
        raise StructureError(
            f"{source.id}: no goal with an objective under it was found; check the structure named in corpus.toml"
        )
    end = _end_of_tree(blocks, goals[-1])
    tree = _tree(blocks[goals[0] : end], {blocks[g] for g in goals}, source)
    provisions = (*prose(blocks[: goals[0]]), *tree, *prose(blocks[end:]))
    return Document(source, provisions)


def _objective(text: str) -> tuple[str, str, str] | None:
    """Goal number, locator and words of an objective's line."""
    if m := _DOTTED.match(text):
        return m[1], f"{m[1]}.{m[2]}", m[3]
    if m := _OBJECTIVE.match(text):
        return m[1], f"{m[1]}.{m[2]}" if m[2] else f"{m[1]}{m[3].upper()}", m[4]
    return None


def _goal_headings(blocks: tuple[Block, ...]) -> list[int]:
    """Positions of the lines that open a goal: the next goal or objective after them is an objective of theirs."""
    marks: list[tuple[int, str, str | None]] = [
        (i, g[1], None) for i, b in enumerate(blocks) if (g := _GOAL.match(b.text))
    ]
    marks += [(i, o[0], o[1]) for i, b in enumerate(blocks) if (o := _objective(b.text))]
    marks.sort(key=lambda mark: mark[0])
    pairs = pairwise(marks)
    return [here[0] for here, after in pairs if here[2] is None and after[2] is not None and after[1] == here[1]]


def _end_of_tree(blocks: tuple[Block, ...], last_goal: int) -> int:
    """Position of the first heading after the last goal that is not itself numbered, or the end."""
    for i in range(last_goal + 1, len(blocks)):
        if blocks[i].kind == "heading" and not _objective(blocks[i].text) and not _is_continued(blocks[i]):
            return i
    return len(blocks)


def _is_continued(block: Block) -> bool:
    return block.text[:1].islower() or bool(_ACTIVITY.match(block.text) or _LETTER.match(block.text))


def _tree(blocks: tuple[Block, ...], goals: set[Block], source: Source) -> list[Provision]:
    at = _Open()
    for block in blocks:
        if block in goals:
            _open_goal(at, block)
        elif not (_open_objective(at, block) or _open_item(at, block) or _open_activity(at, block)):
            _continue(at, block, source)
    return at.found


def _open_goal(at: _Open, block: Block) -> None:
    m = _GOAL.match(block.text)
    assert m is not None
    at.goal, at.objective, at.activity = m[1], "", ""
    at.add(m[1], m[2], "goal", m[1], None, block)


def _open_objective(at: _Open, block: Block) -> bool:
    parsed = _objective(block.text)
    if not parsed or parsed[0] != at.goal:
        return False
    at.objective, at.activity, at.letter, at.romans = parsed[1], "", "", 0
    at.add(parsed[1], parsed[2], "objective", parsed[1], at.goal, block)
    return True


def _open_activity(at: _Open, block: Block) -> bool:
    m = _ACTIVITY.match(block.text) or _LETTER.match(block.text)
    if not m or not at.objective:
        return False
    at.letter, at.romans, at.depth = m[1], 0, block.level
    at.activity = f"{at.objective}.{m[1]}"
    at.add(at.activity, m[2], "activity", m[1], at.objective, block)
    return True


def _open_item(at: _Open, block: Block) -> bool:
    """A roman item under the open activity; "i." after "h." on the same depth is an activity instead."""
    m = _ROMAN.match(block.text)
    if not m or not at.activity or m[1] not in _ROMANS:
        return False
    next_letter = chr(ord(at.letter) + 1) if at.letter.isalpha() else ""
    if m[1] == next_letter and block.level <= at.depth:
        return False
    if _ROMANS.index(m[1]) != at.romans:
        return False
    at.romans += 1
    at.add(f"{at.activity}.{m[1]}", m[2], "item", m[1], at.activity, block)
    return True


def _continue(at: _Open, block: Block, source: Source) -> None:
    """Words that a page break parted from their provision are joined to it again."""
    if not at.found:
        raise StructureError(f"{source.id}: text before the first goal of the tree: {block.text[:60]!r}")
    last = at.found[-1]
    joined = f"{last.text} {block.text}"
    at.found[-1] = Provision(last.locator, joined, last.level, last.number, last.parent, last.section, last.page)
