"""What sort of answer a question wants: a list, a count, a comparison, a definition, or a fact."""

import re

from focqa.lexical import STOPWORDS
from focqa.text import fold, words
from focqa.types import Level, QueryKind
from focqa.understand.steps import LEVEL_WORDS

_PLURAL = {
    "goals": "goal",
    "objectives": "objective",
    "activities": "activity",
    "items": "item",
    "sub-items": "item",
    "subitems": "item",
    "sub-points": "item",
    "points": "activity",
}
_LISTING = re.compile(
    r"\b(?:list|enumerate|itemi[sz]e|name (?:all|the|every|each)|show (?:me )?(?:all|every)|give (?:me )?(?:all|every|the|a list)|what are|which|what (?:\w+ )?(?:goals|objectives|activities|items)"
    r"|all (?:the |of the )?\w+|every|read (?:me )?(?:all|out)|full set|complete set|everything (?:under|in|below|within)|tell me (?:all|the)|run through|go through|walk me through|lay out|set out)\b"
)
_COUNTING = re.compile(r"\b(?:how many|number of|count (?:of |the |all )?|total of)\b")
_COMPARING = re.compile(
    r"\b(?:compar\w+|differ\w*|contrast\w*|versus|vs\.?|chang\w+ (?:from|between|since)|(?:what|how|has|have|did)\b.*\bchang\w+|both (?:years|programmes|programs|plans|chairs|chairships)"
    r"|new in 20|dropped|carried over|no longer|still|shift\w*|evol\w+|similar\w*|in common|same in|than (?:in|the|that|its|under)|unlike)\b"
)
_DEFINING = re.compile(
    r"\b(?:stand(?:s|ing)? for|abbreviat\w+|acronym|initials|short for|spelt? out|spell\w* out|full name|long form|in full|meaning of|mean(?:s|t)? by|what does (?:the )?\S+(?: \S+)? mean|definition of|define)\b"
)
# Words that shape a question about the tree without being its topic.
_FRAME = STOPWORDS | frozenset(
    [
        "list",
        "lists",
        "listed",
        "all",
        "every",
        "each",
        "name",
        "names",
        "show",
        "number",
        "count",
        "many",
        "goal",
        "goals",
        "objective",
        "objectives",
        "activity",
        "activities",
        "item",
        "items",
        "point",
        "points",
        "sub-item",
        "sub-items",
        "programme",
        "program",
        "programmes",
        "programs",
        "poa",
        "plan",
        "plans",
        "action",
        "year",
        "years",
        "chair",
        "chairs",
        "chairship",
        "under",
        "within",
        "belong",
        "belongs",
        "below",
        "there",
        "foc",
        "coalition",
        "freedom",
        "online",
        "complete",
        "full",
        "set",
        "out",
        "read",
        "everything",
        "enumerate",
        "want",
        "need",
        "know",
        "see",
        "included",
        "include",
        "includes",
        "contain",
        "contains",
        "contained",
        "have",
        "has",
        "having",
        "total",
        "overall",
        "together",
        "altogether",
        "fall",
        "falls",
        "come",
        "comes",
        "stand",
        "sit",
        "sits",
        "beneath",
        "inside",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
        "first",
        "second",
        "third",
        "last",
        "next",
        "thing",
        "things",
        "section",
        "part",
        "set",
        "sets",
        "text",
        "official",
        "document",
        "documents",
        "say",
        "quickly",
        "just",
        "exactly",
        "actually",
        "precisely",
        "separately",
        "there's",
        "presidency",
        "titles",
        "title",
        "headings",
        "heading",
        "numbers",
        "respective",
        "itself",
        "got",
        "get",
        "getting",
        "make",
        "makes",
        "made",
        "up",
        "consist",
        "consists",
        "comprise",
        "comprises",
        "break",
        "down",
        "pursue",
        "pursued",
        "kindly",
        "called",
        "go",
        "through",
        "run",
        "walk",
        "lay",
        "provide",
        "briefly",
        "short",
        "overview",
        "summary",
        "summarise",
        "summarize",
        "exist",
        "exists",
        "listing",
        "entries",
        "entry",
        "fyi",
        "thanks",
        "thank",
        "hi",
        "hello",
        "dear",
        "assigned",
        "us",
        "usa",
        "american",
        "dutch",
        "netherlands",
        "united",
        "states",
        "put",
        "really",
        "only",
        "it's",
        "that's",
        "what's",
        "how's",
        "please",
        "could",
    ]
)


def target_level(folded: str) -> Level | None:
    """The level named in the plural: what is to be listed or counted. The first mentioned wins."""
    found = [(m.start(), _PLURAL[m[0]]) for m in re.finditer(rf"\b(?:{'|'.join(_PLURAL)})\b", folded)]
    return min(found)[1] if found else None  # type: ignore[return-value]


def read_kind(question: str, has_years: int) -> QueryKind:
    """The kind of answer wanted, from the question's words alone.

    Args:
        question: As asked.
        has_years: How many dated documents it names.
    """
    folded = fold(question)
    if has_years > 1 or _COMPARING.search(folded):
        return "compare"
    if _COUNTING.search(folded) and target_level(folded):
        return "count"
    if _DEFINING.search(folded):
        return "definition"
    if target_level(folded) and _LISTING.search(folded):
        return "list"
    return "fact"


def topic_words(question: str, drop: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a question about the tree that are neither frame nor number: what a list is to be about, if anything."""
    found = [w for w in words(fold(question)) if w not in _FRAME and w not in drop and w not in LEVEL_WORDS]
    return tuple(
        w
        for w in found
        if not re.fullmatch(r"[\d.]+[a-z]?|[a-z]|[ivx]+", w.removesuffix("'s")) and w.removesuffix("'s") not in _FRAME
    )
