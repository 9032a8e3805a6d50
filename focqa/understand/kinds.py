"""What sort of answer a question wants: a list, a count, a comparison, a definition, or a fact."""

import re
from typing import Literal

from focqa.coverage import content
from focqa.text import fold
from focqa.types import Level, QueryKind
from focqa.understand.numerals import COUNT, digits

Contents = Literal["none", "next", "all", "activities"]

_LEVELS: dict[Level, str] = {
    "goal": "goals",
    "objective": "objectives",
    "activity": r"activities|points|(?:letters|bullets|bullet points|steps|actions|measures|tasks|entries)(?=\s+(?:are\s+|stand\s+|listed\s+)?(?:there\s+)?(?:under|below|beneath|(?:of|in)\s+(?:objective\s+)?\d))",
    "item": "(?:sub-?)?items|sub-?points|sub-?activities",
}
_SINGULAR = {"goal": "goal", "objective": "objective", "activity": "activity", "item": "(?:sub-?)?item"}
_LISTING = re.compile(
    r"\b(?:list|enumerate|itemi[sz]e|name|show|give|what|which|all|every|each|read|full|complete|everything|tell|run through|go through|walk|lay out|set out|put|where (?:exactly|precisely))\b"
)
# "2024 activities that bring in the advisory network".
_THOSE = re.compile(
    r"^\W*(?:(?:the|those|foc|dutch|american|(?:19|20)\d\d|of|in|and|programmes?)\s+)*(?:goals|objectives|activities|points|items)\s+(?:(?:of|in|from|for)\s+(?:the\s+)?(?:\w+\s+)?(?:programme|program|plan|poa|year|20\d\d)\s+)?(?:that|which|where|in which|with|about|on|concerning|regarding|\w{3,}ing)\b"
)
_COUNTING = re.compile(r"\b(?:how many|number of|count|total|tally)\b")
_COMPARING = re.compile(
    r"\b(?:compar\w+|differ(?!ently)\w*|contrast\w*|versus|vs\.?|chang\w+ (?:from|between|since)|(?:what|how|has|have|did)\b.*\bchang\w+"
    r"|new in 20|dropped|carried over|no longer|still|kept up|shift\w*|gone (?:up|down)"
    r"|evol\w+|similar\w*|in common|same in|(?:keep|kept|retain\w*) (?:all|both|them|these|those)\b|than (?:in|the|that|its|under)|unlike|as (?:much|many|important)\b.*\bas|(?:one )?year only|missing (?:from|in)\b.*\b20\d\d|next to each other|side by side|whereas|against each other)\b"
)
_BOTH = re.compile(r"\b(?:(?:both|two) (?:years|programmes|programs|plans|chairs|chairships)|each (?:year|chair))\b")
_DEFINING = re.compile(
    r"\b(?:stand(?:s|ing)? for|abbreviat\w+|acronym|initials|short for|spelt? out|spell\w* out|full name|long form|in full"
    r"|(?:words|names?) behind|(?:each|all|any) of (?:the|those|these) letters|meaning of|mean(?:s|t)? by|what does (?:the )?\S+(?: \S+)? mean|definition of|define)\b"
)
# What stands under a provision, without saying which level: "everything under 2.1", "what does Goal 3 comprise?".
_ALL_BELOW = re.compile(
    r"\b(?:everything|the lot|all (?:there is|of it|that (?:is|stands|falls)|(?:that|which|what)\b[^?.;]*\b(?:under|below|beneath))|(?:whole|entire|full|complete) (?:row|list|set|lot|contents?))\b"
    r"|\b(?:all|entire|whole|complete|full)\s+(?:of\s+)?(?:the\s+)?(?:objective\s+|goal\s+|obj\.?\s+)?\d+(?:[a-z]|\.\d)?(?![\w.]*\w)"
    r"|\d[a-z]?\W+(?:complete|entirely|completely|in its entirety)\b"
)
_CONTENTS = re.compile(
    r"\b(?:compris\w+|contain\w*|consist\w*|includ\w+|made up of|broken? down|break down|(?:sub)?divided|split(?: up)?|structured|count(?= (?:up )?(?:the )?(?:goal |objective )?\d)|falls? under|fall under|comes? under|come under|sits? under"
    r"|is under|are under|stands? under|belongs? to|(?:listed|given|set out|found|planned|written) (?:under|beneath|below)|what'?s under|what is under"
    r"|mak(?:e|es) up|what(?:'s| is| all is| are)? in(?= (?:the )?(?:goal |objective )?\d))\b"
)
# "which objective does 3C.2 belong to?", "4.3.b sits under which objective and goal?", "the parent of 1.2.a.ii".
_CODE = r"\d(?:[a-z]|\.\d)[\w.()]*"
_IN = r"(?:belong\w*|part|under|beneath|in|within|contain\w*|hold\w*|hous\w*|sit\w*|fall\w*|stand\w*|come\w*|serv\w*)"
_HIGHER = re.compile(
    r"\b(?:which|what)\s+(?P<levels>(?:goal|objective)(?:\s+and\s+(?:which\s+|what\s+)?(?:goal|objective))?)\b(?!\s*\d)"
)
_PLACED_AFTER = re.compile(
    rf"\b{_CODE}[^?!]{{0,30}}?\b{_IN}\b|^\s+(?:contain\w*|hold\w*|hous\w*|has|does)\s+(?:\w+\s+)?{_CODE}$"
)
_PLACED_BEFORE = re.compile(rf"\b{_CODE}[^?!]{{0,30}}?\b{_IN}(?:\s+to)?\s*$")
_UNDER = re.compile(r"\b(?:under|beneath|in|within|to|of)\s*$")
_ABOVE: tuple[Level, ...] = ("objective", "goal")
_PARENT = re.compile(rf"\b(?:parent of|heading (?:over|above)|title (?:over|above))\s+(?:\w+\s+)?{_CODE}")
_DOING = re.compile(
    r"\b(?:will|would|does|do|did) (?:\w+ ){0,3}?(?:plan|intend|promise|commit|mean|want|do)(?: to do)? (?:under|for|to (?:reach|achieve|meet))\b"
    r"|\b(?:going to|ha(?:s|ve) to|needs? to|must|should|shall|(?:is|are) to) (?:be done|do) (?:under|for|to (?:reach|achieve|meet))\b"
    r"|\b(?:things|steps|actions|measures|work|what) (?:\w+ ){0,4}?(?:would|will|planned|intend\w*)(?: \w+)? (?:do|be done|under)\b"
)
# What is not to be listed: "not only the activities", "the most activities" (``having`` reads those).
_NOT_LISTED = re.compile(
    r"\b(?:not (?:only|just|merely) (?:the )?|(?:the )?(?:most|fewest|least) )\w+"
    r"|\b(?:not|without|excluding|leave out|leaving out|ignoring|skip|skipping|minus)(?: counting)? (?:the |any |their |its )?(?:\w+ )?[\w-]*(?:items|points|activities|objectives|goals|headings|titles)\b(?: (?:or|and|nor) (?:the )?(?:items|points|activities|objectives|goals)\b)?"
    r"|[,;(–-] ?(?:but )?no (?:\w+ )?(?:items|points|activities|objectives|goals|headings|titles)\b"
    r"|\b(?:items|points|activities|objectives|goals|(?:goal|objective) (?:headings|titles)) (?:i |we )?(?:don't|do not|needn't|need not) (?:need|want|matter|be)\b"
    r"|\b(?:leave|leaving|keep|take) (?:the |any |their |its |all )?(?:items|points|activities|objectives|goals) (?:out|away|off|aside)\b|\b(?:items|points|activities|objectives|goals|provisions) or not\b"
)
# Items are numbered so.
_ROMAN = re.compile(
    r"\bromans\b|\broman(?:[- ](?:numerals?|numbered|numeralled))?[- ](?:points|items|sub-?\w+s|entries|steps|bullets)\b|\b(?:with|by|in|under|the|small|little|tiny|lower-?case|lowercase)\s+roman numerals\b|\broman numerals (?:included|too|as well|and all)\b"
)
# What is said besides where goals are asked for without a verb.
_TELEGRAM = re.compile(
    rf"\b(?:goals?|objectives?|activit(?:y|ies)|sub-?items|points|headings?|titles?|names?|only|just|please|pls|plz|all|overview|the|foc|complete|full|lists?|{COUNT}|\d+"
    r"|programmes?|programs?|plans?|poas?|of action|documents?|editions?|dutch|american|year)\b"
)
# What things are counted over: "in all objectives of Goal 3".
_OVER = r"\b(?:across|over|throughout|under|within|in|of|from|for)\s+(?:all|both|every|its|their)\s+(?:of\s+)?(?:the\s+|its\s+)?(?:\w+\s+)?(?:{plural})\b|\ball (?:the )?(?:{plural}) (?:taken )?together\b|\b(?:activities|points|items),? both (?:{plural})\b"
_ITSELF = re.compile(
    r"\b(?:goal|objective)\b(?:[^.?;]|\.(?=\w))*?(?:\b(?:together|along) with|\bplus|\bas well as|\band also|[,:] with) (?:all )?(?:its|the|their|every)\b"
    r"|\b(?:what|how|why)\b(?:[^.?;]|\.(?=\w))*?\b(?:goal|objective)\b(?:[^.?;]|\.(?=\w))*?\b(?:about|aim\w*|say\w*|mean\w*|after|called|read\w*|want\w*|seek\w*|for|achieve|reach)\b(?:[^.?;]|\.(?=\w))*?,? and (?:which|what|how|its|list|name|the)\b"
    r"|\b(?:(?:goal|objective|obj\.?)\s+[\w.]*\d[\w.]*|\d(?:[a-z]|\.\d))(?:\s+(?:from|of|in)(?: the)?(?:\s+\w+){0,3}?)?,?\s+(?:and|plus|with|including) (?:also )?(?:(?:list|show|give|name|quote|read)\s+)?(?:me\s+)?(?:all\s+)?(?:of\s+)?(?:its|their|(?:everything|all|what(?: is|'s| stands)?)(?: that)?(?: is| stands| comes)? (?:under|below|beneath) (?:it|that))\b(?! (?:number|date|year))"
    r"|\b(?:title|heading|name|text|wording|itself),? and (?:its |the |all |all its )?(?:objectives|activities|points)\b"
    r"|\bwhat (?:is|are) (?:the )?(?:\w+ )?(?:goal|objective)\b(?:[^.?;,]|\.(?=\w))*?,? and (?:which|what|how|its|list|name)\b"
)
# "The activities under Goal 1, with their number" are not wanted with the goal's own text.
_WITHIN = re.compile(
    r"\b(?:activit(?:y|ies)|objectives?|points?|(?:sub-?)?items?|sub-?points?)\s+(?:\w+\s+)?(?:under|beneath|below|in|of|from|within)\s+(?:the\s+)?(?:\w+\s+)?(?:goal|objective)\b"
)
# The paragraphs of a text without numbers, by their headings or one by one.
_SECTIONS = re.compile(
    r"\bparagraph (?:by|after|for) paragraph\b|\b(?:whole|complete|entire|full)\s+(?:\w+\s+){0,3}?(?:text|page|item|statement|article|story|release)\b|\bfrom (?:the )?(?:start|beginning|top|first) to (?:the )?(?:end|bottom|finish|last)\b|"
    r"\b(?:what|which|list|name|give|show|how many|number of|the|all)\s+(?:\w+\s+){0,3}?(?:sections|headings|subheadings|chapters|parts|paragraphs)\b(?=\s*(?:$|[?.,;]|(?:are|does|do|is|stands?|make|of|in|on|has|have|and|there)\b))(?<!parts)"
    r"|\b(?:what|which|list|name|give|show|how many|number of|the|all)\s+(?:\w+\s+){0,3}?parts\b(?=\s*(?:$|[?.,;]|(?:are|does|do|is|stands?|make|has|have|and|there)\b|(?:of|in|on)\s+(?:the\s+|this\s+|that\s+|it\b|its\s+)?(?:[\w-]+\s+){0,3}?(?:text|page|item|statement|article|story|release|document|programme|program|plan|poa|paper)))"
)


def targets(folded: str) -> tuple[Level, ...]:
    """The levels named as things to list or count: in the plural, or after "every" or "each"; not those that number an address."""
    folded = _NOT_LISTED.sub(" ", " ".join(_ROMAN.sub(" sub-items ", folded).split()))
    found = []
    for level, plural in _LEVELS.items():
        # "Activities 4.3" are those of 4.3.
        number = r"\d{1,3}(?!\d)" + (
            r"(?!\s?(?:\.\d{1,2}|[a-z])(?![\w(]|\.\w))" if level in ("activity", "item") else ""
        )
        named = rf"\b(?:(?:{plural})\b(?!\s+(?:number\s+|no\.?\s*)?\(?(?:{number}|[a-z]\b(?!\s+[a-z])))|(?:(?<!under )(?<!of )(?<!in )(?<!per )(?<!for )|(?<=titles of )|(?<=names of )|(?<=text of )|(?<=wording of )|(?<=numbers of )|(?<=codes of ))(?:every|each)\s+(?:single\s+)?(?:lettered\s+|numbered\s+)?(?:20\d\d\s+)?{_SINGULAR[level]}\b|\b(?:one|a) \w+ (?:per|for (?:each|every)) {_SINGULAR[level]}\b|\b(?<!news ){_SINGULAR[level]}\s+(?:headings|titles|names|list|overview)\b)"
        if re.search(named, folded):
            found.append(level)
    over = [level for level in found[:-1] if re.search(_OVER.format(plural=_LEVELS[level]), folded)]
    return tuple(level for level in found if level not in over)


def first_target(folded: str) -> int | None:
    """Where a question first names a level in the plural; None if it does not."""
    found = re.search("|".join(rf"\b(?:{plural})\b" for plural in _LEVELS.values()), folded)
    return found.start() if found else None


def claimed(folded: str) -> tuple[int, Level] | None:
    """How many of a level a question takes there to be: "the three goals of 2024"."""
    for level, plural in _LEVELS.items():
        found = re.search(
            rf"\b(?<!first )(?<!last )(?<!other )(?<!all )(?P<n>\d{{1,2}}|{COUNT})\s+(?:\w+\s+)?(?:{plural})\b", folded
        )
        if found:
            return int(digits(found["n"])), level
    return None


def wants_sections(folded: str) -> bool:
    """Whether the parts of a text are asked for: "which sections has the page?"."""
    return bool(_SECTIONS.search(folded))


def levels_above(folded: str) -> tuple[Level, ...]:
    """The levels above a place that are asked for: "which objective and goal does 4.3.b belong to?"; "activity" for whatever is right above it."""
    asked = _HIGHER.search(folded)
    if asked:
        before, after = folded[: asked.start()], folded[asked.end() :].rstrip(" ?.!")
        under = _UNDER.search(before) and re.search(rf"\b{_CODE}", after)
        if under or _PLACED_AFTER.search(after) or _PLACED_BEFORE.search(before):
            return tuple(level for level in _ABOVE if level in asked["levels"])
    return ("activity",) if _PARENT.search(folded) else ()


def contents(folded: str) -> Contents:
    """What a question wants of what stands under a provision: what is to be done, all of it, the next level, or nothing."""
    if levels_above(folded):
        return "none"
    if _DOING.search(folded):
        return "activities"
    if _ALL_BELOW.search(folded):
        return "all"
    return "next" if _CONTENTS.search(folded) else "none"


def wants_itself(folded: str) -> bool:
    """Whether a place is asked for together with what stands under it: "what is Goal 3 about, and which objectives serve it?"."""
    return bool(_ITSELF.search(_WITHIN.sub(" ", folded)))


def is_telegram(masked: str) -> bool:
    """Whether nothing is said but a level in the plural and where it stands: "goals 2024", "headings only: the four goals".

    Args:
        masked: The question, folded, years and chairs blanked out.
    """
    return not content(_TELEGRAM.sub(" ", masked))


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
    listed = targets(folded) and (_LISTING.search(folded) or _THOSE.search(folded))
    provisions = listed and not counts(folded) and {"activity", "item"} & set(targets(folded))
    if _COMPARING.search(folded) or ((has_years > 1 or _BOTH.search(folded)) and not provisions):
        return "compare"
    if counts(folded) and targets(folded):
        return "count"
    if _DEFINING.search(folded):
        return "definition"
    if listed:
        return "list"
    return "fact"
