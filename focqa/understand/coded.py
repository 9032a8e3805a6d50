"""Steps by number: "1.2(a)(ii)", "3C-2", "activities 2 and 3", "G4", "number one under 1B", "(b) through (d) of 2.1"."""

import re

from focqa.understand.levels import LEVEL_WORD, LEVEL_WORDS, ONWARDS, THROUGH, TILL, Step
from focqa.understand.numerals import COUNT, ROMANS, digits
from focqa.understand.series import UP_TO, between, further, joined

# "1.2.a.ii", "1.2(a)(ii)", "3.1.c", "4.1 (a)", "1.1 a iii"; a letter parted by a space only where no word follows it.
_DOTTED = re.compile(
    r"(?<![\w.])(?:o|obj)?(?P<goal>\d{1,2})\.(?P<obj>\d{1,2})(?:\s?\((?P<p>[a-z])\)|[.-]?(?P<a>[a-z])(?![a-z])|\s(?P<s>[a-z])(?![a-z])(?=\s*(?:$|[?.,;:!)\"'(+&/-]|of\b|and\b|or\b|to\b|through\b|thru\b|until\b|in\b|from\b|under\b|[ivx]+\b|say|20|program|plan\b|poa)))?"
    r"(?:(?:[.-]|\s(?!i\s+(?!of\b|in\b|from\b|and\b|or\b|to\b|under\b|say|mean)[a-z]))?\(?(?P<i>[ivx]+)\)?(?![\w]))?(?!\d|\s*(?:%|percent|per cent|million|billion|trillion|thousand|euros?|dollars?|times|gb|mb)\b)",
)
# "3C", "3C.2", "3c(2)", "3C-2", "3C 2", "O3C-A2".
_LETTERED = re.compile(
    r"(?<![\w.])(?:o|obj)?(?P<goal>\d{1,2})(?P<obj>[a-z])(?![a-z])(?:(?:[.\-/]?a?|\s?\(|\s|,? ?(?:no\.?|number|nr\.?|#) ?)(?P<a>\d{1,2})\)?(?![\w.]))?"
)
# "(b) through (d) of 2.1".
_BRACKETED = re.compile(r"(?<![\w(])\(?(?P<num>[a-z])\)")
# "G4"; G7 and G8 are groups of states.
_SHORT_GOAL = re.compile(r"(?<![\w.])g(?P<num>[1-69])(?![\w.])")
_NAMED = re.compile(
    rf"\b(?P<word>{LEVEL_WORD})\b\.?\s*(?:(?:number|numeral|no|nr)\b\.?|#)?\s*\(?(?P<num>\d{{1,3}}(?![\d.]*\d|[a-z])|[a-z](?![a-z])|[ivx]+(?![a-z])|{COUNT})\b\)?"
)
# "number one under 1B".
_NUMBERED = re.compile(
    rf"(?<!goal )(?<!objective )(?<!activity )(?<!item )\b(?:numbers?\s+(?P<num>\d{{1,2}}|{COUNT})|nos?\.?\s+(?P<no>\d{{1,2}}))\b(?!\s+(?:of\s+)?(?!on the (?:list|row)\b|objective|obj\b|goal|under|of|in|from|to|and|or|through|till|until)[a-z])"
)


# "the a and b of 4.4", "does 2.1 have an e?".
_LETTERS = re.compile(
    r"\b(?:the\s+(?=[a-h]\s*(?:,|and\b|or\b|&|to\b)\s*(?:the\s+)?[a-h]\b)|(?:have|has)\s+an?\s+(?=[a-h]\W*$))(?P<num>[a-h])"
)
_LEVEL_BEFORE = re.compile(rf"\b(?:{LEVEL_WORD})\.?\s*$")
_ONE = rf"(?:(?:{LEVEL_WORD})\s+)?(?:number\s+|no\.?\s*)?\(?"
# "from b onwards", "from activity 7 to the end", "up to and including 3".
_OPEN = re.compile(
    rf"\bfrom\s+{_ONE}(?P<num>\d{{1,2}}|[a-h]|{COUNT})\)?\s+(?:onwards?|on\b|upwards|to the (?:very )?(?:end|last)|until the end)"
    rf"|\bup to(?:\s+and including)?\s+{_ONE}(?P<last>\d{{1,2}}|[a-h]|{COUNT})\b\)?"
    rf"|(?<![\w.]){_ONE}(?P<on>\d{{1,2}}|[a-h]|{COUNT})\)?\s*(?:to|through|till|until|[-–])\s*(?:the\s+)?(?:very\s+)?(?:end|last)\b"
)
# "under goal 3, from A through D".
_OBJECTIVES = re.compile(
    r"\b(?:from|letters?|objectives?)\s+(?P<num>[a-h])\s*(?:to|through|thru|till|until|[-–])\s*(?P<last>[a-h])\b"
)


def has_place(question: str) -> bool:
    """Whether a question names a place by its code."""
    return bool(_DOTTED.search(question) or _LETTERED.search(question))


def has_number(question: str) -> bool:
    """Whether a question names a place by a code or by a level and a number."""
    return has_place(question) or bool(_NAMED.search(question))


def _is_article(word: str, number: str, after: str) -> bool:
    """Whether "a" after a level word is the article: another word follows that does not link to a level above."""
    return (
        not word.startswith("lit")
        and number in ("a", "i")
        and bool(
            re.match(r"\s+(?!of\b|under\b|in\b|from\b|and\b|or\b|to\b|through\b|say|mean|about|for\b|20)[a-z]", after)
        )
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
    if not end:
        return []
    if end["goal"] != m["goal"]:
        final = f"{end['goal']}{'.' if end['obj'].isdigit() else ''}{end['obj'].upper()}"
        return (
            [Step("objective", f"{last.number}{THROUGH}{final}", None, m.span())] if last.level == "objective" else []
        )
    if last.level == "objective":
        stem = last.number[: -len(m["obj"])]
        numbers = [stem + n.upper() for n in between(m["obj"], end["obj"])[:-1]]
    else:
        final = next((end[g] for g in ("i", "a", "p", "s") if end.groupdict().get(g)), "")
        numbers = between(last.number, final)[:-1] if end["obj"] == m["obj"] else []
    return [Step(last.level, n, None, m.span()) for n in numbers]


def _named(m: re.Match[str], question: str) -> list[Step]:
    """The step of a named level, and those joined to it: "activities 2 and 3"."""
    if _is_article(m["word"], m["num"], question[m.end() :]):
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
    if not has_place(question):
        return []
    return _joined(Step("activity", digits(m["num"] or m["no"]), None, m.span()), m.end(), question)


def _open(m: re.Match[str], question: str) -> list[Step]:
    """The activities of "from b onwards", where the question has a place."""
    first = m["num"] or m["on"]
    number = f"{digits(first)}{ONWARDS}" if first else f"{TILL}{digits(m['last'])}"
    return [Step("activity", number, None, m.span())] if has_place(question) else []


def _bracketed(m: re.Match[str], question: str) -> list[Step]:
    """The activities of "(b) through (d) of 2.1", where the question has such a place."""
    if not has_place(question) or _LEVEL_BEFORE.search(question[: m.start()]):
        return []
    return _joined(Step("activity", m["num"], None, m.span()), m.end(), question)


def _objectives(m: re.Match[str], question: str) -> list[Step]:
    """The objectives of "from A through D" under the goal that a question names."""
    if has_place(question) or not re.search(r"\bgoal\b|(?<!\w)g\d\b", question):
        return []
    return [Step("objective", number, None, m.span()) for number in (m["num"], *between(m["num"], m["last"]))]


CODES = ((_OPEN, _open), (_DOTTED, _code), (_LETTERED, _code))
NUMBERS = (
    (_OBJECTIVES, _objectives),
    (_LETTERS, _bracketed),
    (_SHORT_GOAL, _short_goal),
    (_NUMBERED, _numbered),
    (_BRACKETED, _bracketed),
    (_NAMED, _named),
)
