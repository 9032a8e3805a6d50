"""Questions for the date of a named thing, or of its founding: a passage that dates something else beside it does not say it."""

import re

from focqa.lexical import tokens
from focqa.text import clean, fold
from focqa.types import Hit, Passage

_ASKED = re.compile(
    r"\b(?:what|which) (?:year|date|day|month)s?\b|\bwhen (?:was|were|did)\b|\bdate (?:on which|when|that)\b|\b(?:an?other|some other) (?:year|date)\b"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?<=[\w,;:'\"“(] )[\"“(]?([A-Z][\w+-]*\w)")
# What a number's own date is the date of.
_ADOPTED = re.compile(r"\b(?:adopt\w*|pass(?:ed)?|agreed|voted|dated?|from)\b")
_CODE = re.compile(r"\b\d+/\d+\b")
# Whose date is asked for is not told by these.
_OURS = frozenset(tokens("FOC Freedom Online Coalition Program Programme Action Chair Text Statement"))
# "Since when has it existed?", "in which year was that group set up?"
_FOUNDING = re.compile(
    r"\b(?:when|(?:what|which) (?:year|date|day|month))\b[^?;]*\b(?:set up|founded|created?|established?|formed|launched|start(?:ed)?|beg[au]n|born|exist\w*|come into being|c[ao]me into existence)\b"
)
_FOUNDED = re.compile(r"\bset up\b|\bfound(?:ed|ing)\b|\bcreat(?:ed|ion)\b|\bestablish\w*|\blaunch\w*|\bformed\b")
# So near, in characters, a date stands to what it is the date of.
_NEAR = 100


def dates_it(question: str, passage: Passage) -> bool:
    """Whether a question asks when something with a number was, and the passage puts a date right behind that number: "28/16 (March …)"."""
    asked = fold(question)
    if not _ADOPTED.search(asked) or not (_ASKED.search(asked) or re.search(r"\bdate\b", asked)):
        return False
    text = fold(clean(passage.text))
    return any(re.search(rf"\b{code} \([^()]*{_DATE.pattern}", text) for code in _CODE.findall(asked))


def lacks_date(question: str, hits: tuple[Hit, ...], chairs: tuple[str, ...], said: str = "") -> bool:
    """Whether a question asks when something with a name was, or was founded, and no date near it in the best passages says so.

    Args:
        question: As asked.
        hits: The best passages; of a founding that a follow-up asks for only the first, as it names nothing itself.
        chairs: Names of those who chaired: what they did has other names.
        said: The answer that a follow-up goes on from, which may name what it asks of; "" if it stands alone.
    """
    folded, texts = fold(question), [fold(clean(hit.passage.text)) for hit in hits]
    if _FOUNDING.search(folded) and not any(_tells(_FOUNDED, text) for text in (texts[:1] if said else texts)):
        return True
    if not _ASKED.search(folded):
        return False
    others = _OURS | set(tokens(" ".join(chairs)))
    names = _names(question) - others or _names(said) - others
    return bool(names) and not any(_is_dated(names, text) for text in texts)


def _names(text: str) -> set[str]:
    return {t for name in _NAME.findall(text) for t in tokens(name)}


def _tells(what: re.Pattern[str], text: str) -> bool:
    """Whether a year stands near what is sought."""
    years = [m.start() for m in _YEAR.finditer(text)]
    return any(abs(m.start() - year) <= _NEAR for m in what.finditer(text) for year in years)


def _is_dated(names: set[str], text: str) -> bool:
    dates = [m.start() for m in _DATE.finditer(text)]
    places = [m.start() for m in re.finditer(r"[^\W\d_][\w+-]*", text) if names & set(tokens(m[0]))]
    return any(abs(place - date) <= _NEAR for place in places for date in dates)
