"""Which turn a question goes on from: the last, an earlier one ("back to the first thing: …"), or none ("another question: …")."""

import re
from dataclasses import dataclass

from focqa.coverage import content
from focqa.text import fold
from focqa.types import Turn
from focqa.understand.numerals import RANK, read_rank

# What comes before the point: "Got it.", "Thanks!", "OK, ", "Ah nice, ".
_GREETING = re.compile(
    r"^(?:(?:got it|thanks?(?: you)?(?: a lot| very much)?|thank you|great|good|nice|cool|fine|ok(?:ay)?|right|all right|alright|i see|sure|yes|yeah|no|nope|perfect"
    r"|how (?:nice|lovely|kind|interesting|exciting|odd|strange|sad|dreadful|awful|terrible|wonderful|funny)|dear me|oh dear|goodness(?: me)?|my dear|dear|odd|strange|lovely|cheers|brilliant|excellent|noted|of course|certainly|super|wow|oh|ah|aha|hm+|well|interesting|sounds? (?:good|great|nice|useful|interesting)|makes sense|understood|good to know|fair enough)\b[\s,.!;:–-]*)+",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"^(?:(?:but|and|now|so|then|yes|no|right)\b[\s,]*)*(?:"
    r"(?:leaving|setting|putting) (?:that|this|it|all that) aside|(?:that|this) aside|(?:on|to) (?:a|an|another)(?: (?:completely|totally|entirely|quite))? ?(?:different|other|new|unrelated)? ?(?:note|question|topic|subject|matter|point)"
    r"|(?:a )?(?:completely |totally |entirely |quite )?(?:different|another|new|unrelated|separate) (?:question|topic|subject|thing|matter)"
    r"|(?:a )?change of (?:topic|subject)|(?:to )?change the (?:topic|subject)|enough (?:of|about|on) [^.,:;?!]+|something (?:(?:completely|totally|entirely|quite) )?(?:else|different|new)(?: (?:entirely|altogether|now))?"
    r"|(?:apart|aside) from (?:that|this)|unrelated(?:ly)?|forget (?:that|it|about (?:that|it))|(?:leave|drop|never mind|forget) (?:the )?(?!(?:it|that|this|one|next|those|them)\b)[\w-]+(?: [\w-]+)?(?=\s*[.:;–])"
    r")(?:(?: now)?\s*[.,:;–-]+|\s+(?=wh|how|is|are|do|does|did|can))\s*",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"^(?:(?:and|now|so|then|please|let'?s|can we|could we|i(?:'d| would) like to)\b[\s,]*)*(?:(?:go|going|come|coming|get|getting|turn|turning|return|returning)\s+)?(?:back|return|returning) to (?P<what>[^.:;,?!–]+?)(?:\s*[.:;,–]+\s*|\s+-\s+)(?P<rest>.*\w.*)$",
    re.IGNORECASE,
)
_START = re.compile(r"\b(?:start|beginning|outset)\b")


@dataclass(frozen=True, slots=True)
class Placed:
    """A question without what leads up to it, and the turns it goes on from; none if it stands alone.

    Attributes:
        question: What is asked.
        history: The turns up to the one it goes on from.
        alone: Whether it says itself that it has nothing to do with what went before.
    """

    question: str
    history: tuple[Turn, ...]
    alone: bool = False


def place(question: str, history: tuple[Turn, ...]) -> Placed:
    """Find what a question goes on from."""
    asked = _GREETING.sub("", question) or question
    if not history:
        return Placed(question, ())
    switched = _SWITCH.match(asked)
    if switched and content(asked[switched.end() :]):
        return Placed(asked[switched.end() :], history, alone=True)
    returned = _RETURN.match(asked)
    if returned and (at := _turn(fold(returned["what"]), history)) is not None:
        return Placed(returned["rest"], history[: at + 1])
    return Placed(asked, history)


def _turn(what: str, history: tuple[Turn, ...]) -> int | None:
    """The turn that "the first thing" or "the objective with those calls" means."""
    ranked = re.search(rf"\b(?:{RANK})\b", what)
    if _START.search(what):
        return 0
    terms = set(content(what))
    if ranked and not terms - {*content(ranked[0]), *content("thing question point topic one subject part answer")}:
        at = read_rank(ranked[0])
        at = at - 1 if at > 0 else len(history) - 1 + at
        return at if 0 <= at < len(history) else None
    shared = [len(terms & set(content(f"{t.question} {t.answer}"))) for t in history]
    return shared.index(max(shared)) if max(shared) else None
