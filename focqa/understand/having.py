"""Questions about how much stands under each: "which objective has the most activities?", "objectives with only one"."""

import re

from focqa.types import Having, Level, Rule
from focqa.understand.numerals import COUNT, digits

_LEVEL: dict[str, Level] = {
    "goal": "goal",
    "objective": "objective",
    "activit": "activity",
    "point": "activity",
    "item": "item",
    "sub-point": "item",
    "sub-item": "item",
}
_WORD = r"(?:sub-?point|sub-?item|goal|objective|activit|point|item)"
_NUMBER = rf"(?:\d{{1,2}}|{COUNT})"
_HOW: tuple[tuple[Rule, str], ...] = (
    ("most", r"most|(?:longest|biggest|largest) (?:list|number|set)s? of|(?:highest|greatest) number of"),
    ("fewest", r"fewest|least|(?:shortest|smallest) (?:list|number|set)s? of|lowest number of"),
    ("more", rf"(?:more than|over) (?P<more>{_NUMBER})"),
    ("least", rf"at least (?P<least>{_NUMBER})"),
    ("fewer", rf"(?:fewer|less) than (?P<fewer>{_NUMBER})"),
    ("exactly", rf"(?:only|just|exactly|no more than) (?:a single|(?P<exactly>{_NUMBER}))"),
    ("exactly", rf"(?:a single|(?P<sole>{_NUMBER}))"),
)
_HOLDS = r"(?:has|have|having|with|contains?|containing|carr(?:y|ies)|counts?|comprises?|includes?|lists?|got)"
_ASKS = r"(?:which|what|how many|any|all|list|name|is there an?|are there)\b[^?.;]{0,40}?\b"
_PATTERNS = tuple(
    (
        rule,
        re.compile(
            rf"\b{_ASKS}(?P<what>{_WORD})(?:s|y|ies)?\b(?!\s*\(?\d)[^?.;\d]*?\b{_HOLDS}\s+(?:the\s+)?(?:{how})\s+(?:different\s+)?(?P<of>{_WORD})(?:s|y|ies)?\b"
        ),
    )
    for rule, how in _HOW
)
_ENDS = re.compile(
    rf"\b{_ASKS}(?P<what>{_WORD})(?:s|y|ies)?\b[^?.;\d]*?\bis (?:the )?(?P<end>longest|biggest|largest|richest|shortest|smallest)\b"
)


def read_having(question: str) -> Having | None:
    """What a question wants counted under each of a level, and how many there must be; None if it asks no such thing.

    Args:
        question: Folded, years masked out.
    """
    for rule, pattern in _PATTERNS:
        found = pattern.search(question)
        if found and _level(found["what"]) != _level(found["of"]):
            return Having(_level(found["what"]), _level(found["of"]), rule, _number(found))
    found = _ENDS.search(question)
    if found and _level(found["what"]) in ("goal", "objective"):
        below: Level = "objective" if found["what"] == "goal" else "activity"
        return Having(_level(found["what"]), below, "fewest" if found["end"] in ("shortest", "smallest") else "most", 0)
    return None


def _level(word: str) -> Level:
    return _LEVEL.get(word) or _LEVEL[word.replace("sub", "sub-")]


def _number(found: re.Match[str]) -> int:
    groups = {"more", "least", "fewer", "exactly", "sole"} & found.groupdict().keys()
    said = next((found[g] for g in groups if found[g]), "one")
    return int(digits(said))
