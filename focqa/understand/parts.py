"""Questions that ask several things: their parts, and whether several provisions are wanted."""

import re
from dataclasses import dataclass

from focqa.coverage import content
from focqa.text import fold

_WH = (
    r"(?:who|whom|whose|what|when|where|which|how|why|since|are|is|was|were|do|does|did|has|have|can|will|under|by|tell|name"
    r"|(?:in|at|on|by|to|with|from|for|since|of|under)\s+(?:which|what|whom|whose|how))"
)
# "… and also for the name of its author".
_THINGS = r"(?:names?|numbers?|dates?|years?|prices?|costs?|fees?|amounts?|budgets?|size|address|addresses|reasons?|places?|length|duration|titles?|authors?)\b"
_NOUN = rf"(?:the|its|their|his|her)\s+(?:\w+\s+)?{_THINGS}"
_CUT = re.compile(
    rf"(?<=\?)\s+|;\s+|\.\s+(?=(?:and|also|but)\b)|,?\s+(?:and|but|or|plus|as well as|&)(?:\s+also|,?\s+if (?:so|yes),?)?\s+(?:(?={_WH}\b)|(?:for\s+)?(?={_NOUN}))|\s+\+\s+|:\s+(?={_WH}\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"^(?:and\s+|or\s+|but\s+|also\s+)?(?:{_WH}\b|{_NOUN}|(?:\w+\s+)?{_THINGS}\s+(?:of|for|in|as|per|from)\b)|\s[–—-]+\s{_WH}\b|[?]$",
    re.IGNORECASE,
)
# "Would you tell me in which country …", "Hello! Is the press …", "Number of governments …".
_ASKS_WITHIN = re.compile(
    rf"\b(?:which|what|who|whom|whose|how|when|where|why|whether)\b|[.!]\s+{_WH}\b|\b{_NOUN}|^\W*(?:\w+\s+)?{_THINGS}",
    re.IGNORECASE,
)
# "… on AI, on cyber and on trade": the same preposition before each.
_ROW = re.compile(
    r"\b(?P<prep>on|about|for|to|of|with|from|in|against|by)\s+(?P<first>(?!(?:which|what|whom)\b)(?:(?!\b(?P=prep)\b)[^,;?.:]){2,40}?)"
    r"(?:\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)(?P=prep)\s+(?!(?:which|what|whom)\b)",
    re.IGNORECASE,
)
_SAID = r"(?!(?:on|about|of|for|to|with|in|from|by|against|regarding|concerning)\b)[\w'’-]+"
_THING = rf"(?:{_SAID} ){{0,3}}{_SAID}"
_LIST = re.compile(
    rf"\b(?:on|about|of|for|to|with|against|regarding|concerning)\s+(?P<things>{_THING}(?:, {_THING})+,? (?:and|or) {_THING})(?=\W*$|[.?;,])",
    re.IGNORECASE,
)
# "What is planned (a) for tools and (b) for diplomats?", "Tallinn, Helsinki: what does each stand for?"
_LETTERED = re.compile(r"(?:\s*[,;]?\s*\b(?:and|or)\b)?\s*\((?:[1-5]|[a-e]|i{1,3})\)\s*", re.IGNORECASE)
_OF_EACH = re.compile(r"^(?P<things>[^:?]+(?:, [^:?,]+)+):\s*(?P<asked>[^?]*\beach\b[^?]*)", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|its|they|them|their|that|those|these|this|one|ones|there|same|he|she)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:which|what|whose|name|list|all|any|every|both|each|different|various|several|many|other)\b(?:\W+[\w'-]+){0,4}?\W+(?!is\b|does\b|was\b|has\b|this\b|its\b|us\b)[\w-]{3,}[^s\W]s\b"
    r"|\b(?:everything|all the things|ways|examples|steps|measures|anywhere|elsewhere|besides|in total|list)\b"
)

_DIGITS = re.compile(r"\d+")
# A first question has at least so many content words and numbers ("When and where is the next conference?" has none to begin with), a later one that stands alone so many words.
_ALONE, _WHOLE = 1, 3


def wants_several(question: str) -> bool:
    """Whether the question asks for things in the plural, so that several provisions may be needed."""
    return bool(_SEVERAL.search(fold(question)))


@dataclass(frozen=True, slots=True)
class Part:
    """A question inside a question: what to search for, and its own words where ``text`` had to be made whole with the first."""

    text: str
    own: str = ""


def parts(question: str) -> tuple[Part, ...]:
    """The questions inside a question, each made whole with the first; () for a question that asks one thing."""
    if shared := _marked(question):
        return tuple(map(Part, shared))
    kept = [p for p in _cut(question) if content(p)]
    if len(kept) == 1 or not kept:
        return tuple(map(Part, _alike(question)))
    return (Part(kept[0]), *(Part(f"{kept[0]} {p}", p) if _BACK.search(p) else Part(p) for p in kept[1:]))


def leans(half: str, first: str) -> bool:
    """Whether a half says too little by itself, so that it goes on from the first: "what salary do they get?"."""
    alike = half.split()[:_WHOLE] == first.split()[:_WHOLE]  # asked once of each thing
    return not alike and (bool(_BACK.search(half)) or len(content(half)) < _WHOLE)


def _marked(question: str) -> tuple[str, ...]:
    """What is asked of things marked (a) and (b), or of each of those that stand before a colon; () otherwise."""
    before, *lettered = _LETTERED.split(question)
    if len(lettered) > 1 and content(before):
        return tuple(f"{before} {thing.strip(' ?.,')}" for thing in lettered if content(thing))
    each = _OF_EACH.match(question)
    things = re.split(r",\s+(?:and\s+)?", each["things"]) if each else []
    return tuple(f"{thing}: {each['asked']}" for thing in things) if each else ()


def _alike(question: str) -> tuple[str, ...]:
    """What is asked alike of several things, once of each: "what is said on journalists and on bloggers?"; () otherwise."""
    row = _ROW.search(question)
    if not row:
        return _listed(question)
    between = re.compile(
        rf"(?:\s*[,;]\s*(?:and\s+|or\s+|among\s+)?|\s+(?:and|or)\s+)(?:{row['prep']}\s+)", re.IGNORECASE
    )
    things = between.split(question[row.start("first") :])
    return tuple(f"{question[: row.start('first')]}{thing.strip(' ?.')}" for thing in things if content(thing))


def _listed(question: str) -> tuple[str, ...]:
    """The same where one preposition stands before all: "the years of the statements on network disruptions, surveillance and AI"."""
    row = _LIST.search(question)
    things = re.split(r"\s*,\s*(?:and|or)?\s*|\s+(?:and|or)\s+", row["things"]) if row else []
    return tuple(f"{question[: row.start('things')]}{thing}" for thing in things if content(thing)) if row else ()


def halves(question: str) -> tuple[str, ...]:
    """The questions inside a question as they stand, what leads up to them before the first; () unless there are several and the first makes sense alone."""
    if shared := _marked(question):
        return shared
    first, *further = _cut(question)
    if further and not (_ASKS.search(first) or _ASKS_WITHIN.search(first)):
        first, *further = f"{first}: {further[0]}", *further[1:]
    if not further:
        return _alike(question)
    return (first, *further) if len(content(first)) + len(_DIGITS.findall(first)) >= _ALONE else ()


def _cut(question: str) -> list[str]:
    """The first piece and those after it that ask something; "Reply with one word only." is none to search for."""
    first, *further = [p.strip(" ,.+–-") for p in _CUT.split(question) if p.strip(" ,.+–-")] or [""]
    return [first, *(p for p in further if _ASKS.search(p))]
