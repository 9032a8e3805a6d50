"""Steps by position: "the second activity", "the last three of 3B", "the first half of 1A", "the only one under it"."""

import re

from focqa.understand.coded import has_number
from focqa.understand.levels import EACH, FIRST_HALF, LAST_HALF, LEVEL_WORD, LEVEL_WORDS, MIDDLE, Step
from focqa.understand.numerals import COUNT, RANK, digits, read_rank

_AT_CODE = r"(?=\s+(?:of|under|in|from|below|beneath)\s+(?:the\s+)?(?:objective\s+|obj\.?\s+)?(?:\d+\.\d|\d[a-z]\b))"
_RANKED = re.compile(
    rf"\b(?P<rank>{RANK})\s+(?:(?:lettered|numbered|listed|single|of (?:the|its|these|those|all)(?: the)?(?: (?:\d{{1,2}}|{COUNT}))?)\s+)?(?P<word>{LEVEL_WORD})\b"
)
_AND = r"\s*(?:,\s*(?:and\s+)?|(?:and|or|plus|&)\s+)(?:also\s+)?(?:the\s+)?"
# "the first and the third activity", "the first and last of 3C", "the first activity and the last one".
_RANKS = re.compile(
    rf"\b(?P<ranks>(?:{RANK})(?:{_AND}(?:{RANK}))+)(?:\s+(?P<word>{LEVEL_WORD})\b|{_AT_CODE})"
    rf"|\b(?P<one>{RANK})\s+(?P<thing>{LEVEL_WORD}){_AND}(?P<more>{RANK})(?:\s+one)?\b(?!\s+(?:\w+\s+)?(?:{LEVEL_WORD})\b)"
)
# "the last activity but one".
_BUT = re.compile(rf"\blast\s+(?P<word>{LEVEL_WORD})\s+but\s+(?P<but>one|two)\b")
# "which activity closes the programme?", "the goal that opens it".
_EDGE = re.compile(
    rf"\b(?P<word>{LEVEL_WORD})\s+(?:that\s+|which\s+)?(?:(?P<last>closes|ends|concludes|finishes)|opens|starts|begins|heads)\b(?!\s+(?:with|in|on|by|to)\b)"
)
# "how does the list of activities begin?", "with which objective does Goal 3 end?"
_BEGINS = re.compile(
    rf"\b(?P<word>{LEVEL_WORD})\b(?:[^.?!;]|\.(?=\w))*?\b(?<!the )(?<!to )(?:(?P<last>end|close|finish|conclude)|begin|start|open)(?=\W*$|\s*[.?!;])"
)
# "of the ten activities under 1A, which is the seventh?"
_OF_THEM = re.compile(
    rf"\b(?:is|was|comes?|give me|show me|quote|read|need|want)\s+the\s+(?P<rank>{RANK})(?:\s+one)?(?=\W*$|\s*[?;.])"
    rf"|\bthe\s+(?P<th>{RANK})(?:\s+one)?(?=\s+(?:is|reads?|says?|of (?:them|these|those|the (?:row|list|lot)))\b)"
    rf"|\b(?:does|did)\s+the\s+(?P<go>{RANK})(?:\s+one)?(?=\s+(?:go|read|say|run|sound)\b)"
)
# "which step comes first?"
_COMES = re.compile(
    rf"\b(?:which|what)\s+(?:step|entry|task|measure|action|thing|one|activity|point)\s+(?:comes|stands|is listed|goes)\s+(?P<rank>{RANK})\b"
)
# "There are ten under 1A. Tenth?"
_LONE = re.compile(
    rf"(?:[.?!:;,]|\s[-–—])\s*(?:(?:and|so|now|please|only|just|show|give|me|read|quote|that is|the)\s+)*(?P<rank>{RANK})(?:\s+one)?(?:\s*,?\s*(?:please|pls|thanks|thank you))?(?=\W*$|[.?!])"
)
# "the very last thing the programme says it will do".
_PROMISED = re.compile(
    rf"\b(?P<rank>{RANK})\s+(?:thing|promise|commitment|measure|action|task|job)\b(?!\s+(?:about|on|with|for|to)\b)(?=[^?.!]*\b(?:programme|program|plan|poa|chair\w*|dutch|americans?)\b[^?.!]*\b(?:do|does|promises?d?|commits?|list(?:s|ed)|contains?|plans?|planned|announces?d?|names?)\b)"
)
_PLURAL = re.compile(r"\b(?:goals|objectives|activities|items|points)\b")
# "the first activity of each objective": one path for each.
_EACH = re.compile(
    r"\b(?:of|under|in|for|from)\s+(?:each|every|all)\s+(?:of\s+)?(?:the\s+)?(?P<word>goals?|objectives?)\b"
)
# "the second thing listed under 3C", "the first step of Objective 2.1": what stands there, whatever it is called.
_THING = re.compile(
    rf"\b(?P<rank>{RANK})\s+(?:thing|step|entry|task|measure|action|job|line|provision|commitment|promise|para(?:graph)?|clause|bullet|one)\s+(?:\w+\s+){{0,3}}?(?:(?=(?:under|below|beneath|of|in)\s+(?:the\s+)?(?:\w+\s+)?(?:objective|obj|goal|o?\d))|(?:under|below|beneath|for)\s+(?:it|that)\b)"
)
# "Objective 2.2, the only activity there"; not "the only activity that mentions …".
_ONLY = re.compile(
    r"(?<!every )(?<!each )(?<!any )\b(?:only|single|sole)\s+(?P<word>activity|item|objective)\b(?!\s+(?:that|which|where|with|about|on|to|in which|mention\w*))"
)
# "the first two activities", "the last 3 objectives", "the last three of 3B".
_START, _FINAL = "first|top|opening|start|beginning|head", "last|bottom|closing|final|end"
_SOME_RANKED = re.compile(
    rf"\b(?P<end>{_START}|{_FINAL})\s+(?P<many>\d{{1,2}}|{COUNT})(?:\s+(?P<word>{LEVEL_WORD})\b|{_AT_CODE})"
    rf"|\b(?P<n>\d{{1,2}}|{COUNT})\s+(?P<thing>{LEVEL_WORD})\s+at the (?P<at>{_START}|{_FINAL})\s+of\b"
)
# "the second under 3C".
_RANK_ALONE = re.compile(rf"\b(?P<rank>{RANK}){_AT_CODE}")
# "the first half of 1A", "the middle objective of Goal 3", "in the middle of 3D".
_PORTION = re.compile(
    rf"\b(?:(?P<which>first|second|last|latter|upper|lower|other)\s+half\s+(?:of|under)\b|(?P<middle>middle)\s+(?P<word>{LEVEL_WORD}|one)\b|in the (?P<mid>middle) of\b)"
)


def _some_ranked(m: re.Match[str], question: str) -> list[Step]:
    """The steps of "the first two activities"."""
    del question
    n = int(digits(m["many"] or m["n"]))
    ranks = range(1, n + 1) if (m["end"] or m["at"]) in _START.split("|") else range(1 - n, 1)
    return [Step(LEVEL_WORDS[m["word"] or m["thing"] or "activity"], "", rank, m.span()) for rank in ranks]


def _ranked(m: re.Match[str], question: str) -> list[Step]:
    """The step of "the second activity"."""
    del question
    return [Step(LEVEL_WORDS[m["word"]], "", read_rank(m["rank"]), m.span())]


def _ranks(m: re.Match[str], question: str) -> list[Step]:
    """The steps of "the first and the third activity"."""
    del question
    level = LEVEL_WORDS[m["word"] or m["thing"] or "activity"]
    ranks = re.findall(rf"\b(?:{RANK})\b", m["ranks"]) if m["ranks"] else [m["one"], m["more"]]
    return [Step(level, "", read_rank(rank), m.span()) for rank in ranks]


def _but(m: re.Match[str], question: str) -> list[Step]:
    """The step of "the last activity but one"."""
    del question
    return [Step(LEVEL_WORDS[m["word"]], "", -int(digits(m["but"])), m.span())]


def _edge(m: re.Match[str], question: str) -> list[Step]:
    """The first or last of its level: "which activity closes it?"."""
    del question
    return [Step(LEVEL_WORDS[m["word"]], "", 0 if m["last"] else 1, m.span())]


def _of_them(m: re.Match[str], question: str) -> list[Step]:
    """The step of "the seventh", where a level is named in the plural before it."""
    rows = _PLURAL.findall(question[: m.start()])
    return [Step(LEVEL_WORDS[rows[-1]], "", read_rank(m["rank"] or m["th"] or m["go"]), m.span())] if rows else []


def _lone(m: re.Match[str], question: str) -> list[Step]:
    """The activity of "Tenth?", where the question has a place."""
    return [Step("activity", "", read_rank(m["rank"]), m.span())] if has_number(question) else []


def _each(m: re.Match[str], question: str) -> list[Step]:
    """The step of "each objective", where something of each is asked for by its rank."""
    before = _RANKED.search(question[: m.start()])
    return [Step(LEVEL_WORDS[m["word"]], EACH, None, m.span())] if before and before["word"] != m["word"] else []


def _thing(m: re.Match[str], question: str) -> list[Step]:
    """The activity of "the second thing listed under 3C"."""
    del question
    return [Step("activity", "", read_rank(m["rank"]), m.span())]


def _portion(m: re.Match[str], question: str) -> list[Step]:
    """The steps of "the first half of 1A" and "the middle one", where the question has such a place."""
    if not has_number(question):
        return []
    number = MIDDLE if not m["which"] else FIRST_HALF if m["which"] in ("first", "upper") else LAST_HALF
    return [Step(LEVEL_WORDS.get(m["word"] or "", "activity"), number, None, m.span())]


def _only(m: re.Match[str], question: str) -> list[Step]:
    """The one step of its level at the place that the question names."""
    return [Step(LEVEL_WORDS[m["word"]], "", 1, m.span())] if has_number(question) or _RANKED.search(question) else []


RANKS = (
    (_PORTION, _portion),
    (_SOME_RANKED, _some_ranked),
    (_RANKS, _ranks),
    (_BUT, _but),
    (_RANKED, _ranked),
    (_EDGE, _edge),
    (_BEGINS, _edge),
    (_THING, _thing),
    (_RANK_ALONE, _thing),
    (_OF_THEM, _of_them),
    (_COMES, _thing),
    (_LONE, _lone),
    (_PROMISED, _thing),
    (_ONLY, _only),
    (_EACH, _each),
)
