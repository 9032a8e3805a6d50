"""Places said as a row of numbers, whatever stands between them: "3 D 2", "1 > 1.2 > a > i", "Article 2, paragraph 2 (a)"."""

import re

from focqa.catalogue import Catalogue
from focqa.types import Address, Passage
from focqa.understand.levels import LEVEL_WORD
from focqa.understand.numerals import COUNT, ROMANS, digits

_NUMBER = rf"(?:\d{{1,2}}(?:\.\d{{1,2}}|[a-h])?|[a-h]|[ivx]{{1,4}}|{COUNT})"
_WORDS = rf"(?:{LEVEL_WORD}|articles?|art|section|sec|paragraphs?|para|sub-?paragraphs?|sub-?sections?|clause|chapter|number|no|part|numeral|under|of|in|the)"
_GAP = rf"(?:[\s.,;:>/|()→\\-]|\b{_WORDS}\b\.?)*"
_ROW = re.compile(rf"(?<![\w.]){_NUMBER}(?:(?![\w])|(?<=\d)(?=[a-h]\b)){_GAP}(?:(?<!\w){_NUMBER}(?!\w){_GAP})+")
_ONE = re.compile(rf"(?<!\w)(?:{_NUMBER})(?!\w)")
_LEAST = 3


def chained(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The places that a row of at least three numbers leads to from the goal down; () where it leads nowhere.

    Args:
        catalogue: The tree.
        question: Folded, years masked out.
        documents: Documents to look in.
    """
    for row in _ROW.finditer(question):
        numbers = [digits(n) for n in _ONE.findall(row[0])]
        found = [p for d in documents for p in _down(catalogue, d, numbers)] if len(numbers) >= _LEAST else []
        if found:
            return tuple(Address(p.document, p.locator, True, "") for p in found)
    return ()


def _down(catalogue: Catalogue, above: str, numbers: list[str]) -> list[Passage]:
    """What the numbers lead to below a place, one step each."""
    found = [p for p in catalogue.children(above) if p.level != "paragraph" and _is(p, numbers[0])]
    if len(numbers) == 1:
        return found
    return [end for p in found for end in _down(catalogue, p.id, numbers[1:])]


def _is(place: Passage, number: str) -> bool:
    """Whether a number is a provision's own, or the last part of it; a roman numeral may count goals."""
    own = place.number.casefold()
    roman = str(ROMANS.index(number) + 1) if number in ROMANS else ""
    return number in (own, re.sub(r"^\d+\.?(?=\w)", "", own)) or (place.level == "goal" and own == roman)
