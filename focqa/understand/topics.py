"""What a list is to be about: "activities that mention civil society", "every provision in which the network has a part"."""

import re

from focqa.text import fold, words
from focqa.types import Level
from focqa.understand.numerals import COUNT, RANK

EVERY_LEVEL: tuple[Level, ...] = ("goal", "objective", "activity", "item", "paragraph")
_ABOUT = re.compile(
    r"\b(?:about|on|concern\w*|regarding|mention\w*|deal\w* with|relat\w+ to|involv\w+|touch\w* (?:on|upon)|cover\w*|address\w*"
    r"|speak\w* (?:of|about)|talk\w* (?:of|about)|refer\w* to|bring\w* up|to do with|aim\w* at|focus\w* on"
    r"|(?:us\w+|contain\w*|ha(?:s|ve)|with) the (?:exact |very )?(?:terms?|words?|phrases?|expressions?))\b\s*(?P<topic>.*)$"
)
_SAID = r"(?:mentioned|named|discussed|referred to|talked (?:about|of)|spoken (?:about|of)|brought up|touched (?:on|upon)|dealt with|quoted)"
_COMES = r"(?:comes? (?:up|in)|turns? up|crops? up|shows? up|appears?|occurs?|figures?|features?|gets? (?:a mention|mentioned))"
# "where artificial intelligence comes up", "in which the advisory network has a part to play".
_WHERE = re.compile(
    r"\b(?:where|in which|under which)\s+(?:(?:\w+ ){0,6}?(?=(?:is|are|does|do|did|was|were) ))?(?:(?:is|are|does|do|did|was|were) )?(?P<topic>(?!(?:is|are|do|does|did|was|were)\b).+?)\s+"
    rf"(?:(?:(?:is|are|was|were|gets?) )?{_SAID}|ha(?:s|ve) an? (?:\w+ )?(?:part|role|place|say)|plays? an? (?:\w+ )?(?:part|role)|{_COMES})\b"
)
# "does the Support Unit feature in both years?", "how often is gender mentioned?".
_FEATURES = re.compile(
    r"\b(?:(?<!when )(?<!why )(?<!how )(?<!where )(?:does|do|did|is|are|was|were)|how (?:often|prominently) (?:does|do|did|is|are))\s+"
    r"(?P<topic>(?!(?:not|also|ever|there|it|they|this|that|any|anything|anybody|anyone)\b|the (?:text|document|programme|program|plan|page)s?\b)[^?.,;:]{3,40}?)\s+"
    rf"(?:{_COMES}|(?:even |ever |also )?{_SAID})\b"
)
_ATTENTION = re.compile(
    r"\bhow much (?:attention|room|space|weight) (?:does|do|did|is|are|was|were)\s+(?P<topic>[^?.,;:]{3,40}?)\s+(?:get|receive|given|paid|have)\b"
)
_SAYING = rf"(?:{_SAID}|{_COMES}|brings? (?:\w+ )?up|mention\w*|named?|talks? (?:about|of)|speaks? (?:about|of)|says? (?:\w+ )?about|refers?|discuss\w*|touch\w* (?:on|upon)|deals? with|uses? the)"
_ALL = r"(?:all|every|each|which|what|list|any|give|the)"
_EVERYTHING = re.compile(
    rf"\b(?:everything|(?:all|every|each|which|what|list|any)\s+(?:the\s+)?(?:single\s+)?(?:provisions?|passages?|paragraphs?|mentions?|references?)"
    rf"|{_ALL}\s+(?:of\s+)?(?:the\s+)?(?:single\s+)?(?:places?|spots?|sentences?|instances?|occurrences?|extracts?|excerpts?)\b(?=[^?!;]*\b{_SAYING}\b)"
    rf"|where (?:in \w+ (?:\w+ ){{0,4}}?)?(?:is|are|does|do|else)\b.*\b{_SAYING}"
    rf"|{_SAYING}\s+(?:\w+ ){{0,3}}?(?:any|every)where"
    r"|(?:all|everything) (?:that |what |which )?(?:is |was |has been )?(?:told|said|written|stated|to be found) (?:about|on|of)"
    rf"|what (?:in|among|within) (?:these|those|the|all|any|both)\b(?: \w+){{1,3}}? {_SAYING})\b"
)
_OF_EVERYTHING = re.compile(r"\beverything\b.*?\b(?:about|on|for|with|regarding|concerning)\s+(?P<topic>.*)$")
# What a heading ends with, and the most words it has.
_HEADING_END = re.compile(r"[.:;]\s+|\s[-–—]+\s")
_LEAD = 4
_QUOTED = re.compile(r"(?<!\w)[\"'‘“]([^\"'‘’“”]{3,40})[\"'’”](?!\w)")
_GREETING = re.compile(
    r"\b(?:thanks?|hello|hi|hey|good|dear|please|sorry|ok|okay|question|help|greetings|right|well|note|again)\b"
)
_PLACE = re.compile(
    rf"\b(?:{RANK}|{COUNT}|each|every|in|of|under|from|for|the|both|goals?|objectives?|activit(?:y|ies)|programmes?|programs?|plans?|documents?|texts?|papers?|pages|years?|poa|chair\w*|20\d\d|\d[\w.]*|dutch|us|american|it|them|what|they|anywhere|somewhere|everywhere|elsewhere|say|says|saying|are|please|there)\b"
)
# "the FOC's diplomatic networks" are diplomatic networks.
_OWNER = re.compile(
    r"^(?:(?:foc|coalition)\s+(?=\w)|(?:city|country|term|word|phrase|topic|subject|theme|issue|question|notion|concept|idea|name)\s+)"
)
# Where what it is about ends: a new sentence, or what is said of the list itself.
_END = re.compile(
    r"[?.;!:]\s*|\s[-–—]+\s|\s\((?!or\b)|,\s*(?:please|also|even|whatever|thanks|not\b|leave|leaving|without|with their|one by one)|,?\s*\band (?:how|where|who|what|which)\b"
)
# "Our network asks in which activities they are mentioned."
_BACK = re.compile(r"(?:^|\W)(?:they|it|we|this|that|these|those|she|he|i)$")
# "activities under 3.3, the one about membership" says which place is meant, not what the list is to be about.
_APPOSITION = re.compile(r",\s*(?:the|that)\s+(?:one|goal|objective|part|section)\b.*$")


def topic(question: str) -> str:
    """What a list is to be about, or "" if it is about everything at its place."""
    for clause in _END.split(fold(question)):
        stated = _APPOSITION.sub("", clause)
        found = (
            _WHERE.search(stated)
            or _FEATURES.search(stated)
            or _ATTENTION.search(stated)
            or _ABOUT.search(stated)
            or _OF_EVERYTHING.search(stated)
        )
        if found:
            rest = _PLACE.sub(" ", found["topic"].replace("'s", ""))
            about = " ".join(re.findall(r"[^\W\d_][\w+'-]+|,|/", rest)).strip(" ,/")
            return "" if _BACK.search(found["topic"].strip()) else _OWNER.sub("", about)
    return ""


def lead(question: str) -> str:
    """What stands before the question like a heading: "Spyware. Which activities …?", "UPR: …"; "" if nothing does."""
    first, *rest = _HEADING_END.split(fold(question), maxsplit=1)
    heading = rest and 0 < len(words(first)) <= _LEAD and not (_PLACE.search(first) or _GREETING.search(first))
    return first.strip() if heading else ""


def quoted(question: str) -> str:
    """The one thing a question puts in quotation marks, or ""."""
    found = _QUOTED.findall(fold(question))
    return found[0] if len(found) == 1 and len(words(found[0])) <= _LEAD else ""


def wants_everything(question: str) -> bool:
    """Whether provisions of every level are wanted: "everything about …", "all provisions on …", "where is … mentioned?"."""
    folded = fold(question)
    return any(pattern.search(folded) for pattern in (_EVERYTHING, _FEATURES, _ATTENTION))
