"""Reading addresses: the steps a question names ("Activity 2 of Objective 3C", "4.1 (a)", "the second activity under 1B").

A step is a level with a number or a rank; steps that belong together make a path such as objective 3C > activity 2.
Whether the path leads anywhere is for ``addresses`` to find out in the tree.
"""

import re
from dataclasses import dataclass, replace

from focqa.types import Level

_RANKS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_DEPTH: dict[Level, int] = {"goal": 0, "objective": 1, "activity": 2, "item": 3}
LEVEL_WORDS: dict[str, Level] = {
    "goal": "goal",
    "goals": "goal",
    "objective": "objective",
    "objectives": "objective",
    "obj": "objective",
    "activity": "activity",
    "activities": "activity",
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
}
_WORD = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
RANK = "|".join((*_RANKS, r"\d{1,2}(?:st|nd|rd|th)", "last", "final"))
COUNT = "|".join(_NUMBERS)

# "1.2.a.ii", "1.2(a)(ii)", "3.1.c", "4.1 (a)", "1.1 a iii"; a letter parted by a space only where no word follows it.
_DOTTED = re.compile(
    r"(?<![\w.])(?P<goal>\d{1,2})\.(?P<obj>\d{1,2})(?:\s?\((?P<p>[a-z])\)|[.-]?(?P<a>[a-z])(?![a-z])|\s(?P<s>[a-z])(?=\s*(?:$|[?.,;:!)(]|of\b|in\b|from\b|under\b|[ivx]+\b|say|20|program|plan\b|poa)))?"
    r"(?:(?:[.-]|\s)?\(?(?P<i>[ivx]+)\)?(?![\w]))?(?!\d|\s*(?:%|percent|per cent|million|billion|trillion|thousand|euros?|dollars?|times|gb|mb)\b)",
)
# "3C", "3C.2", "3c(2)", "3C-2", "3C 2".
_LETTERED = re.compile(
    r"(?<![\w.])(?P<goal>\d{1,2})(?P<obj>[a-z])(?![a-z])(?:(?:[.\-/]|\s?\(|\s)(?P<a>\d{1,2})\)?(?![\w.]))?"
)
_NAMED = re.compile(
    rf"\b(?P<word>{_WORD})\b\.?\s*(?:number|no\.?|nr\.?|#)?\s*\(?(?P<num>\d{{1,3}}(?![\d.]*\d|[a-z])|[a-z](?![a-z])|[ivx]+(?![a-z])|{COUNT})\b\)?"
)
_JOINED = re.compile(
    rf"\s*(?:,|and|or|&|to)\s*(?:the\s+)?\(?(?P<num>\d{{1,3}}(?![\d.]*\d|[a-z])|[b-z](?![a-z])|{COUNT})\b\)?"
)
_RANKED = re.compile(rf"\b(?P<rank>{RANK})\s+(?P<word>{_WORD})\b")
# "number one under 1B".
_NUMBERED = re.compile(
    rf"(?<!goal )(?<!objective )(?<!activity )(?<!item )\bnumber\s+(?P<num>\d{{1,2}}|{COUNT})\b(?!\s+(?:of\s+)?(?!under|of|in|from)[a-z])"
)
# "the first two activities", "the last 3 objectives".
_SOME_RANKED = re.compile(rf"\b(?P<end>first|last)\s+(?P<many>\d{{1,2}}|{COUNT})\s+(?P<word>{_WORD})\b")
_CONNECTORS = "of under in from within on at for the a an that s listed belonging to which is its it there section part number foc falls stands plan programme program poa action year"
_LINK = re.compile(rf"^[\s,()'’\":;-]*(?:\b(?:{'|'.join((*_CONNECTORS.split(), _WORD))})\b[\s,()'’\":;-]*)*$")


@dataclass(frozen=True, slots=True)
class Step:
    """A level and its number as written, or its rank (from 1; 0 is the last, -1 the one before). ``span`` is where the question says it."""

    level: Level
    number: str
    rank: int | None
    span: tuple[int, int]


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
    return [path for group in _adopted(groups) for path in _split(group)]


def _adopted(groups: list[list[Step]]) -> list[list[Step]]:
    """Activities and items that name no objective stand under the one place the question names: "under 2.1, … letter e"."""
    placed = [g for g in groups if any(s.level in ("goal", "objective") for s in g)]
    orphans = [g for g in groups if g not in placed]
    if len(placed) != 1 or not orphans or any(s.level in ("activity", "item") for s in placed[0]):
        return groups
    return [[*placed[0], *(s for g in orphans for s in g)]]


def _belongs(group: list[Step], step: Step, question: str) -> bool:
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
        replace(s, level="item") if s.level == "activity" and s.span not in coded and s.number in _ROMANS else s
        for s in group
    ]


def _steps(question: str) -> list[Step]:
    """All steps of a question; what a pattern has read, later ones leave alone."""
    found: list[Step] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in _READERS:
        for m in pattern.finditer(question):
            if all(m.end() <= a or m.start() >= b for a, b in taken):
                steps = read(m, question)
                found += steps
                taken += [m.span()] if steps else []
    return found


def _some_ranked(m: re.Match[str], question: str) -> list[Step]:
    """The steps of "the first two activities"."""
    del question
    n = int(digits(m["many"]))
    ranks = range(1, n + 1) if m["end"] == "first" else range(1 - n, 1)
    return [Step(LEVEL_WORDS[m["word"]], "", rank, m.span()) for rank in ranks]


def _ranked(m: re.Match[str], question: str) -> list[Step]:
    """The step of "the second activity"."""
    del question
    return [Step(LEVEL_WORDS[m["word"]], "", read_rank(m["rank"]), m.span())]


def _is_article(number: str, after: str) -> bool:
    """Whether "a" after a level word is the article: another word follows that does not link to a level above."""
    return number in ("a", "i") and bool(
        re.match(r"\s+(?!of\b|under\b|in\b|from\b|and\b|or\b|say|mean|about|for\b|20)[a-z]", after)
    )


def _code(m: re.Match[str], question: str) -> list[Step]:
    """The steps of a code such as ``2.1.c`` or ``3C.2``."""
    del question
    parts = m.groupdict()
    objective = (
        f"{parts['goal']}.{parts['obj']}" if parts["obj"].isdigit() else f"{parts['goal']}{parts['obj'].upper()}"
    )
    steps = [Step("objective", objective, None, m.span())]
    activity = parts.get("a") or parts.get("p") or parts.get("s")
    if activity:
        steps.append(Step("activity", activity, None, m.span()))
    if parts.get("i") and activity:
        steps.append(Step("item", parts["i"], None, m.span()))
    return steps


def _named(m: re.Match[str], question: str) -> list[Step]:
    """The step of a named level, and those joined to it: "activities 2 and 3"."""
    if _is_article(m["num"], question[m.end() :]):
        return []
    level = LEVEL_WORDS[m["word"]]
    number = m["num"]
    if level == "activity" and m["word"].startswith("point") and re.fullmatch(r"[ivx]{2,}", number):
        level = "item"
    if level == "goal" and number in _ROMANS:
        number = str(_ROMANS.index(number) + 1)
    steps = [Step(level, digits(number), None, m.span())]
    at = m.end()
    while joined := _JOINED.match(question, at):
        between = _range(steps[-1].number, digits(joined["num"]), joined[0])
        steps += [Step(level, n, None, joined.span()) for n in between]
        at = joined.end()
    return steps


def _range(first: str, last: str, joined: str) -> list[str]:
    """The numbers after ``first`` up to ``last`` where "to" joins them, else ``last`` alone."""
    if re.match(r"\s*to\b", joined) and first.isdigit() and last.isdigit() and int(first) < int(last):
        return [str(n) for n in range(int(first) + 1, int(last) + 1)]
    return [last]


def _numbered(m: re.Match[str], question: str) -> list[Step]:
    """The activity of "number one under 1B", where the question has such a place."""
    if not (_DOTTED.search(question) or _LETTERED.search(question)):
        return []
    return [Step("activity", digits(m["num"]), None, m.span())]


def digits(number: str) -> str:
    """A number word as digits; anything else as it is."""
    return str(_NUMBERS.index(number) + 1) if number in _NUMBERS else number


def read_rank(word: str) -> int:
    """Rank of an ordinal, from 1; 0 for the last."""
    if word in ("last", "final"):
        return 0
    return _RANKS.index(word) + 1 if word in _RANKS else int(re.sub(r"\D", "", word))


_READERS = (
    (_DOTTED, _code),
    (_LETTERED, _code),
    (_SOME_RANKED, _some_ranked),
    (_RANKED, _ranked),
    (_NUMBERED, _numbered),
    (_NAMED, _named),
)
