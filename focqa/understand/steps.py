"""Reading addresses: the steps a question names ("Activity 2 of Objective 3C", "4.1 (a)", "the second activity under 1B").

A step is a level with a number or a rank; steps that belong together make a path such as objective 3C > activity 2.
Whether the path leads anywhere is for ``addresses`` to find out in the tree.
"""

import re
from dataclasses import dataclass, replace

from focqa.types import Level
from focqa.understand.numerals import COUNT, RANK, ROMANS, digits, read_rank
from focqa.understand.series import UP_TO, between, further, joined

_DEPTH: dict[Level, int] = {"goal": 0, "objective": 1, "activity": 2, "item": 3}
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
_WORD = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))

# "1.2.a.ii", "1.2(a)(ii)", "3.1.c", "4.1 (a)", "1.1 a iii"; a letter parted by a space only where no word follows it.
_DOTTED = re.compile(
    r"(?<![\w.])(?:o|obj)?(?P<goal>\d{1,2})\.(?P<obj>\d{1,2})(?:\s?\((?P<p>[a-z])\)|[.-]?(?P<a>[a-z])(?![a-z])|\s(?P<s>[a-z])(?=\s*(?:$|[?.,;:!)(+&/-]|of\b|and\b|or\b|to\b|in\b|from\b|under\b|[ivx]+\b|say|20|program|plan\b|poa)))?"
    r"(?:(?:[.-]|\s)?\(?(?P<i>[ivx]+)\)?(?![\w]))?(?!\d|\s*(?:%|percent|per cent|million|billion|trillion|thousand|euros?|dollars?|times|gb|mb)\b)",
)
# "3C", "3C.2", "3c(2)", "3C-2", "3C 2", "O3C-A2".
_LETTERED = re.compile(
    r"(?<![\w.])(?:o|obj)?(?P<goal>\d{1,2})(?P<obj>[a-z])(?![a-z])(?:(?:[.\-/]a?|\s?\(|\s|,? ?(?:no\.?|number|nr\.?|#) ?)(?P<a>\d{1,2})\)?(?![\w.]))?"
)
# "(b) through (d) of 2.1".
_BRACKETED = re.compile(r"(?<![\w(])\(?(?P<num>[a-z])\)")
# "G4"; G7 and G8 are groups of states.
_SHORT_GOAL = re.compile(r"(?<![\w.])g(?P<num>[1-69])(?![\w.])")
# The numbers of steps that stand for each of their level, for a half of a row, and for the middle of it.
EACH, FIRST_HALF, LAST_HALF, MIDDLE = "*", "first half", "second half", "middle"
_NAMED = re.compile(
    rf"\b(?P<word>{_WORD})\b\.?\s*(?:number|no\.?|nr\.?|#)?\s*\(?(?P<num>\d{{1,3}}(?![\d.]*\d|[a-z])|[a-z](?![a-z])|[ivx]+(?![a-z])|{COUNT})\b\)?"
)
_RANKED = re.compile(
    rf"\b(?P<rank>{RANK})\s+(?:(?:lettered|numbered|listed|single|of (?:the|its|these|those|all)(?: the)?)\s+)?(?P<word>{_WORD})\b"
)
# "the first activity of each objective": one path for each.
_EACH = re.compile(
    r"\b(?:of|under|in|for|from)\s+(?:each|every|all)\s+(?:of\s+)?(?:the\s+)?(?P<word>goals?|objectives?)\b"
)
# "number one under 1B".
_NUMBERED = re.compile(
    rf"(?<!goal )(?<!objective )(?<!activity )(?<!item )\b(?:numbers?\s+(?P<num>\d{{1,2}}|{COUNT})|nos?\.?\s+(?P<no>\d{{1,2}}))\b(?!\s+(?:of\s+)?(?!under|of|in|from|to|and|or|through|till|until)[a-z])"
)
# "the second thing listed under 3C", "the first step of Objective 2.1": what stands there, whatever it is called.
_THING = re.compile(
    rf"\b(?P<rank>{RANK})\s+(?:thing|step|entry|task|measure|action|job|line|provision|commitment|promise|para(?:graph)?|clause|bullet|one)\s+(?:\w+\s+){{0,3}}?(?:(?=(?:under|below|beneath|of|in)\s+(?:the\s+)?(?:\w+\s+)?(?:objective|obj|goal|o?\d))|(?:under|below|beneath|for)\s+(?:it|that)\b)"
)
# "Objective 2.2, the only activity there"; not "the only activity that mentions …".
_ONLY = re.compile(
    r"(?<!every )(?<!each )(?<!any )\b(?:only|single|sole)\s+(?P<word>activity|item|objective)\b(?!\s+(?:that|which|where|with|about|on|to|in which|mention\w*))"
)
_AT_CODE = r"(?=\s+(?:of|under|in|from|below|beneath)\s+(?:the\s+)?(?:objective\s+|obj\.?\s+)?(?:\d+\.\d|\d[a-z]\b))"
# "the first two activities", "the last 3 objectives", "the last three of 3B".
_SOME_RANKED = re.compile(rf"\b(?P<end>first|last)\s+(?P<many>\d{{1,2}}|{COUNT})(?:\s+(?P<word>{_WORD})\b|{_AT_CODE})")
# "the second under 3C".
_RANK_ALONE = re.compile(rf"\b(?P<rank>{RANK}){_AT_CODE}")
# "the first half of 1A", "the middle objective of Goal 3", "in the middle of 3D".
_PORTION = re.compile(
    rf"\b(?:(?P<which>first|second|last|latter|upper|lower|other)\s+half\s+(?:of|under)\b|(?P<middle>middle)\s+(?P<word>{_WORD}|one)\b|in the (?P<mid>middle) of\b)"
)
_CONNECTORS = "of under in from within on at for the a an that s listed belonging to which is its it there has have with but section part number foc falls stands beneath below chapter heading plan programme program poa action year"
_BETWEEN = r"[\s,()'’\":;>/→-]*"
_LINK = re.compile(rf"^{_BETWEEN}(?:\b(?:{'|'.join((*_CONNECTORS.split(), _WORD))})\b{_BETWEEN})*$")
# What joins a place to a step under it so that both are asked for.
_BESIDE = re.compile(
    r"(?:\+|&|\b(?:and|plus|as well as)\b)(?:[^.?!]*\b(?:its|what|which|how)\b[^.?!]*|\s*(?:the\s+)?)$"
)


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
    return [path for group in _adopted(groups, question) for path in _split(group)]


def without_steps(question: str) -> str:
    """A question without the words that name places."""
    for step in _steps(question):
        start, end = step.span
        question = question[:start] + " " * (end - start) + question[end:]
    return " ".join(re.sub(rf"\b(?:{_WORD})\b", " ", question).split())


def _adopted(groups: list[list[Step]], question: str) -> list[list[Step]]:
    """Steps that name no place above them stand under the one place the question names: "under 2.1, … letter e".

    The place is asked for as well where the step is joined to it: "what is 3A about, and what is the first thing under it?".
    """
    placed = [g for g in groups if any(s.level in ("goal", "objective") and s.number for s in g)]
    orphans = [s for g in groups if g not in placed for s in g]
    deepest = max((_DEPTH[s.level] for s in placed[0]), default=0) if placed else 0
    if len(placed) != 1 or not orphans or any(_DEPTH[s.level] <= deepest for s in orphans):
        return groups
    under = [*placed[0], *orphans]
    between = question[max(s.span[1] for s in placed[0]) : min(s.span[0] for s in orphans)]
    return [placed[0], under] if _BESIDE.search(between) else [under]


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
        replace(s, level="item") if s.level == "activity" and s.span not in coded and s.number in ROMANS else s
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
    return [Step(LEVEL_WORDS[m["word"] or "activity"], "", rank, m.span()) for rank in ranks]


def _ranked(m: re.Match[str], question: str) -> list[Step]:
    """The step of "the second activity"."""
    del question
    return [Step(LEVEL_WORDS[m["word"]], "", read_rank(m["rank"]), m.span())]


def _each(m: re.Match[str], question: str) -> list[Step]:
    """The step of "each objective", where something of each is asked for by its rank."""
    before = _RANKED.search(question[: m.start()])
    return [Step(LEVEL_WORDS[m["word"]], EACH, None, m.span())] if before and before["word"] != m["word"] else []


def _is_article(number: str, after: str) -> bool:
    """Whether "a" after a level word is the article: another word follows that does not link to a level above."""
    return number in ("a", "i") and bool(
        re.match(r"\s+(?!of\b|under\b|in\b|from\b|and\b|or\b|to\b|through\b|say|mean|about|for\b|20)[a-z]", after)
    )


def _code(m: re.Match[str], question: str) -> list[Step]:
    """The steps of a code such as ``2.1.c`` or ``3C.2``; "3.1 to 3.3" is all from the first to before the last."""
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
    last = steps[-1]
    steps += _up_to(last, m, question)
    more = further(last.number, m.end(), question) if last.level != "objective" else []
    return steps + [Step(last.level, number, None, m.span()) for number in more]


def _up_to(last: Step, m: re.Match[str], question: str) -> list[Step]:
    """The steps between two codes that "to" joins: 3.2 in "3.1 to 3.3", b in "2.1.a to 2.1.c"."""
    to = re.compile(rf"\s*(?:{UP_TO})\s*").match(question, m.end())
    end = m.re.match(question, to.end()) if to else None
    if not end or end["goal"] != m["goal"]:
        return []
    if last.level == "objective":
        stem = last.number[: -len(m["obj"])]
        numbers = [stem + n.upper() for n in between(m["obj"], end["obj"])[:-1]]
    else:
        final = next((end[g] for g in ("i", "a", "p", "s") if end.groupdict().get(g)), "")
        numbers = between(last.number, final)[:-1] if end["obj"] == m["obj"] else []
    return [Step(last.level, n, None, m.span()) for n in numbers]


def _named(m: re.Match[str], question: str) -> list[Step]:
    """The step of a named level, and those joined to it: "activities 2 and 3"."""
    if _is_article(m["num"], question[m.end() :]):
        return []
    level = LEVEL_WORDS[m["word"]]
    number = m["num"]
    if level == "activity" and m["word"].startswith("point") and re.fullmatch(r"[ivx]{2,}", number):
        level = "item"
    if level == "goal" and number in ROMANS:
        number = str(ROMANS.index(number) + 1)
    number = digits(number)
    if m["word"] == "roman" and number.isdigit() and 1 <= int(number) <= len(ROMANS):
        number = ROMANS[int(number) - 1]
    return _joined(Step(level, number, None, m.span()), m.end(), question)


def _joined(first: Step, at: int, question: str) -> list[Step]:
    """A step, and those that "and", "or" and "to" join to it after ``at``."""
    return [first, *(Step(first.level, number, None, span) for number, span in joined(first.number, at, question))]


def _short_goal(m: re.Match[str], question: str) -> list[Step]:
    """The step of "G4"."""
    del question
    return [Step("goal", m["num"], None, m.span())]


def _numbered(m: re.Match[str], question: str) -> list[Step]:
    """The activity of "number one under 1B", where the question has such a place."""
    if not (_DOTTED.search(question) or _LETTERED.search(question)):
        return []
    return _joined(Step("activity", digits(m["num"] or m["no"]), None, m.span()), m.end(), question)


def _thing(m: re.Match[str], question: str) -> list[Step]:
    """The activity of "the second thing listed under 3C"."""
    del question
    return [Step("activity", "", read_rank(m["rank"]), m.span())]


def _portion(m: re.Match[str], question: str) -> list[Step]:
    """The steps of "the first half of 1A" and "the middle one", where the question has such a place."""
    if not (_DOTTED.search(question) or _LETTERED.search(question) or _NAMED.search(question)):
        return []
    number = MIDDLE if not m["which"] else FIRST_HALF if m["which"] in ("first", "upper") else LAST_HALF
    return [Step(LEVEL_WORDS.get(m["word"] or "", "activity"), number, None, m.span())]


def _only(m: re.Match[str], question: str) -> list[Step]:
    """The one step of its level at the place that the question names."""
    named = (
        _DOTTED.search(question) or _LETTERED.search(question) or _NAMED.search(question) or _RANKED.search(question)
    )
    return [Step(LEVEL_WORDS[m["word"]], "", 1, m.span())] if named else []


def _bracketed(m: re.Match[str], question: str) -> list[Step]:
    """The activities of "(b) through (d) of 2.1", where the question has such a place."""
    if not (_DOTTED.search(question) or _LETTERED.search(question)):
        return []
    return _joined(Step("activity", m["num"], None, m.span()), m.end(), question)


_READERS = (
    (_DOTTED, _code),
    (_LETTERED, _code),
    (_PORTION, _portion),
    (_SOME_RANKED, _some_ranked),
    (_RANKED, _ranked),
    (_THING, _thing),
    (_RANK_ALONE, _thing),
    (_ONLY, _only),
    (_EACH, _each),
    (_SHORT_GOAL, _short_goal),
    (_NUMBERED, _numbered),
    (_BRACKETED, _bracketed),
    (_NAMED, _named),
)
