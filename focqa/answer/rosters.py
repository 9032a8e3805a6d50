"""Questions for each of several by name, "all 35 governments by name", "which ones exactly?": a passage that only says that there are some is no answer."""

import re

from focqa.lexical import stem
from focqa.text import fold, words
from focqa.understand.chairs import countries_in

_COUNTRIES = r"(?:countries|governments|states|nations|members|member (?:states|countries|governments))"
_THINGS = rf"(?:{_COUNTRIES}|compan(?:y|ies)|firms|organi[sz]ations|bodies|papers|people|persons|ones)"
_WANTED = re.compile(
    rf"\b(?:by (?:their )?names?(?! of)|(?:names|titles) of (?:all|the|every\w*|each|those|these|its|their)\b|(?:their|all|its) (?:names|titles)\b|name (?:them|names|each|all of them)\b"
    rf"|(?:which|what) (?:[\w-]+ ){{0,2}}?{_THINGS} (?:exactly|precisely|specifically)\b"
    r"|(?:name|list|enumerate|identify)(?: me)? (?:the|all|all the|some|every) (?:[\w-]+ ){0,3}?(?:products|brands|vendors|makers|compan(?:ies|y)|firms|experts|persons)"
    rf"|(?:list|name|enumerate|itemi[sz]e)(?: of)?(?: me)?(?: all| the| every| each)*(?: \d+)?(?: foc| current| present| participating)*(?: [\w-]+)?(?: [\w-]+)? {_COUNTRIES}(?! (?:do|did|can|may|must|should|has|have)\b))(?!['’])"
)
_WHICH = re.compile(
    r"^(?!.*\b(?:numbers?|figures?|years?|dates?)\b).*\b(?:which (?:ones|are (?:they|those|these))|who are they)\b(?!\s+(?:with|for|about|to|from|in|on)\b)"
)
_NAMED = re.compile(
    r"\b(?:compan(?:y|ies)|firms?|makers?|vendors?|organi[sz]ations?|bod(?:y|ies)|people|persons?|staff|every(?:body|one)|experts?|who|papers?|titles|ones|products?|brands?)\b"
)
_OF_COUNTRIES = re.compile(rf"\b{_COUNTRIES}\b")
_SEVERAL = 2
# "Which city is it going to be?", "which states does it name?"
_WHICH_ONE = re.compile(
    r"\b(?:which|what) (?:(?!by|of|in|about)[\w-]+ ){0,2}?(?:(?P<place>city|cities|capital|town|venue)|country|countries|states?|governments?|nations?)(?:'s)?\b[^?.;]*?"
    r"\b(?:(?:does|do|did) (?:it|they|the \w+) (?:name|mean|have in mind)|(?:have|had) in mind|(?:is|are|will|would) (?:it|that|this|they|those)(?: going to)?(?: be)?(?=\W*$)|by name|in particular|specifically)\b"
)
_PLACED = re.compile(r"\b(?:in|at|to|near)\s+(?:the\s+)?([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)")
_OFFICER = re.compile(
    r"\bnames? of (?:the |its |their |this |that |an? )?(?:[\w'’-]+ ){0,3}?(?:envoy|commissioner|representative|officer|contact|head|director|minister|ambassador|spokes\w+|official(?! \w)|staff member|person|one (?:in|at|for))\b"
)
_CAPITAL = re.compile(r"(?<=[\w,;:(] )[A-Z][\w'’-]+(?: (?:(?:of|on|for|the|and) )?[A-Z][\w'’-]+)*")
# What nearly every passage names.
_OURS = frozenset(
    stem(w)
    for w in words(
        "foc freedom online coalition member state human right internet ai global south north un program action support unit"
    )
)


def lacks_identity(question: str, text: str) -> bool:
    """Whether a question asks which place or state is meant, or for the name of a person in an office, and a passage names none."""
    folded = fold(question)
    if _OFFICER.search(folded):
        return True  # texts of policy name offices, no persons
    asked = _WHICH_ONE.search(folded)
    if not asked:
        return False
    named = {*countries_in(text), *(_PLACED.findall(text) if asked["place"] else ())}
    told = {stem(w) for w in words(folded)} | _OURS
    return all({stem(w) for w in words(fold(name))} <= told for name in named)


def lacks_names(question: str, text: str, before: str = "") -> bool:
    """Whether a question asks for several by name, and a passage names no two but those of the question.

    Args:
        question: As asked.
        text: The best passage.
        before: What it goes on from, where it is a follow-up: "which ones?" wants names of what that is about.
    """
    folded = fold(question)
    if not (_WANTED.search(folded) or _WHICH.search(folded)):
        return False
    folded = f"{fold(before)} {folded}"
    if _OF_COUNTRIES.search(folded):
        return len(set(countries_in(text)) - set(countries_in(f"{before} {question}"))) < _SEVERAL
    if not _NAMED.search(folded):
        return False
    asked = {stem(w) for w in words(folded)}
    named = (frozenset(stem(w) for w in words(fold(m[0]))) for m in _CAPITAL.finditer(text))
    return len({name for name in named if name - asked - _OURS}) < _SEVERAL
