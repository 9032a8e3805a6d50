"""Goals and objectives named by what they are about: "the goal on diversity", "the membership objective"."""

import re

from focqa.catalogue import Catalogue
from focqa.lexical import tokens
from focqa.text import clean, fold
from focqa.types import Address, Level, Passage
from focqa.understand.numerals import RANK

_LEVEL: dict[str, Level] = {"goal": "goal", "objective": "objective"}
_AFTER = re.compile(
    r"\b(?:the|an?|its|their|which|that|what)\s+(?P<level>goal|objective)\s+(?:that is |that's |which is )?(?:on|about|for|to|concerning|regarding|dealing with|that deals with|called|of)\s+(?P<theme>[^?.,;:()]+)"
)
_BEFORE = re.compile(
    rf"(?:\bthe\s+|^\W*|[.:;]\s+)(?P<theme>(?:(?!(?:{RANK}|s|give|show|list|quote|read|name|please|the|under|of|in|for|that|which|what|each|every|same|other|has|is)\b)[\w'-]+\s+){{1,5}}?)(?P<level>goal|objective)\b(?!s)"
)
# '"To strengthen internal mechanisms" is one of the goals'.
_QUOTED = re.compile(r"\"(?P<theme>\w+(?: [\w'-]+)+)\"[^.?!]*?\b(?P<level>goal|objective)s?\b")
# Said of any goal.
_GENERIC = frozenset(
    tokens(
        "main key overall overarching general chief central primary specific particular certain whole entire new old"
    )
)
# Of the theme's words at least so many must stand in the place's own; fewer where something under the place is asked for by its rank.
_SHARE, _SHARE_ABOVE = 0.6, 0.4


# "the second of the activities on diplomatic coordination".
_ROW = re.compile(
    r"\b(?P<word>activities|points|steps)\s+(?:on|about|for|concerning|regarding|dealing with)\s+(?:the\s+)?(?P<theme>[^?.,;:()]+)"
)


def numbered(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The question with its theme's number in the theme's place ("the last activity under objective 3a"), and where that is.

    An empty question where the theme is nobody's, so that what stands under it cannot be told by its rank; all as it is without a theme.

    Args:
        catalogue: The tree.
        question: Folded, years masked out.
        documents: Documents to look in.
    """
    found = _AFTER.search(question) or _BEFORE.search(question)
    if not found and (row := _ROW.search(question)):
        stated = f"the objective on {row['theme']}"
        places = themed(catalogue, stated, documents)
        place = f"activity of objective {fold(places[0].locator)}" if len(places) == 1 else row[0]
        return f"{question[: row.start()]}{place}{question[row.end() :]}", documents
    if not found or not set(tokens(found["theme"])) - _GENERIC:
        return question, documents
    places = themed(catalogue, found[0], documents, _SHARE_ABOVE)
    if len(places) != 1:
        return "", documents
    place = f"{found['level']} {fold(places[0].locator)}"
    return f"{question[: found.start()]} {place}{question[found.end() :]}", (places[0].document,)


def themed(
    catalogue: Catalogue, question: str, documents: tuple[str, ...], least: float = _SHARE
) -> tuple[Address, ...]:
    """The goal or objective whose own words are those of the theme; () where none or several fit as well.

    Args:
        catalogue: The tree.
        question: Folded, years masked out.
        documents: Documents to look in.
        least: Share of the theme's words that must stand there.
    """
    found = _AFTER.search(question) or _BEFORE.search(question) or _QUOTED.search(question)
    theme = set(tokens(found["theme"])) - _GENERIC if found else set()
    if not found or not theme:
        return ()
    places = [p for d in documents for p in catalogue.below(d, _LEVEL[found["level"]])]
    shares = {p: _share(theme, p) for p in places}
    best = max(shares.values(), default=0.0)
    fitting = [p for p, share in shares.items() if share == best]
    if best < least or len({p.document for p in fitting}) != len(fitting):
        return ()
    return tuple(Address(p.document, p.locator, True, "") for p in fitting)


def _share(theme: set[str], place: Passage) -> float:
    return len(theme & set(tokens(clean(place.text)))) / len(theme)
