"""Numbers in a row, as addresses join them: "1, 2 and 4", "(b) through (d)", "i to iii"."""

import re

from focqa.understand.numerals import COUNT, ROMANS, digits

UP_TO = r"to|through|thru|until|till|[-–—]"
_JOINED = re.compile(
    rf"\s*(?:,\s*(?:and\b|or\b|&)?|and\b|or\b|&|\+|/|{UP_TO})\s*(?:the\s+)?\(?(?P<num>\d{{1,3}}(?![\d.]*\d|[a-z])|[b-z](?![a-z])|[ivx]+(?![a-z])|{COUNT})\b\)?"
)
# What may follow a number that is joined to a code: "2.1.a, b and d", but not "3C.2 and 3 others".
_ENDS = re.compile(
    r"\s*(?:$|[?.,;:!)(+&/–-]|(?:and|or|to|through|of|in|from|under|please|pls|plz|say|says|mean|together|for|respectively)\b)"
)
_ALL = ([str(n) for n in range(1, 100)], list(ROMANS), list("abcdefghijklmnopqrstuvwxyz"))


def joined(first: str, at: int, question: str) -> list[tuple[str, tuple[int, int]]]:
    """The numbers that "and", "or" and "to" join to the first after ``at``, each with where the question says it."""
    found: list[tuple[str, tuple[int, int]]] = []
    while m := _JOINED.match(question, at):
        last = found[-1][0] if found else first
        found += [(n, m.span()) for n in _range(last, digits(m["num"]), m[0])]
        at = m.end()
    return found


def further(first: str, at: int, question: str) -> list[str]:
    """The numbers joined to the last part of a code; only later ones of its own series count, and no numbers of other things."""
    found = [first]
    while m := _JOINED.match(question, at):
        row = between(found[-1], digits(m["num"]))
        if not row or not _ENDS.match(question, m.end()):
            break
        found += row if re.match(rf"\s*(?:{UP_TO})", m[0]) else row[-1:]
        at = m.end()
    return found[1:]


def between(first: str, last: str) -> list[str]:
    """The numbers after ``first`` up to ``last``, in the series both are of: 1 2 3, a b c or i ii iii; [] in none."""
    for series in _ALL:
        if first in series and last in series and series.index(first) < series.index(last):
            return series[series.index(first) + 1 : series.index(last) + 1]
    return []


def _range(first: str, last: str, said: str) -> list[str]:
    """The numbers after ``first`` up to ``last`` where "to" joins them, else ``last`` alone."""
    return (between(first, last) if re.match(rf"\s*(?:{UP_TO})", said) else []) or [last]
