"""Which documents a question is about: by year, by chair, by title, or by "the latest programme"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from focqa.catalogue import Catalogue
from focqa.coverage import content
from focqa.text import fold
from focqa.types import Source
from focqa.understand.numerals import COUNT

_YEAR = re.compile(r"(?<![\w/])(?:19|20)\d{2}(?![\w/])|(?<=poa)20\d{2}(?!\w)")
_SHORT_YEAR = re.compile(r"(?<!\w)['’](\d{2})\b")
# What a year without its century comes after and before: "Goal 3 of 23", "in twenty-four?"; not "in 24 hours", "a group of 23".
_BEFORE_BARE = r"(?<!group )(?<!number )(?<!total )(?<!set )\b(?P<lead>(?:of|in|for|by|poa|plan|programme|program)\s+)"
_AFTER_BARE = r"(?=\s*(?:$|[?.,;:!)]|(?:and|vs|versus|to|plan|programme|program|poa|chair\w*|goals?|objectives?|activit\w+|list|please)\b))"
# "23 vs 24", "'23 and '24", "23/24".
_PAIR = re.compile(
    r"(?<![\w.])['’]?(?P<one>2\d)(?P<link>\s*(?:vs\.?|versus|and|against|with|to|or|&|/|[-–—→])\s*)['’]?(?P<other>2\d)(?![\w.]*\w)",
    re.IGNORECASE,
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# Fewer content words than this say nothing by themselves.
_LEAST = 2
_PROGRAMME = r"(?:programmes?|programs?|plans?|poas?|agendas?|documents?|editions?|versions?)"
_OFFICE = rf"(?:{_PROGRAMME}|chair\w*|presidency|chairs?|goals?|objectives?|activit\w+|priorit\w+|year|term|turn|ones?)"
# What "the Dutch" do who stand for their programme.
_ACTS = r"(?:and|or|did|do|does|have|had|will|would|were|are|want\w*|plan\w*|say|said|mean\w*|word\w*|put|intend\w*|add\w*|mention\w*|write|wrote|carry|carried|keep|kept|drop\w*|promise\w*)"
_LATEST = re.compile(
    rf"\b(?:latest|newest|most recent|later|newer|current|more recent)\s+(?:\w+\s+)?(?!ones? (?:of|on|from|by)\b){_OFFICE}\b"
)
_EARLIEST = re.compile(rf"\b(?:earlier|earliest|older|oldest|previous|preceding|first)\s+{_PROGRAMME}\b")
_AFTER = re.compile(
    r"\b(?:(?:a|one|the) year (?:later|after(?:wards)?|on)|the (?:following|next) year|the one after|its successor|next (?:programme|program|chair\w*))\b"
)
_BEFORE = re.compile(
    r"\b(?:(?:a|one|the) year (?:earlier|before)|the previous year|the one before|its predecessor|(?:previous|preceding) (?:programme|program|chair\w*))\b"
)
_BOTH = re.compile(
    rf"\b(?:both|each|two)\s+(?:of the\s+)?(?:foc\s+)?(?:years?|chairs?|chairships?|americans and dutch|{_PROGRAMME})\b|\beither (?:year|programme|program)\b|\b(?:from )?one (?:year|chair\w*|programme|program|plan|poa|document) to the (?:other|next)\b"
)


# What only a programme has: with it, a chair's name stands for its programme ("the goals the Netherlands set").
_STRUCTURE = re.compile(r"\b(?:goals?|objectives?|activities)\b")
# A name that things are to be about is no chair.
_ABOUT = re.compile(
    r"\b(?:mention\w*|about|on|involv\w+|refer\w* to|nam(?:es?|ed|ing)|with|concern\w*)\s+(?:the\s+)?[A-Z][\w.]*(?:\s+[A-Z]\w*)*"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question confines itself to.

    Attributes:
        documents: Ids named, by whatever means, in the manifest's order.
        years: All years it names.
        unknown_years: Years it names together with a programme of which there is none here.
        masked: The question, folded, with the years blanked out, so that no year is taken for a number.
    """

    documents: tuple[str, ...]
    years: tuple[int, ...]
    unknown_years: tuple[int, ...]
    masked: str


def read_scope(question: str, catalogue: Catalogue) -> Scope:
    """Find the documents a question names."""
    folded = fold(question)
    years = tuple(dict.fromkeys(int(y) for y in _YEAR.findall(folded)))
    years += tuple(2000 + int(y) for y in _SHORT_YEAR.findall(folded) if 2000 + int(y) not in years)
    named = {s.id for s in catalogue.sources if _is_named(s, question, folded, years)}
    if any(catalogue.documents[d].chair for d in named):
        named |= {s.id for s in catalogue.sources if any(_mentions(name, question) for name in s.chair_names)}
    dated = [s for s in catalogue.sources if s.year]
    if dated and _LATEST.search(folded):
        named |= {max(dated, key=lambda s: s.year or 0).id}
    if dated and _EARLIEST.search(folded):
        named |= {min(dated, key=lambda s: s.year or 0).id}
    if _BOTH.search(folded):
        named |= {s.id for s in dated}
    if len([s for s in dated if s.id in named]) == 1:
        named |= _beside(folded, next(s for s in dated if s.id in named), dated)
    if not any(s.id in named for s in dated) and _STRUCTURE.search(folded):
        chaired = [s for s in dated if any(_mentions(name, _ABOUT.sub(" ", question)) for name in s.chair_names)]
        named |= {s.id for s in chaired} if len(chaired) == 1 else set()
    known = {s.year for s in dated}
    programme = re.search(rf"\b(?:{_PROGRAMME}|goals?|objectives?|activit\w+|poa\d*)\b", folded)
    unknown = tuple(y for y in years if programme and dated and y not in known and _beside_programme(folded, y))
    masked = _SHORT_YEAR.sub("   ", _YEAR.sub("    ", folded))
    for name in sorted({fold(n) for s in catalogue.sources for n in s.chair_names}, key=len, reverse=True):
        masked = re.sub(
            rf"(?<![\w.]){re.escape(name)}(?:'s?)?(?=\s+(?:foc\s+)?{_OFFICE}\b)", lambda m: " " * len(m[0]), masked
        )
    return Scope(tuple(s.id for s in catalogue.sources if s.id in named), years, unknown, masked)


def with_centuries(question: str, catalogue: Catalogue) -> str:
    """The question with the years of the documents written out where it leaves the century away or spells them."""
    years = {s.year for s in catalogue.sources if s.year}
    question = _PAIR.sub(lambda m: _dated(m, years), question)
    for year in years:
        tens, ones = divmod(year % 100, 10)
        if tens < 2 or not ones:
            continue
        word = rf"{_TENS[tens]}[- ]{COUNT.split('|')[ones - 1]}"
        bare = rf"{_BEFORE_BARE}(?:{word}|{year % 100}){_AFTER_BARE}"
        question = re.sub(rf"\b(?:twenty|two thousand(?: and)?)[- ]{word}\b", str(year), question, flags=re.IGNORECASE)
        question = re.sub(bare, lambda m, y=year: f"{m['lead']}{y}", question, flags=re.IGNORECASE)  # type: ignore[misc]
    return question


def _dated(pair: re.Match[str], years: set[int]) -> str:
    """Two years with their century, if there are documents of both."""
    both = [2000 + int(pair["one"]), 2000 + int(pair["other"])]
    return f"{both[0]}{pair['link']}{both[1]}" if years.issuperset(both) else pair[0]


def _beside(folded: str, here: Source, dated: list[Source]) -> set[str]:
    """The programme before or after the one named, where a question speaks of both: "in 2023, and a year later"."""
    year = here.year or 0
    later = [s for s in dated if (s.year or 0) > year] if _AFTER.search(folded) else []
    earlier = [s for s in dated if (s.year or 0) < year] if _BEFORE.search(folded) else []
    near = [min(later, key=lambda s: s.year or 0)] if later else []
    near += [max(earlier, key=lambda s: s.year or 0)] if earlier else []
    return {s.id for s in near}


_FRAMES = (
    r"(?:according to|in|of|under|from|by|for|during|with)?\s*(?:the\s+)?(?:foc'?s?\s+)?(?:(?:19|20)\d{2}(?:'s)?\s+)?(?:program(?:me)?s? of action|poa)\s*(?:(?:of|for|in)\s+)?(?:(?:19|20)\d{2})?",
    rf"(?:in|of|under|from|by|for|during|between|since|to|and)?\s*(?:the\s+)?(?:19|20)\d{{2}}(?:'s)?\s+(?:foc\s+)?(?:{_PROGRAMME}|one|text|chair\w*|year)?\b",
    rf"(?:in|of|under|from|by|during)?\s*(?:the\s+)?(?:two|both|each|either|this|that|latest|current|later|earlier|previous)\s+(?:{_PROGRAMME}|years?|chairs?|chairships?)\b",
    rf"(?:in|according to|of)\s+(?:the\s+)?(?:{_PROGRAMME})\b",
)
_FRAME_PATTERN = re.compile("|".join(_FRAMES))
_COMPARE_WORDS = re.compile(
    r"\b(?:compare[sd]?|comparison|versus|vs\.?|differences?|differ|please|side by side|what changed)\b"
)


def without_frame(question: str, catalogue: Catalogue) -> str:
    """The question without the words that only say which document is meant; unchanged if nothing would be left.

    "What does the 2023 programme say about spyware?" is searched as "What does say about spyware?": every provision of the
    programme is equally of 2023, but some name the year and would win by it.
    """
    bare = _COMPARE_WORDS.sub(" ", _FRAME_PATTERN.sub(" ", fold(question)))
    for source in catalogue.sources:
        if source.year:
            bare = re.sub(rf"(?:\b(?:in|of|for|from|to|since|with|and)\s+)?\b{source.year}(?:'s)?\b", " ", bare)
    for source in catalogue.sources:
        for name in _spoken(source):
            bare = bare.replace(name, " ")
        for name in source.chair_names:
            bare = re.sub(
                rf"(?:under|by|for)?\s*(?:the\s+)?\b{re.escape(fold(name))}s?(?:'s?)?\s+(?:foc\s+)?(?:led\s+)?(?:{_PROGRAMME}|chair\w*|presidency|year|term|turn|one)\b",
                " ",
                bare,
            )
    bare = " ".join(re.sub(r"\s+([?.,;:!])", r"\1", bare).split())
    return bare if len(content(bare)) >= _LEAST else question


@lru_cache(maxsize=64)
def _spoken(source: Source) -> tuple[str, ...]:
    """A document's names and title, folded, longest first."""
    return tuple(sorted(map(fold, (*source.names, source.title)), key=lambda name: (-len(name), name)))


def _is_named(source: Source, question: str, folded: str, years: tuple[int, ...]) -> bool:
    if source.year in years:
        return True
    if source.id in folded and "-" in source.id:
        return True  # an id that is a word of the language ("multistakeholder") names no document
    folded = folded.replace('"', "")
    if any(name in folded for name in _spoken(source) if source.year is None or name != fold(source.title)):
        return True
    return any(_by_chair(name, question, folded) for name in source.chair_names)


def _mentions(name: str, question: str) -> bool:
    """Whether a chair's name stands anywhere; capitals count, as "us" is a word."""
    return bool(re.search(rf"\b{re.escape(name)}(?:s|n)?\b", question))


def _by_chair(name: str, question: str, folded: str) -> bool:
    """Whether a chair's name stands for its programme or its term: "the Dutch programme", "when the US chaired"."""
    word = re.escape(fold(name)).replace("us", r"u\.?s\.?") if name == "US" else re.escape(fold(name))
    if re.search(rf"\b{word}'?s?(?:'s)?\s+(?:foc\s+|led\s+|\w+\s+)?{_OFFICE}\b", folded):
        return True
    if re.search(
        rf"\b(?:under|when|while|with|by|(?:before|after|until|since|by) the time(?: that)?|the (?:year|time|moment))\s+(?:the\s+)?{word}s?(?:\s+(?:chaired|was|held|led|chairing|had|too|also|as well|already|then|took (?:over|the chair)|takes over|came in)\b|\s*(?:[?,.]|$))",
        folded,
    ):
        return name != "US" or bool(re.search(r"\bU\.?S\b", question)) or "chair" in folded
    if name != "US" and re.search(rf"\bthe {word}s?\b(?=\s*(?:[?,.;:]|$|{_ACTS}\b))", folded):
        return True
    return bool(
        re.search(
            rf"\b(?:programmes?|programs?|plans?|poa|chairship|presidency)\s+(?:of|by|from|under)\s+(?:the\s+)?{word}\b",
            folded,
        )
    )


def _beside_programme(folded: str, year: int) -> bool:
    """Whether the year is said of a programme: "the 2022 programme", "Goal 1 of 2025", "PoA 2021"."""
    about = rf"(?:{_PROGRAMME}|program(?:me)? of action|goals?|objectives?|activit\w+|poa)"
    return bool(
        re.search(
            rf"\b{year}(?:'s)?\s+(?:foc\s+)?(?:{about})\b|\b{about}\s+(?:\S+\s+)?(?:of|for|in|from)?\s*(?:the\s+)?(?:year\s+)?{year}\b",
            folded,
        )
    )
