"""The sort of thing a question asks for: a date, a number, a country, a place, a result; and whether a passage has one."""

import re

from focqa.lexical import stem
from focqa.text import fold, words
from focqa.understand.chairs import countries_in

_WANTS_DATE = re.compile(
    r"\b(?:when|what (?:year|date|day|month)|which (?:year|date|day|month)|in which year|how long|deadline|since when|by when)\b"
)
_WANTS_NUMBER = re.compile(
    r"\bhow (?:many|much)\b|\bwhat (?:number|share|percentage|amount|budget)\b|\b(?:budget|cost|percent|percentage|salary|price|fund of)\b"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:annual\w*|quarter\w*|year\w*|month\w*|week\w*|decade|periodically|time to time|term|when|before|during)\b"
)
_NUMBER = re.compile(
    r"\b\d+\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|several|number of)\b"
)
# A coalition's members are counted under any of these names.
_COUNTRIES = {stem(word) for word in ("members", "countries", "governments", "nations", "states")}
_HOW_MANY = re.compile(r"\bhow many (?:\w+ ){0,1}?(?P<noun>[a-z]+s|people|countries|staff)\b")
_CONDITION = re.compile(r"\bwhen (?:does|do|is|are|may|can|should|would)\b")
_WANTS_COUNTRY = re.compile(
    r"\b(?:which|what|name the|names of the)\s+(?:[\w-]+\s+){0,2}?(?:country|countries|governments?|nations?|states?|capitals?|members?)\b"
    r"|\bwho\s+(?:chair|preside|co-?chair|took over)\w*"
)
_WANTS_PLACE = re.compile(r"\bwhere\b|\b(?:which|what)\s+(?:city|cities|town|place|venue|capital)\b")
_WANTS_AGENT = re.compile(
    r"\b(?:who|whom|whose)\b|\b(?:which|what)\s+(?:[\w-]+\s+){0,2}?(?:person|people|persons|minister|ministers|official|company|companies|firm|firms|bod(?:y|ies)"
    r"|organi[sz]ations?|agency|agencies|ngos?|networks?|embass(?:y|ies)|platforms?|experts?|stakeholders?|vendor|vendors)\b|\bwhat name\b|\bnames? of\b"
)
# Whom nearly every passage names.
_OURS = frozenset(["foc", "members", "member", "coalition", "freedom", "online", "internet", "human", "rights", "ai"])
_WANTS_CONTACT = re.compile(
    r"\b(?:e-?mail|phone|telephone|postal|website|web site|url|link|hyperlink|contact details|sign up|register)\b"
)
_CONTACT = re.compile(r"https?:|www\.|@|\bwebsite\b|\be-?mail\b|\bpublish\w*|\bcontact\w*")
_WANTS_RESULT = re.compile(
    r"\b(?:results?|outcomes?|findings?|found out|reveal\w*|conclu\w+|succeed\w*|success\w*|achiev\w+|ended up|end up|came of|come of|turned out"
    r"|final|finally|actually|in the end|so far|since then|to date|was adopted|were adopted|did .* (?:vote|sign|agree|accept|join|adopt|pass|win|make it))\b"
)
_RESULT = re.compile(
    r"\b(?:results?|outcomes?|findings?|conclu\w+|succe\w+|achiev\w+|adopted|endorsed|joined|issued|released|developed|launched|established|led to|resulted)\b"
)
_WANTS_REASON = re.compile(r"\bwhy\b|\b(?:for )?what reasons?\b|\bhow come\b")
_PLACED = re.compile(r"\b(?:in|at|to|from)\s+(?:the\s+)?(?P<name>[A-Z][\w'-]+)")


def has_sort(asked: str, text: str, spoken: str) -> bool:
    """Whether a passage has the date or number that is asked for.

    Args:
        asked: The question, folded.
        text: The passage, folded.
        spoken: Its glosses: a number they ask for counts as there.
    """
    if _WANTS_DATE.search(asked) and not _CONDITION.search(asked):
        return bool(_DATE.search(text))
    if counted := _HOW_MANY.search(asked):
        return _counts(counted["noun"], text) or f"how many {counted['noun']}" in fold(spoken)
    if _WANTS_NUMBER.search(asked):
        return bool(_NUMBER.search(text))
    return True


def _counts(noun: str, text: str) -> bool:
    """Whether a text has a number of these things: a number, at most two words, and the noun."""
    found = words(text)
    wanted = _COUNTRIES if stem(noun) in _COUNTRIES else {stem(noun)}
    return any(
        _NUMBER.fullmatch(w) and wanted & {stem(x.casefold()) for x in found[i + 1 : i + 4]}
        for i, w in enumerate(found)
    )


def has_name(question: str, text: str, chair_names: tuple[str, ...]) -> bool:
    """Whether a passage names the country or the place asked for, one that the question does not name itself."""
    folded = fold(question)
    if _WANTS_COUNTRY.search(folded):
        named = {*countries_in(text), *(n for n in chair_names if re.search(rf"\b{re.escape(n)}\b", text))}
        return bool(named - {*countries_in(question), *(n for n in named if n in question)})
    if _WANTS_PLACE.search(folded):
        named = {*countries_in(text), *(m["name"] for m in _PLACED.finditer(text))}
        return any(fold(n) not in folded for n in named)
    if _WANTS_CONTACT.search(folded):
        return bool(_CONTACT.search(fold(text)))
    return True


def has_agent(question: str, text: str) -> bool:
    """Whether a passage names somebody, a person, a body or a firm, whom the question asks for and does not name itself."""
    folded = fold(question)
    if not _WANTS_AGENT.search(folded):
        return True
    inside = (m[1] for m in re.finditer(r"(?<=[\w,;:] )([A-Z][\w'’-]+)", text))
    return any(fold(name) not in folded and fold(name) not in _OURS for name in inside)


def has_result(asked: str, text: str) -> bool:
    """Whether a passage tells what came of something, where that is asked; both folded."""
    return not _WANTS_RESULT.search(asked) or bool(_RESULT.search(text))


def asks_reason(asked: str) -> bool:
    """Whether a question, folded, asks for a reason."""
    return bool(_WANTS_REASON.search(asked))


def has_no_strangers(question: str, known: frozenset[str]) -> bool:
    """Whether every capitalised word within a question's sentences is one that the documents use."""
    inside = re.findall(r"(?<=[\w,;:'\"“(] )[\"“(]?([A-Z][\w-]+)", question)
    return all(fold(w).removesuffix("'s") in known for w in inside)
