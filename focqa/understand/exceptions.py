"""All but some: "all of 4.4 but the first point", "the activities of 1A except 3 and 4"."""

import re

from focqa.catalogue import Catalogue
from focqa.types import Address, Passage
from focqa.understand.addresses import follow
from focqa.understand.numerals import COUNT, RANK, digits, read_rank
from focqa.understand.steps import paths

_ALL = r"(?:all|every|each|everything|list|activities|objectives|goals|points|items|letters)\b"
_EXCEPT = re.compile(
    rf"(?P<named>.*\b(?:{_ALL}.*?|\d(?:\.\d{{1,2}}|[a-z]))),?\s*\b(?:but|except(?:ing)?(?: for)?|apart from|other than|without|excluding|save for|leaving out|minus)\s+(?:for\s+)?(?!(?:is|are|was|were|do|does|did|has|have|it|they|what|how|who)\b)(?P<excepted>.+)$"
)
# "all but the last point of 1.1.a".
_PLACED = re.compile(r"(?P<excepted>.+?)\s+(?:of|in|under|from)\s+(?P<place>.+)$")
_ONES = re.compile(
    rf"(?P<rank>\b(?:{RANK})\b)(?:\s+(?P<many>\d{{1,2}}|{COUNT}))?|\b(?:number\s+)?(?P<number>\d{{1,2}}|[a-z]|[ivx]+|{COUNT})\b(?!\s+(?!and\b|or\b)[a-z]{{2}})"
)


def cut_exception(question: str) -> tuple[str, str]:
    """A question, and what it leaves out: ("all of 4.4", "the first point"); ("…", "") where it leaves nothing out.

    Args:
        question: Folded, years masked out.
    """
    found = _EXCEPT.match(question)
    placed = _PLACED.match(found["excepted"]) if found and not paths(found["named"]) else None
    if placed and paths(placed["place"]):
        return placed["place"], placed["excepted"]
    if not found or not paths(found["named"]) or not (paths(found["excepted"]) or _ONES.search(found["excepted"])):
        return question, ""
    return found["named"], found["excepted"]


def without(catalogue: Catalogue, places: tuple[Address, ...], excepted: str) -> tuple[Address, ...]:
    """What stands right under the places, without what is excepted; the places themselves where that is not under them."""
    kept: list[Passage] = []
    for address in places:
        above = f"{address.document}/{address.locator}"
        children = catalogue.children(above)
        steps = [path for path in paths(excepted) if path]
        out = {p.id for path in steps for p in follow(catalogue, above, path[-1:])} or _ones(children, excepted)
        kept += [p for p in children if p.id not in out] if out else []
    return tuple(Address(p.document, p.locator, True, "") for p in kept) or places


def _ones(children: tuple[Passage, ...], excepted: str) -> set[str]:
    """The children an exception names without their level: "the first", "the last two", "3 and 4"."""
    out: set[str] = set()
    for said in _ONES.finditer(excepted):
        if said["rank"]:
            rank, many = read_rank(said["rank"]), int(digits(said["many"] or "one"))
            at = (rank - 1) % len(children) if children else 0
            start = at - many + 1 if rank <= 0 else at
            out |= {p.id for p in children[max(0, start) : start + many]}
        else:
            out |= {p.id for p in children if p.number.casefold() == digits(said["number"])}
    return out
