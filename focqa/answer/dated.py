"""Questions for the date of a named thing: a passage that dates something else beside it does not say it."""

import re

from focqa.lexical import tokens
from focqa.text import clean, fold
from focqa.types import Hit

_ASKED = re.compile(r"\b(?:what|which) (?:year|date|day|month)s?\b|\bwhen (?:was|were|did)\b")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_NAME = re.compile(r"(?<=[\w,;:'\"“(] )[\"“(]?([A-Z][\w+-]*\w)")
# Whose date is asked for is not told by these.
_OURS = frozenset(tokens("FOC Freedom Online Coalition Program Programme Action Chair Text Statement"))
# So near, in characters, a date stands to what it is the date of.
_NEAR = 100


def lacks_date(question: str, hits: tuple[Hit, ...], chairs: tuple[str, ...]) -> bool:
    """Whether a question asks when something with a name was, and nowhere in the best passages a date stands near its name.

    Args:
        question: As asked, of its own; a follow-up says elsewhere what it is about.
        hits: The best passages.
        chairs: Names of those who chaired: what they did has other names.
    """
    if not _ASKED.search(fold(question)):
        return False
    names = {t for name in _NAME.findall(question) for t in tokens(name)} - _OURS - set(tokens(" ".join(chairs)))
    return bool(names) and not any(_is_dated(names, fold(clean(hit.passage.text))) for hit in hits)


def _is_dated(names: set[str], text: str) -> bool:
    dates = [m.start() for m in _DATE.finditer(text)]
    places = [m.start() for m in re.finditer(r"[^\W\d_][\w+-]*", text) if names & set(tokens(m[0]))]
    return any(abs(place - date) <= _NEAR for place in places for date in dates)
