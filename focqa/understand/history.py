"""Follow-ups: what a question leaves unsaid is filled in from the turn before it, without a model."""

import re
from dataclasses import dataclass

from focqa.catalogue import PASSAGE_ID, Catalogue
from focqa.lexical import STOPWORDS
from focqa.text import fold, words
from focqa.types import Passage, Query, Turn
from focqa.understand.acts import doubts, take_up, wants_fuller
from focqa.understand.addresses import follow as descend
from focqa.understand.chairs import chairs, year_beside
from focqa.understand.kinds import contents, counts, targets
from focqa.understand.levels import LEVEL_WORDS
from focqa.understand.scope import read_scope
from focqa.understand.steps import paths
from focqa.understand.themes import themed
from focqa.understand.walk import lacking, pointed, points

_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|this|he|she|his|her|there|ones?|the same|same question|such|the former|the latter|the other|others?|another|more|else)\b"
)
_OPENING = re.compile(
    r"^(?:and|or|but|also|so|then|ok|okay|only|just|not just|not only|what about|how about|why|why not|since when|until when|by when|when|where|who|whom|how come)\b"
)
_TEXT = r"(?:one|programme|program|plan|poa|document|text|paper|chair\w*)"
# "Can companies come too?"
_CLOSING = re.compile(r"\b(?:too|as well|either|likewise|instead)\W*$")
_PREVIOUS = rf"(?:(?<=and )before(?=\W*$)|(?:programme|program|plan|poa|document) before(?! that)|(?:one|a|another) (?:more )?year (?:further )?back|year before|year earlier|previous (?:year|{_TEXT})|before (?:them|him|her)(?=\W*$)|last year(?:'s)?|(?:earlier|older) (?:one|programme|program|plan|poa|document|text|year)|before that|who (?:came|comes|was) before|predecessor)"
_OTHER = rf"the other (?:year|{_TEXT})(?: too| as well)?"
_NEXT = r"(?:(?<=and )after (?:them|him|her)(?=\W*$)|one after(?: that| it)?|year after|following year|next year|(?:later|newer) (?:one|programme|program|plan|poa|document|text|year)|next (?:programme|program|plan|chair\w*)|who (?:came next|took over (?:next|then|afterwards)|followed them)|successor|after that year)"
_OTHER_YEAR = re.compile(rf"\b(?:{_PREVIOUS}|{_OTHER}|{_NEXT})\b")
# "Which programme came after it?" has its answer in another document than it names.
_MOVED_ON = re.compile(rf"\b(?:{_NEXT}|(?:came|comes|come) (?:after|before|next)|followed|preceded|succeeded)\b")
_LATER = re.compile(rf"\b{_NEXT}\b")
_SAME_PLACE = re.compile(r"\b(?:that|same) (?:number|place|spot|position|letter)\b")
# What asks for one thing about the place pointed to, not for its text.
_DETAIL = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how (?:much|many|long|often|come)|(?:which|what) (?:country|countries|states?|governments?|members?|cities|city|year|date|month|body|bodies|organi[sz]ations?|people|person))\b"
)
_NAMED_THING = re.compile(
    r"\b(?:part|section|heading|chapter|paragraph|point|item|activit(?:y|ies)|objective|goal|letter|number|bullet)s?\b|\d"
)
_CHAIR = re.compile(
    r"\bchair|\bpresid|\bin charge\b|\b(?:led|leads?|head(?:s|ed)|ran|runs) (?:it|the (?:foc|coalition|freedom online coalition))\b|\bat the helm\b"
)
_FEW_WORDS = 3
# "How many activities belong to that objective?"
_OVER = re.compile(
    r"\b(?:that|this|the same|its) (?P<level>objective|goal)\b(?! (?:after|before|above|below))", re.IGNORECASE
)
# What says more by what stands under it.
_AIMS = ("goal", "objective")
_ELSEWHERE = re.compile(
    r"\b(?:(?:any|some|one) of )?(?:the |any )?other (?:documents?|texts?|pages?|papers?)\b|\b(?:elsewhere|(?:any|some)where else)\b"
)
# A question that points to a place and says more words than this besides is about what they say.
_PASSING = 2
_HOW_MANY = {"many", "number"}
_UNDER_IT = re.compile(
    r"\b(?:under|below|beneath|within|in|for) (?:that|it|this|there)(?: one| goal| objective)?(?=\s*$)", re.IGNORECASE
)
# What an aim comes to is what stands under it.
_PRACTICE = re.compile(
    r"\b(?:in practice|in concrete terms|concretely|meaning what|what does (?:that|it) (?:mean|involve|entail|include|come down to)|what (?:do|will|would|did|does|is|are) (?:they|it|the foc) (?:actually |really |concretely |going to )+do\b|how (?:will|would|do|did) they (?:plan to |want to |mean to )?(?:do|go about|achieve|reach|get) (?:that|it|this|there)|(?:plan|want|mean|hope|going) to go about)\b|\bwhat exactly(?=\W*$)"
)
# Words of a follow-up that only take up what was talked about: "was that already planned …", "did it show up … too?".
_TAKING_UP = frozenset(
    words(
        "up turn turned already also too still again ever even yet plan plans planned promise promised promises mention mentioned mentions show shows shown showed"
        " appear appears appeared come comes came say says said speak speaks spoke talk talks talked think thinks thought treat treated handle handled"
        " deal deals dealt cover covers covered address addressed include included contain contains feature featured foresee foreseen foresaw want"
        " wanted wants intend intended have had there was were been be mean meant one ones thing things something anything nothing sort kind way like"
        " similar same such equivalent counterpart question topic subject matter issue point last latter look looks looked find found see seen go went"
        " know just really actually maybe perhaps please could would might hm well ok okay yes no not sorry rather instead them they do did does done time took over"
        " keep going part under text page document who else among others other another before after came comes come next programme say about what how on that this"
    )
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A question with its gaps filled.

    Attributes:
        text: What to search for.
        asked: What to read addresses, years and kind from.
        own: What the question says itself, without the words that only name another year or document; "" if nothing.
        same_kind: Whether it names only another place ("and under 3D?"), so that it asks what the turn before asked.
        documents: Those it is about: the other year's, or where it names none the ones the turn before was about.
        carried: Whether they are the ones the turn before was about.
    """

    text: str
    asked: str
    own: str
    same_kind: bool = False
    documents: tuple[str, ...] = ()
    carried: bool = False


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
    if _wants_again(question, before, catalogue):
        return _repeated(last, before, catalogue)
    if not before.targets and not before.addresses:
        question = take_up(question, last.answer) or question
    talked = _talked_of(last, before, catalogue)
    if (placed := _above(question, talked, catalogue)) != question and (
        targets(fold(question)) or contents(fold(question)) != "none"
    ):
        return Followed(f"{question} {before.whole}", placed, question)
    beside = _pointed(question, talked, before, catalogue)
    if beside:
        return Followed(f"{question} {before.whole}", beside, question)
    return _other_scope(question, last, before, talked, catalogue) or _same_topic(
        question, last, before, talked, catalogue
    )


def _wants_again(question: str, before: Query, catalogue: Catalogue) -> bool:
    """Whether the earlier answer is wanted again; a number that a text tells does not say of what, so "list them" asks anew."""
    told = bool(before.targets) or not counts(fold(before.question))
    return (doubts(question) or (wants_fuller(question) and told)) and not read_scope(question, catalogue).documents


def _repeated(last: Turn, before: Query, catalogue: Catalogue) -> Followed:
    """The earlier question asked again; what its answer cited is told again."""
    told = () if before.targets or before.addresses else _cited(last, catalogue)
    if len(told) == 1 and told[0].level in _AIMS and catalogue.children(told[0].id):
        return Followed(before.whole, f"what is listed under {told[0].id}", "")
    asked = " ".join(p.id for p in told) or before.whole
    return Followed(before.whole, asked, "", same_kind=True, documents=before.documents, carried=before.carried)


def _cited(last: Turn, catalogue: Catalogue) -> tuple[Passage, ...]:
    ids = last.cited or tuple(dict.fromkeys(PASSAGE_ID.findall(last.answer)))
    return tuple(catalogue.by_id[i] for i in ids if i in catalogue.by_id)


def leans_back(question: str, catalogue: Catalogue) -> bool:
    """Whether a question cannot be understood alone: it points back, or says too little of its own."""
    folded = fold(question)
    if (
        _PRONOUN.search(folded)
        or _OTHER_YEAR.search(folded)
        or _SAME_PLACE.search(folded)
        or _OPENING.match(folded)
        or _CLOSING.search(folded)
        or points(folded)
        or wants_fuller(question)
        or doubts(question)
    ):
        return True
    scope = read_scope(question, catalogue)
    return len(_content(question)) < _FEW_WORDS and not (paths(scope.masked) and scope.documents)


def _talked_of(last: Turn, before: Query, catalogue: Catalogue) -> tuple[Passage, ...]:
    """The provisions the turn before was about: as its answer names them, else by address, else as cited."""
    named = [f"{a.document}/{a.locator}" for a in before.addresses if a.exists]
    cited = _cited(last, catalogue)
    found = [catalogue.by_id[i] for i in named] or list(cited)
    if len(cited) == 1 and not before.targets and set(found) <= set(catalogue.ancestors(cited[0])):
        found = list(cited)
    if len(found) > 1:
        return tuple(found)
    places = [p.id for p in found] or list(_documents(last, before, catalogue))
    steps = paths(read_scope(last.answer, catalogue).masked)
    told = dict.fromkeys(p for place in places for path in steps for p in descend(catalogue, place, path))
    return tuple(told) if len(told) == 1 else tuple(found)


def _documents(last: Turn, before: Query, catalogue: Catalogue) -> tuple[str, ...]:
    told = (
        tuple(dict.fromkeys(p.document for p in _cited(last, catalogue)))
        or read_scope(last.answer, catalogue).documents
    )
    if len(told) == 1 and _MOVED_ON.search(fold(last.question)):
        return told
    named = before.documents or tuple(dict.fromkeys(a.document for a in before.addresses if a.document))
    return named or told


def _above(question: str, talked: tuple[Passage, ...], catalogue: Catalogue) -> str:
    """The question with the id of what stands over the provision talked about for "that objective" or "the same goal"."""
    asked = _OVER.search(question)
    over = (
        [p for p in catalogue.ancestors(talked[0]) if p.level == fold(asked["level"])]
        if asked and len(talked) == 1
        else []
    )
    return f"{question[: asked.start()]}{over[0].id}{question[asked.end() :]}" if asked and over else question


def _pointed(question: str, talked: tuple[Passage, ...], before: Query, catalogue: Catalogue) -> str | None:
    """A question that points to what stands beside what was talked about, with the ids in the pointing words' place."""
    folded = fold(question)
    own = read_scope(question, catalogue)
    one = talked[0] if len(talked) == 1 and talked[0].level in ("activity", "item") else None
    if one and _SAME_PLACE.search(folded) and [s.level for path in paths(own.masked) for s in path] == ["objective"]:
        return f"{question.rstrip(' ?.!')} {one.level} {one.number}"
    if one and _SAME_PLACE.search(folded) and len(there := themed(catalogue, own.masked, (one.document,))) == 1:
        year = catalogue.documents[one.document].year or ""
        return f"objective {there[0].locator} {one.level} {one.number} {year}"
    if own.documents or any(s.number and s.level in ("goal", "objective") for path in paths(own.masked) for s in path):
        return None  # it names a place itself
    found = pointed(folded, talked, before, catalogue)
    if not found:
        return lacking(folded, talked)
    rest = f"{folded[: found.start]} {folded[found.end :]}"
    if targets(rest) or _NAMED_THING.search(folded[found.start : found.end]):
        pass
    elif _DETAIL.search(rest) or len(_own_words(rest, catalogue) - set(LEVEL_WORDS)) > _PASSING:
        return None  # "by when did they want to know who that last one would be?" goes on about it
    only = found.passages[0]
    if len(found.passages) == 1 and only.level in _AIMS and _PRACTICE.search(folded):
        return f"what is listed under {only.id}"
    ids = " ".join(p.id for p in found.passages)
    return f"{ids} {rest}" if targets(rest) or _DETAIL.search(rest) else ids


def _other_scope(
    question: str, last: Turn, before: Query, talked: tuple[Passage, ...], catalogue: Catalogue
) -> Followed | None:
    """The earlier question asked of another year or document: "and the year before?", "what about the US chair?"."""
    folded = fold(question)
    stripped = _without_scope(before.whole, catalogue)
    if _CHAIR.search(fold(before.whole)) and (chaired := _chaired(folded, last, before, catalogue)):
        asked = f"{stripped.rstrip('?')} in {chaired}?"
        return Followed(asked, asked, "")
    if _OTHER_YEAR.search(folded):
        year = _other_year(folded, last, before, catalogue)
        if year is None:
            return None
        same_place = _SAME_PLACE.search(folded) and len(talked) == 1 and talked[0].level in LEVEL_WORDS.values()
        if same_place:
            at = f"{talked[0].level} {talked[0].number} {year}"
            return Followed(f"{question} {at}", at, question)
        rest = _OTHER_YEAR.sub(" ", folded)
        there = tuple(s.id for s in catalogue.sources if s.year == year)
        if _own_words(rest, catalogue):
            return Followed(f"{stripped} {rest}", f"{question} {year}", rest, documents=there)
        if not there:
            return Followed(f"{stripped.rstrip('?')} in {year}?", f"{stripped.rstrip('?')} in {year}?", "")
        return Followed(stripped, stripped, "", documents=there)
    scope = read_scope(question, catalogue)
    if scope.documents and not paths(scope.masked) and not _own_words(question, catalogue):
        return Followed(stripped, stripped, "", documents=scope.documents)
    return None


def _chaired(folded: str, last: Turn, before: Query, catalogue: Catalogue) -> int | None:
    """The year of the chair before or after the one talked about, where nothing else is asked: "before them?", "and after the Dutch?"."""
    beside = year_beside(f"who was it {folded}", catalogue)
    rest = _OTHER_YEAR.sub(" ", folded)
    if beside and not _own_words(folded, catalogue):
        return beside
    return _other_year(folded, last, before, catalogue) if rest != folded and not _own_words(rest, catalogue) else None


def _other_year(folded: str, last: Turn, before: Query, catalogue: Catalogue) -> int | None:
    """The year of the programme before or after the one talked about."""
    dated = sorted({s.year for s in catalogue.sources if s.year})
    if _CHAIR.search(fold(before.whole)):
        dated = sorted({*dated, *(chair.year for chair in chairs(catalogue))})
    talked = [y for d in _documents(last, before, catalogue) if (y := catalogue.documents[d].year)]
    talked = talked or [y for y in read_scope(f"{before.whole} {last.answer}", catalogue).years if y in dated]
    if not talked:
        return None
    here = talked[0]
    later = bool(_LATER.search(folded))
    near = [y for y in dated if (y > here if later else y < here)]
    near = near or [y for y in dated if y != here and re.search(_OTHER, folded)]
    if not near and _CHAIR.search(fold(before.whole)):
        return here + 1 if later else here - 1  # of which the documents may say nothing
    return (min(near) if later else max(near)) if near else None


def _same_topic(
    question: str, last: Turn, before: Query, talked: tuple[Passage, ...], catalogue: Catalogue
) -> Followed:
    """A question that goes on about the same thing: it is searched with what went before, and counts from its place."""
    own = read_scope(question, catalogue)
    asked, text = question.rstrip(" ?!."), f"{before.whole} {question}"
    dated = [d for d in _documents(last, before, catalogue) if catalogue.documents[d].year]
    carried = () if own.documents else tuple(dated) or before.documents
    kept = " ".join(str(catalogue.documents[d].year) for d in carried if catalogue.documents[d].year)
    steps = paths(own.masked)
    if steps and len(talked) == 1:
        above = [p for p in (*catalogue.ancestors(talked[0]), talked[0]) if p.level not in {s.level for s in steps[0]}]
        needs = steps[0][0].level in ("activity", "item") or steps[0][0].rank is not None
        depth = {"goal": 0, "objective": 1, "activity": 2, "item": 3}
        above = [p for p in above if p.level in depth and depth[p.level] < depth[steps[0][0].level]]
        place = f" of {above[-1].level} {above[-1].number}" if needs and above else ""
        same_kind = not _content(question) - _frame(question) - _address_words(question) - _HOW_MANY
        return Followed(text, f"{asked}{place} {kept}", question, same_kind, carried, bool(carried))
    if len(talked) == 1 and not steps:
        under = _UNDER_IT.search(asked)
        if under and (targets(fold(asked)) or contents(fold(asked)) != "none"):
            return Followed(text, f"{asked[: under.start()]}under {talked[0].id}{asked[under.end() :]}", question)
        if _PRACTICE.search(fold(asked)) and catalogue.children(talked[0].id):
            return Followed(text, f"what is listed under {talked[0].id}", question)
        if targets(fold(question)) and talked[0].document in (own.documents or (talked[0].document,)):
            return Followed(text, f"{asked} under {talked[0].id}", question)
    if _ELSEWHERE.search(fold(question)) and carried:
        others = tuple(s.id for s in catalogue.sources if s.id not in carried)
        return Followed(text, asked, question, documents=others)
    says = question if _own_words(question, catalogue) else ""
    return Followed(text, f"{asked} {kept}".strip(), says, documents=carried, carried=bool(carried))


def _own_words(question: str, catalogue: Catalogue) -> set[str]:
    """What a question is about besides the documents it names: {} for "did the 2023 one promise that too?"."""
    folded = fold(question)
    for source in catalogue.sources:
        for name in (*source.names, source.title):
            folded = folded.replace(fold(name), " ")
    return {w for w in _content(folded) - _frame(folded) if w not in _TAKING_UP}


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


def _without_scope(text: str, catalogue: Catalogue) -> str:
    """The text without the years, chairs and titles that confined it."""
    years = r"\b(?:(?:in|of|for|from)\s+)?(?:the\s+)?20\d\d(?:'s)?\b"
    chairs = (
        r"\b(?:dutch|netherlands'?|u\.?s\.?|american|united states'?)(?:'s)?(?=\s+(?:foc\s+)?(?:chair|prog|plan|poa))"
    )
    names = sorted((re.escape(n) for s in catalogue.sources for n in (*s.names, s.title)), key=len, reverse=True)
    titles = rf"\b(?:(?:according to|in|on|of) )?(?:the )?(?:{'|'.join(names)})\b"
    return " ".join(re.sub(f"{titles}|{years}|{chairs}", " ", text, flags=re.IGNORECASE).split())
