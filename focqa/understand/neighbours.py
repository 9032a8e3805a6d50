"""Provisions named by what stands beside them: "what comes right after 2.1.a?", "the one before 4.4.d", "between 2.1.a and 2.1.c"."""

import re

from focqa.catalogue import Catalogue
from focqa.lexical import tokens
from focqa.text import clean
from focqa.types import Address, Passage
from focqa.understand.kinds import levels_above
from focqa.understand.steps import paths, without_steps

_CLOSE = r"\s+(?:the\s+|provision\s+|number\s+)*$"
_AFTER = re.compile(
    rf"\b(?:after|following|follows?|succeeds?|succeeding|(?:right|directly|immediately|just) below){_CLOSE}"
)
_BEFORE = re.compile(
    rf"\b(?:before|preceding|precedes?|prior to|ahead of|in front of|(?:right|directly|immediately|just) above){_CLOSE}"
)
_BETWEEN = re.compile(
    rf"\b(?:what(?:'s)?|which|anything|something|one|activity|activities|objective|point|item|letter|provisions?)\b(?:\s+\w+)?\s+(?:in\s+)?between{_CLOSE}"
)
# "What happened after 2.1.c?" is of time.
_OF_TIME = re.compile(r"\b(?:happen\w*|chang\w*|done|adopted|achieved|differen\w*|relat\w*)\b")
_ENDS = 2
# "Next one down?", "the one that stands directly below it".
_NEXT_ONE = re.compile(
    r"\b(?:(?:next|following) (?:one|point|activity|entry)(?: down)?|(?:the )?one (?:that |which )?(?:(?:stands|comes|is|listed) )?(?:(?:directly|right|immediately|just) )?(?:below|after|beneath|under|following)(?: it| that)?"
    r"|(?P<before>(?:previous|preceding) (?:one|point|activity|entry)|(?:the )?one (?:that |which )?(?:(?:stands|comes|is|listed) )?(?:(?:directly|right|immediately|just) )?(?:above|before)(?: it| that)?))(?=\W*$|\s*[?.!,;])"
)
# "Under which objective does 3C.2 stand, and what does it say?"
_ALSO_ITSELF = re.compile(r"(?:,|\band)\s+(?:what|how|who|whom|which|why|where|quote|give|its)\b")


def above(catalogue: Catalogue, question: str, named: tuple[Address, ...]) -> tuple[Address, ...]:
    """What the provisions named stand under, where the question asks for that; else those themselves.

    Args:
        catalogue: The tree.
        question: Folded, years masked out.
        named: The addresses it names.
    """
    levels = levels_above(question)
    found: list[Passage] = []
    for place in (catalogue.by_id[f"{a.document}/{a.locator}"] for a in named if a.exists) if levels else ():
        over = catalogue.ancestors(place)
        found += [p for p in over if p.level in levels] or over[-1:]
        found += [place] if _ALSO_ITSELF.search(question) else []
    return tuple(Address(p.document, p.locator, True, "") for p in dict.fromkeys(found)) or named


def beside(catalogue: Catalogue, question: str, named: tuple[Address, ...]) -> tuple[Address, ...]:
    """What stands after, before or between the provisions named, where the question asks for that; else those themselves.

    Args:
        catalogue: The tree.
        question: Folded, years masked out.
        named: The addresses it names.
    """
    described = _described(catalogue, question, named)
    if described:
        return described
    start = min((step.span[0] for path in paths(question) for step in path), default=0)
    lead = question[:start]
    places = [catalogue.by_id[f"{a.document}/{a.locator}"] for a in named if a.exists]
    if not lead or not places or _OF_TIME.search(question):
        return named
    found: list[Passage | None] = []
    if _BETWEEN.search(lead) and len(places) == _ENDS:
        found += _between(catalogue, *places)
    elif _AFTER.search(lead):
        found += [_next(catalogue, place, 1) for place in places]
    elif _BEFORE.search(lead):
        found += [_next(catalogue, place, -1) for place in places]
    return tuple(Address(p.document, p.locator, True, "") for p in found if p) or named


def names_neighbour(question: str) -> bool:
    """Whether a question asks for what stands beside something it describes; the description is then not asked for."""
    return bool(_NEXT_ONE.search(question))


def _described(catalogue: Catalogue, question: str, named: tuple[Address, ...]) -> tuple[Address, ...]:
    """What stands beside the one provision of a row that the question describes: "1A has one on spyware. The next one down?"."""
    asked = _NEXT_ONE.search(question)
    places = [catalogue.by_id[f"{a.document}/{a.locator}"] for a in named if a.exists]
    row = catalogue.children(places[0].id) if asked and len(places) == 1 else ()
    if not asked or len(row) < _ENDS:
        return ()
    said = set(tokens(without_steps(question[: asked.start()])))
    shares = [len(said & set(tokens(clean(p.text)))) for p in row]
    if not max(shares) or shares.count(max(shares)) > 1:
        return ()
    place = _next(catalogue, row[shares.index(max(shares))], -1 if asked["before"] else 1)
    return (Address(place.document, place.locator, True, ""),) if place else ()


def _between(catalogue: Catalogue, first: Passage, last: Passage) -> tuple[Passage, ...]:
    row = catalogue.children(first.parent or first.document)
    return row[row.index(first) + 1 : row.index(last)] if last in row else ()


def _next(catalogue: Catalogue, place: Passage, by: int) -> Passage | None:
    """The sibling; past the end of a row the provision that stands there in the document."""
    row = [p for p in catalogue.children(place.parent or place.document) if p.level == place.level]
    at = row.index(place) + by
    if 0 <= at < len(row):
        return row[at]
    own = {place.id, *(p.id for p in catalogue.below(place.id))}
    order = [p for p in catalogue.below(place.document) if p.id == place.id or p.id not in own]
    at = order.index(place) + by
    return order[at] if 0 <= at < len(order) else None
