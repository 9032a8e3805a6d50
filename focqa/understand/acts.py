"""What a follow-up does besides asking: it wants the answer again, fuller or confirmed, or takes up a thing the answer named."""

import re

from focqa.text import fold
from focqa.understand.numerals import RANK, read_rank

_SO = r"(?:(?:and|so|ok|okay|but|hm+|sorry|please|well|no|yes)\b[\s,.]*)*"
_THEM = r"(?:them|these|those|it|that|the (?:list|names?|rest|others)|all)"
# "Such as?", "Namely?", "List them please.", "What are they?", "Where does it say so?"
_FULLER = re.compile(
    rf"^{_SO}(?:such as|namely|for (?:example|instance)|like (?:what|which|whom?)|in what (?:way|sense|respect)|how so|that is|i\.?e\.?"
    rf"|(?:list|name|enumerate|spell out|show me|give me|tell me|read out) {_THEM}(?: all| out| one by one| too|,? one line each|,? each in (?:one|a) (?:line|sentence)|,? briefly|,? in order)*"
    rf"|(?:what|which|who) (?:are|were|is) (?:they|these|those|it|them)(?: exactly| called| then)?|which are these"
    rf"|go on(?: then)?(?:[\s,]+(?:what|who|which) (?:are|were|about) (?:the )?(?:others?|rest))?|(?:what|who|which) (?:are|were) (?:the )?(?:others|rest)|and the (?:others|rest)"
    rf"|(?:tell me )?more(?: please| details?| about (?:it|that|them))*|(?:can|could) you (?:elaborate|expand(?: on (?:it|that))?|be more (?:specific|precise))"
    rf"|(?:just|only) {_THEM}|is (?:that|it) (?:all|everything)|nobody else|nothing else"
    rf"|(?:and )?where(?:'s| does| do| is)? ?(?:it|they|that|this) (?:say (?:so|that|this)|written|stated|from|found)|says who|source|how do you know(?: that)?"
    rf"|(?:just |only )?(?:the )?(?:titles?|headings?|names?)(?: only| alone| please)?|(?:the )?exact (?:words|wording|text)|quote(?: {_THEM})?|word for word)[\s,]*(?:please|then|exactly|now|again)?[\s?.!]*$"
)
_DOUBT = re.compile(
    r"\b(?:(?:are|r) you (?:really |quite |absolutely )?(?:sure|certain|positive)|really(?=\s*\?)|is (?:that|this) (?:really )?(?:right|true|correct|so)\b"
    r"|i (?:always |had )?(?:thought|heard|read|believed|was told|learnt|learned|could have sworn)\b|\w+ (?:\w+ )?(?:told|taught) (?:me|us)\b|(?:that|this) (?:can'?t|cannot) be|you must be (?:wrong|mistaken))"
)
_ASKS_ANEW = re.compile(r"\b(?:who|whom|whose|what|when|where|which|how|why)\b")
# "those on shutdowns, on AI …"
_LEAD = re.compile(r"^(?:(?:they are|those|these|it names|there are|of|on|for|with|in)\s+)+", re.IGNORECASE)
_PAIR = 2
_NAME = r"(?:[A-Z][\w'’-]*)(?:(?: of| on| for| and)? [A-Z][\w'’-]*)*?"
_PAIR_OF_NAMES = re.compile(rf"((?:the )?{_NAME})(?:,? and|,? or) ((?:the )?{_NAME})(?=[\s,.;:]*(?:[a-z\[]|$))")
_BRACKETED = re.compile(r"\s*\[[^\]]*\]")
_AND = re.compile(r"\s+(?:and|or|as well as|plus)\s+")
_JOINT = re.compile(r"[,;]\s+")
_THING = r"(?:one|item|body|name|point|thing|abbreviation|acronym|group|text|document|country|city|aim|part|word|term|idea|step|measure|topic|issue)"
# "Date of the third?", "and the second?"
_TAKES_UP_ALONE = re.compile(rf"\b(?:of|for|about|on|and|or)\s+(?P<what>the\s+(?P<rank>{RANK}))(?=\s*(?:[?.!,]|$))")
_TAKES_UP = re.compile(
    rf"\b(?P<what>(?:the|that|this|their|your)\s+)(?:(?P<rank>{RANK})(?:\s+{_THING}\b(?:\s+of (?:these|them|those|that))?(?! \d)|\s+of (?:these|them|those)(?: two| three| four)?\b)|(?P<two>former|latter)(?: one)?\b)"
)


def wants_fuller(question: str) -> bool:
    """Whether a follow-up wants the answer it was given, in full: "such as?", "list them, please", "where does it say so?"."""
    first, *further = re.split(r"(?<=[.?!])\s+", fold(question))
    return bool(_FULLER.match(first)) and not any(_ASKS_ANEW.search(sentence) for sentence in further)


def doubts(question: str) -> bool:
    """Whether a follow-up doubts the answer it was given and asks nothing new: "are you sure? I thought it was Kenya"."""
    folded = fold(question)
    return bool(_DOUBT.search(folded)) and not _ASKS_ANEW.search(_DOUBT.sub(" ", folded))


def take_up(question: str, answer: str) -> str | None:
    """The follow-up with what it points to in the answer's words: "the last one" of "the IGF, ICANN and the IETF" is the IETF.

    None where it points to nothing so, or the answer names no such row of things.
    """
    pointing = _TAKES_UP.search(fold(question)) or _TAKES_UP_ALONE.search(fold(question))
    things = enumerated(answer) if pointing else ()
    if not pointing or not things:
        return None
    two = pointing.groupdict().get("two")
    if two and (named := _PAIR_OF_NAMES.search(answer)):
        things = named.groups()
    rank = {"former": 1, "latter": 2}[two] if two else read_rank(pointing["rank"])
    # Two things that only "and" joins may be one; "the last" of them is said of a row.
    if not -len(things) < rank <= len(things) or (len(things) == _PAIR and rank <= 0):
        return None
    if len(fold(question)) != len(question):
        return None
    at = pointing.start("what")
    return f"{question[:at]}{_LEAD.sub('', things[rank - 1])}{question[pointing.end() :]}"


def enumerated(answer: str) -> tuple[str, ...]:
    """The longest row of things a sentence of an answer names; () if none names two."""
    rows = [_row(sentence) for sentence in re.split(r"(?<=[.!?])\s+", _BRACKETED.sub("", answer))]
    best = max(rows, key=len)
    return best if len(best) > 1 else ()


def _row(sentence: str) -> tuple[str, ...]:
    """The parts of "A, B and C"; the first keeps what leads up to it."""
    *most, last = _JOINT.split(sentence.rpartition(": ")[2].rstrip(" .!?"))
    closed = _AND.match(f" {last}")
    ends = [last[closed.end() - 1 :]] if closed else _AND.split(last, maxsplit=1 if most else 0)
    return tuple(part for part in (*most, *ends) if part)
