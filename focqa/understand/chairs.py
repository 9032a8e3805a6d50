"""Who chaired when, as the documents say it, and questions that take another country for the chair."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from focqa.catalogue import Catalogue
from focqa.text import fold, sentence_spans
from focqa.types import Passage

_YEAR = re.compile(r"\b20\d\d\b")
_PROGRAMME = r"\b(?:program\w*|plans?|poa)\b"
_WROTE = (
    r"\b(?:dr[ae]w\w*|draft\w*|writ\w*|wrote|author\w*|prepar\w*|l[ea]d\w*|head\w*|presid\w*|present\w*|publish\w*)\b"
)
_CHAIRS = re.compile(r"\bchair", re.IGNORECASE)

_WHO = re.compile(r"\b(?:who|whom|(?:which|what) (?:country|state|government|nation))\b")
_PRESIDES = re.compile(
    r"\bchair|\bpresid|\b(?:had|held) it\b|\b(?:led|headed|ran) (?:it|the (?:foc|coalition|freedom online coalition))\b|\bin charge\b"
)
_US = re.compile(r"\bU\.?S\b")
_SUCCEEDS = r"after|following|succeed(?:s|ed|ing)?|replac(?:es?|ed|ing)|t(?:ook|akes?|aking) over from"
_PRECEDES = r"before|preced(?:es?|ed|ing)|prior to|ahead of"


@dataclass(frozen=True, slots=True)
class Chair:
    """A year's chair, and the sentence ``passage.text[start:end]`` that says so."""

    year: int
    country: str
    names: tuple[str, ...]
    passage: Passage
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A question's chair of a year that the documents contradict."""

    asked: str
    chair: Chair


def mistaken(question: str, catalogue: Catalogue) -> Mistaken | None:
    """The one country that a question makes chair of the one year it names, where the documents name another."""
    years = set(_YEAR.findall(question))
    countries = countries_in(question)
    if len(years) != 1 or len(countries) != 1:
        return None
    year, asked = int(years.pop()), countries[0]
    if not _CHAIRS.search(question) and not _writes(question, asked):
        return None
    said = [c for c in chairs(catalogue) if c.year == year]
    of_other_year = any(c.year != year and fold(c.country) == fold(asked) for c in chairs(catalogue))
    then = re.search(rf"\bchair\w*\s+(?:[\w']+\s+){{0,3}}?in {year}\b", question)
    if of_other_year and not then and re.search(rf"\b{re.escape(asked)}['’]s?\b", question):
        return None  # its own turn: "what did the 2023 programme take over from Canada's time in the chair?"
    if not said or any(fold(asked) in map(fold, (c.country, *c.names)) for c in said):
        return None
    return Mistaken(asked, said[0])


def _writes(question: str, country: str) -> bool:
    """Whether a question makes a country the author of a programme, which is the chair's to draw up."""
    name = re.escape(country)
    wrote = rf"\b{name}(?: \w+)? {_WROTE}|{_WROTE} by (?:the )?{name}\b|\b{name}['’]s? (?:20\d\d )?{_PROGRAMME}"
    return bool(re.search(_PROGRAMME, question, re.IGNORECASE) and re.search(wrote, question, re.IGNORECASE))


@lru_cache(maxsize=8)
def _chairs(
    passages: tuple[Passage, ...], dated: tuple[tuple[str, int, str, tuple[str, ...]], ...]
) -> tuple[Chair, ...]:
    found: list[Chair] = []
    for passage in passages:
        for start, end in sentence_spans(passage.text):
            sentence = passage.text[start:end]
            if _CHAIRS.search(sentence):
                said = _of_manifest(passage, sentence, dated) or _of_text(sentence, {d[1] for d in dated})
                found += [Chair(year, country, names, passage, start, end) for year, country, names in said]
    return tuple(found)


def _of_manifest(
    passage: Passage, sentence: str, dated: tuple[tuple[str, int, str, tuple[str, ...]], ...]
) -> list[tuple[int, str, tuple[str, ...]]]:
    named = countries_in(sentence)
    return [(year, country, names) for d, year, country, names in dated if d == passage.document and country in named]


def _of_text(sentence: str, known: set[int]) -> list[tuple[int, str, tuple[str, ...]]]:
    """The chair that "Canada's Chairship in 2022" names, for years that no document of ours is of."""
    named = countries_in(sentence)
    said = re.search(rf"{named[0]}['’]s? Chair", sentence) if len(named) == 1 else None
    years = sorted((abs(m.start() - said.end()), int(m[0])) for m in _YEAR.finditer(sentence)) if said else []
    return [(year, named[0], ()) for _, year in years[:1] if year not in known]


def chairs(catalogue: Catalogue) -> tuple[Chair, ...]:
    """Chairs of the years: the manifest's, and "…'s Chairship in …" of other years; each with the sentences that name it."""
    dated = tuple((s.id, s.year, s.chair, s.chair_names) for s in catalogue.sources if s.year and s.chair)
    return _chairs(catalogue.passages, dated)


def year_beside(question: str, catalogue: Catalogue) -> int | None:
    """The year of the chair that is asked for as the one before or after another: "who chaired before Canada?"; None if none is."""
    folded = fold(question)
    if not _WHO.search(folded):
        return None
    said = {str(c.year): c.year for c in chairs(catalogue)}
    said |= {
        fold(n): c.year for c in chairs(catalogue) for n in (c.country, *c.names) if n != "US" or _US.search(question)
    }
    names = "|".join(sorted(map(re.escape, said), key=len, reverse=True))
    beside = re.search(rf"\b(?:(?P<after>{_SUCCEEDS})|{_PRECEDES})\s+(?:the\s+)?(?P<name>{names})s?\b", folded)
    if beside:
        return said[beside["name"]] + (1 if beside["after"] else -1)
    step = re.search(r"\byear (?:(?P<after>after|following)|before|preceding)(?: (?:that|it|this))?\b", folded)
    if not step or not _PRESIDES.search(folded):
        return None
    years = {said[m] for m in re.findall(rf"\b(?:{names})\b", folded)}
    return years.pop() + (1 if step["after"] else -1) if len(years) == 1 else None


def countries_in(text: str) -> tuple[str, ...]:
    """The countries a text names, in order, each once."""
    found = {m.start(): m[0] for m in _pattern().finditer(text)}
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=lambda n: (-len(n), n))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _names() -> Iterator[str]:
    import pycountry

    for country in pycountry.countries:
        yield from {country.name, getattr(country, "common_name", country.name)}
        yield country.name.split(",")[0]
