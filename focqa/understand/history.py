"""Follow-ups: what a question leaves unsaid is filled in from the turn before it, without a model."""

import re
from dataclasses import dataclass

from focqa.catalogue import Catalogue
from focqa.lexical import STOPWORDS
from focqa.text import fold, words
from focqa.types import Passage, Query, Turn
from focqa.understand.addresses import follow as descend
from focqa.understand.kinds import targets
from focqa.understand.scope import read_scope
from focqa.understand.steps import LEVEL_WORDS, paths
from focqa.understand.walk import pointed, points

_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|this|he|she|his|her|there|ones?|the same|same question|such|the former|the latter|the other|others?|another|more|else)\b"
)
_OPENING = re.compile(
    r"^(?:and|or|but|also|so|then|ok|okay|what about|how about|why|why not|since when|until when|by when|when|where|who|whom|how come)\b"
)
_PREVIOUS = r"(?:year before|year earlier|previous (?:year|one|programme|program|chair\w*)|last year(?:'s)?|earlier (?:one|programme|program|year)|before that|predecessor)"
_OTHER = r"the other (?:year|programme|program|one|chair\w*)"
_NEXT = r"(?:one after(?: that| it)?|year after|following year|next year|later (?:one|programme|program|year)|next (?:programme|program|chair\w*)|successor|after that year)"
_OTHER_YEAR = re.compile(rf"\b(?:{_PREVIOUS}|{_OTHER}|{_NEXT})\b")
_LATER = re.compile(rf"\b{_NEXT}\b")
_SAME_PLACE = re.compile(r"\b(?:that|the same|same) (?:number|place|spot|position)\b")
# What comes before the point: "Got it.", "Thanks!", "OK, ".
_GREETING = re.compile(
    r"^(?:(?:got it|thanks?(?: you)?|thank you|great|good|fine|ok(?:ay)?|right|all right|i see|sure|yes|perfect)\b[\s,.!;:-]*)+",
    re.IGNORECASE,
)
_FEW_WORDS = 3
_HOW_MANY = {"many", "number"}


@dataclass(frozen=True, slots=True)
class Followed:
    """A question with its gaps filled.

    Attributes:
        text: What to search for.
        asked: What to read addresses, years and kind from.
        same_kind: Whether it names only another place ("and under 3D?"), so that it asks what the turn before asked.
    """

    text: str
    asked: str
    same_kind: bool = False


def follow(question: str, last: Turn, before: Query, catalogue: Catalogue) -> Followed | None:
    """Fill a follow-up in from the turn before it; None if it stands on its own.

    Args:
        question: The follow-up.
        last: The turn before, with its answer where known.
        before: That turn's question as understood in its own place.
        catalogue: The documents.
    """
    if not leans_back(question, catalogue):
        return None
    talked = _talked_of(last, before, catalogue)
    scope = " ".join(
        str(catalogue.documents[d].year) for d in _documents(last, before, catalogue) if catalogue.documents[d].year
    )
    beside = _pointed(question, talked, before, catalogue)
    if beside:
        return Followed(f"{question} {before.whole}", beside)
    return _other_scope(question, last, before, talked, catalogue) or _same_topic(
        question, before, talked, scope, catalogue
    )


def leans_back(question: str, catalogue: Catalogue) -> bool:
    """Whether a question cannot be understood alone: it points back, or says too little of its own."""
    folded = fold(question)
    if _PRONOUN.search(folded) or _OTHER_YEAR.search(folded) or _OPENING.match(folded) or points(folded):
        return True
    scope = read_scope(question, catalogue)
    return len(_content(question)) < _FEW_WORDS and not (paths(scope.masked) and scope.documents)


def _talked_of(last: Turn, before: Query, catalogue: Catalogue) -> tuple[Passage, ...]:
    """The provisions the turn before was about: as its answer names them, else by address, else as cited."""
    named = [f"{a.document}/{a.locator}" for a in before.addresses if a.exists]
    found = [catalogue.by_id[i] for i in (named or last.cited) if i in catalogue.by_id]
    if len(found) > 1:
        return tuple(found)
    places = [p.id for p in found] or list(_documents(last, before, catalogue))
    steps = paths(read_scope(last.answer, catalogue).masked)
    told = dict.fromkeys(p for place in places for path in steps for p in descend(catalogue, place, path))
    return tuple(told) if len(told) == 1 else tuple(found)


def _documents(last: Turn, before: Query, catalogue: Catalogue) -> tuple[str, ...]:
    named = before.documents or tuple(dict.fromkeys(a.document for a in before.addresses if a.document))
    return named or read_scope(last.answer, catalogue).documents


def _pointed(question: str, talked: tuple[Passage, ...], before: Query, catalogue: Catalogue) -> str | None:
    """A question that points to what stands beside what was talked about, with the ids in the pointing words' place."""
    folded = fold(_GREETING.sub("", question))
    own = read_scope(question, catalogue)
    if own.documents or any(s.number and s.level in ("goal", "objective") for path in paths(own.masked) for s in path):
        return None  # it names a place itself
    found = pointed(folded, talked, before, catalogue)
    if not found:
        return None
    rest = f"{folded[: found.start]} {folded[found.end :]}"
    ids = " ".join(p.id for p in found.passages)
    return f"{ids} {rest}" if targets(rest) else ids


def _other_scope(
    question: str, last: Turn, before: Query, talked: tuple[Passage, ...], catalogue: Catalogue
) -> Followed | None:
    """The earlier question asked of another year or document: "and the year before?", "what about the US chair?"."""
    folded = fold(question)
    stripped = _without_scope(before.whole)
    if _OTHER_YEAR.search(folded):
        year = _other_year(folded, f"{before.whole} {last.answer}", before, catalogue)
        if year is None:
            return None
        same_place = _SAME_PLACE.search(folded) and len(talked) == 1 and talked[0].level in LEVEL_WORDS.values()
        if same_place:
            at = f"{talked[0].level} {talked[0].number} {year}"
            return Followed(f"{question} {at}", at)
        own = _content(_OTHER_YEAR.sub(" ", folded)) - _frame(folded)
        return (
            Followed(f"{stripped} {question} {year}", f"{question} {year}")
            if own
            else Followed(f"{stripped} {year}", f"{stripped} {year}")
        )
    if (
        read_scope(question, catalogue).documents
        and not _content(question) - _frame(folded)
        and not paths(read_scope(question, catalogue).masked)
    ):
        moved = f"{stripped} {question}"
        return Followed(moved, moved)
    return None


def _other_year(folded: str, context: str, before: Query, catalogue: Catalogue) -> int | None:
    """The year of the programme before or after the one talked about."""
    dated = sorted(s.year for s in catalogue.sources if s.year)
    talked = [catalogue.documents[d].year for d in before.documents if catalogue.documents[d].year]
    talked = talked or [y for y in read_scope(context, catalogue).years if y in dated]
    if not talked or talked[0] is None:
        return None
    here = talked[0]
    later = bool(_LATER.search(folded))
    near = [y for y in dated if (y > here if later else y < here)] or [y for y in dated if y != here]
    return (min(near) if later else max(near)) if near else None


def _same_topic(
    question: str, before: Query, talked: tuple[Passage, ...], scope: str, catalogue: Catalogue
) -> Followed:
    """A question that goes on about the same thing: it is searched with what went before, and counts from its place."""
    own = read_scope(question, catalogue)
    asked = question.rstrip(" ?!.")
    kept = "" if own.documents else scope
    steps = paths(own.masked)
    if steps and len(talked) == 1:
        above = [p for p in (*catalogue.ancestors(talked[0]), talked[0]) if p.level not in {s.level for s in steps[0]}]
        needs = steps[0][0].level in ("activity", "item") or steps[0][0].rank is not None
        depth = {"goal": 0, "objective": 1, "activity": 2, "item": 3}
        above = [p for p in above if p.level in depth and depth[p.level] < depth[steps[0][0].level]]
        place = f" of {above[-1].level} {above[-1].number}" if needs and above else ""
        return Followed(
            f"{before.whole} {question}",
            f"{asked}{place} {kept}",
            not _content(question) - _frame(question) - _address_words(question) - _HOW_MANY,
        )
    if talked and targets(fold(question)) and len(talked) == 1 and not steps:
        return Followed(f"{before.whole} {question}", f"{asked} under {talked[0].id}")
    return Followed(f"{before.whole} {question}", f"{asked} {kept}".strip())


def _content(question: str) -> set[str]:
    return {w for w in words(fold(question)) if w not in STOPWORDS and len(w) > 1}


def _frame(question: str) -> set[str]:
    frame = [
        "year",
        "years",
        "programme",
        "program",
        "poa",
        "plan",
        "action",
        "chair",
        "chairs",
        "chairship",
        "dutch",
        "us",
        "american",
        "americans",
        "netherlands",
        "united",
        "states",
        "foc",
        "same",
        "version",
    ]
    return {w for w in words(fold(question)) if w.removesuffix("'s") in frame or re.fullmatch(r"20\d\d", w)}


def _address_words(question: str) -> set[str]:
    """Words that only say where: level words and numbers."""
    return {
        w for w in words(fold(question)) if w in LEVEL_WORDS or any(c.isdigit() for c in w) or w in ("under", "and")
    }


def _without_scope(text: str) -> str:
    """The text without the years and chairs that confined it."""
    years = r"\b(?:(?:in|of|for|from)\s+)?(?:the\s+)?20\d\d(?:'s)?\b"
    chairs = (
        r"\b(?:dutch|netherlands'?|u\.?s\.?|american|united states'?)(?:'s)?(?=\s+(?:foc\s+)?(?:chair|prog|plan|poa))"
    )
    return " ".join(re.sub(f"{years}|{chairs}", " ", text, flags=re.IGNORECASE).split())
