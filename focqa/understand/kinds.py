"""What sort of answer a question wants: a list, a count, a comparison, a definition, or a fact."""

import re
from typing import Literal

from focqa.text import fold
from focqa.types import Level, QueryKind

Contents = Literal["none", "next", "all", "activities"]

_LEVELS: dict[Level, str] = {
    "goal": "goals",
    "objective": "objectives",
    "activity": r"activities|points|letters(?=\s+(?:under|below|of\s+\d|in\s+\d))",
    "item": "(?:sub-?)?items|sub-?points|sub-?activities",
}
_SINGULAR = {"goal": "goal", "objective": "objective", "activity": "activity", "item": "(?:sub-?)?item"}
_LISTING = re.compile(
    r"\b(?:list|enumerate|itemi[sz]e|name|show|give|what|which|all|every|each|read|full|complete|everything|tell|run through|go through|walk|lay out|set out|put)\b"
)
_COUNTING = re.compile(r"\b(?:how many|number of|count|total)\b")
_COMPARING = re.compile(
    r"\b(?:compar\w+|differ\w*|contrast\w*|versus|vs\.?|chang\w+ (?:from|between|since)|(?:what|how|has|have|did)\b.*\bchang\w+"
    r"|both (?:years|programmes|programs|plans|chairs|chairships)|new in 20|dropped|carried over|no longer|still|kept up|shift\w*"
    r"|evol\w+|similar\w*|in common|same in|than (?:in|the|that|its|under)|unlike|as (?:much|many|important)\b.*\bas|each (?:year|chair)"
    r"|(?:the )?two (?:years|programmes|programs|plans|chairs)|(?:one )?year only)\b"
)
_DEFINING = re.compile(
    r"\b(?:stand(?:s|ing)? for|abbreviat\w+|acronym|initials|short for|spelt? out|spell\w* out|full name|long form|in full"
    r"|meaning of|mean(?:s|t)? by|what does (?:the )?\S+(?: \S+)? mean|definition of|define)\b"
)
# What stands under a provision, without saying which level: "everything under 2.1", "what does Goal 3 comprise?".
_ALL_BELOW = re.compile(r"\b(?:everything|the lot|all (?:there is|of it|that (?:is|stands|falls)))\b")
_CONTENTS = re.compile(
    r"\b(?:compris\w+|contain\w*|consist\w*|includ\w+|made up of|broken? down|break down|falls? under|fall under|comes? under|come under|sits? under"
    r"|is under|are under|stands? under|belongs? to|listed under|planned under|what'?s under|what is under)\b"
)
_DOING = re.compile(
    r"\b(?:will|would|does|do|did) (?:\w+ ){0,3}?(?:plan|intend|promise|commit|mean|want|do)(?: to do)? (?:under|for|to (?:reach|achieve|meet))\b"
    r"|\bgoing to (?:be done|do) (?:under|for)\b"
    r"|\b(?:things|steps|actions|measures|work|what) (?:\w+ ){0,4}?(?:would|will|planned|intend\w*)(?: \w+)? (?:do|be done|under)\b"
)
# What a list is to be about: "activities that mention civil society", "objectives on membership".
_TOPIC = re.compile(
    r"\b(?:about|on|concern\w*|regarding|mention\w*|deal\w* with|relat\w+ to|involv\w+|touch\w* (?:on|upon)|cover\w*|address\w*"
    r"|speak\w* of|refer\w* to|to do with|aim\w* at|focus\w* on)\b\s*(?P<topic>.*)$"
)
_PLACE = re.compile(
    r"\b(?:in|of|under|from|for|the|both|goals?|objectives?|programmes?|programs?|plans?|years?|poa|chair\w*|20\d\d|\d[\w.]*|dutch|us|american|it|them|what|they|are)\b"
)


def targets(folded: str) -> tuple[Level, ...]:
    """The levels named as things to list or count: in the plural, or after "every" or "each"; not those that number an address."""
    found = []
    for level, plural in _LEVELS.items():
        named = rf"\b(?:(?:{plural})\b(?!\s+(?:number\s+|no\.?\s*)?\(?(?:\d|[a-z]\b(?!\s+[a-z])))|(?<!under )(?<!of )(?<!in )(?<!per )(?<!for )(?:every|each)\s+(?:single\s+)?{_SINGULAR[level]}\b)"
        if re.search(named, folded):
            found.append(level)
    return tuple(found)


def contents(folded: str) -> Contents:
    """What a question wants of what stands under a provision: what is to be done, all of it, the next level, or nothing."""
    if _DOING.search(folded):
        return "activities"
    if _ALL_BELOW.search(folded):
        return "all"
    return "next" if _CONTENTS.search(folded) else "none"


def counts(folded: str) -> bool:
    """Whether a question asks for a number of things."""
    return bool(_COUNTING.search(folded))


def read_kind(question: str, has_years: int) -> QueryKind:
    """The kind of answer wanted, from the question's words alone.

    Args:
        question: As asked.
        has_years: How many dated documents it names.
    """
    folded = fold(question)
    if has_years > 1 or _COMPARING.search(folded):
        return "compare"
    if counts(folded) and targets(folded):
        return "count"
    if _DEFINING.search(folded):
        return "definition"
    if targets(folded) and _LISTING.search(folded):
        return "list"
    return "fact"


def topic(question: str) -> str:
    """What a list is to be about, or "" if it is about everything at its place."""
    found = _TOPIC.search(fold(question))
    if not found:
        return ""
    rest = _PLACE.sub(" ", found["topic"])
    return " ".join(re.findall(r"[^\W\d_][\w+'-]+", rest))
