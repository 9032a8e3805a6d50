"""Steps from what was talked about: "the next one", "the one above that", "the last two of those", "the other two"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from focqa.catalogue import Catalogue
from focqa.types import Address, Level, Passage, Query
from focqa.understand.levels import LEVEL_WORDS
from focqa.understand.numerals import COUNT, RANK, digits, read_rank

_THING = r"(?:one|part|section|heading|chapter|paragraph|point|item|activity|objective|goal|letter|number|bullet)"
_THAT = r"(?:that|it|this)(?: one)?"
_ONE_OF = re.compile(
    rf"\b(?P<rank>{RANK})(?:\s+(?P<thing>{_THING})(?! \d)(?:\s+(?:of|in|on)\s+(?:that|the|this)(?: same)? (?:list|page|section))?|\s+of (?:these|them|those)|\s+there|(?=\s*[?.!]*$))(?!\w)"
)
_SOME_OF = re.compile(
    rf"\b(?P<end>first|last)\s+(?P<many>\d{{1,2}}|{COUNT})\b(?:\s+of (?:these|them|those))?(?=\s*(?:[?.,!]|$|please))"
)
_OTHERS = re.compile(
    rf"\b(?:the\s+(?:other|remaining)(?:\s+(?:{COUNT}|\d{{1,2}}))?(?:\s+{_THING}s?)?|the rest(?: of (?:them|those|these))?|the others)(?=\s*(?:[?.,!]|$|please))"
    r"|\b(?:what|which|any|list|name) other (?:activities|objectives|goals|points|items)\b(?: (?:are|is|does|do)(?: (?:it|there|they))?(?: have| contain)?(?: there)?)?(?=\s*(?:[?.,!]|$|under it|there))"
)
_ALONE = re.compile(
    rf"^(?:and|or|what about|how about|ok|now|then|next)?,?\s*(?:(?:please\s+)?(?:skip|jump|go|move|turn)\s+(?:ahead\s+|on\s+|forward\s+|back\s+|straight\s+)?to\s+)?"
    rf"(?:the\s+)?(?:number|no\.?|letter|point|item|activity)?\s*\(?(?P<num>[a-z]|\d{{1,2}}|[ivx]{{1,5}}|{COUNT})\)?(?:\s+(?:as well|too|also|then|now|next|please|there))*\s*(?:[?.!]|,|$)"
)
_NEXT = rf"(?:(?:one |{_THING} |that )?(?:right |directly |immediately |just |which |that )*(?:comes? |follows? )?(?:after|below|beneath|underneath|following) {_THAT}|next {_THING}|(?:the|and|what about) next\b(?! (?:year|chair\w*|program\w*|plan|poa|term|presidency|one in (?:office|charge)))|following {_THING}|{_THING} (?:which|that) (?:follows|comes (?:next|after\w*))\b|one after\b)"
_BEFORE = rf"(?:(?:one |{_THING} |that )?(?:right |directly |immediately |just |which |that )*(?:comes? )?(?:before|above|preceding) {_THAT}|previous {_THING}|preceding {_THING}|one before\b)"
_NEIGHBOUR = re.compile(rf"\b(?:(?P<next>{_NEXT})|(?P<before>{_BEFORE}))")
# "Two places before that", "skip the next one, I want the one after", "the next but one".
_FURTHER = re.compile(
    rf"\b(?P<many>{COUNT}|\d{{1,2}})\s+(?:places?|steps?|{_THING}s)\s+(?:(?P<after>after|below|further|later|down|on)|(?P<before>before|above|earlier|up|back))\b(?:\s+{_THAT})?"
    rf"|\bskip(?:ping)? (?:that|this|the next|one|it)\b.*?\b(?P<skip>(?:the )?(?:one after|next|following)\b.*)|\b(?P<but>next but one|(?:one|{_THING}) after (?:the )?next)\b"
)
# "What happened after that?" is of time, not of place.
_HAPPENS = re.compile(r"\b(?:happen\w*|occur\w*|since|until)\b")
_HEADINGS = re.compile(r"\b(?:headings?|sections?|chapters?|parts?)\b")
# "How long does it last?" has no rank.
_LASTS = re.compile(r"\bhow long\b.*\blast(?:ed|s)?\b")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The provisions a follow-up points to, and the words that do it: ``folded[start:end]``."""

    passages: tuple[Passage, ...]
    start: int
    end: int


def points(folded: str) -> bool:
    """Whether a question has words that point to something by its place among what was talked about."""
    folded = _LASTS.sub(" ", folded)
    return bool(_ALONE.match(folded)) or any(
        p.search(folded) for p in (_ONE_OF, _SOME_OF, _OTHERS, _FURTHER, _NEIGHBOUR)
    )


def pointed(folded: str, talked: tuple[Passage, ...], before: Query, catalogue: Catalogue) -> Pointer | None:
    """What a follow-up points to from what was talked about; None if it points to nothing there.

    Args:
        folded: The follow-up, folded, without a greeting.
        talked: What the turn before was about.
        before: The turn before as understood.
        catalogue: The tree.
    """
    if _HAPPENS.search(folded) or _LASTS.search(folded):
        return None
    one = talked[0] if len(talked) == 1 or _one_section(talked) else None
    listed = _listed(one, before, catalogue)
    # "next one" is no number; "number one" is.
    alone = None if re.search(r"(?<!number )\bone\b", folded) else _ALONE.match(folded)
    tries: tuple[tuple[re.Match[str] | None, Callable[[re.Match[str]], tuple[Passage, ...]]], ...] = (
        (alone, lambda m: _numbered(m, one, catalogue)),
        (_OTHERS.search(folded), lambda m: _others(m, talked, listed, catalogue)),
        (_FURTHER.search(folded), lambda m: _step(one, _places(m), folded, catalogue)),
        (
            _NEIGHBOUR.search(folded),
            lambda m: _step(_lifted(one, m[0], catalogue), 1 if m["next"] else -1, folded, catalogue),
        ),
        (_SOME_OF.search(folded), lambda m: _some(m, listed)),
        (_ONE_OF.search(folded), lambda m: _ranked(m, folded, one, listed, catalogue)),
    )
    for match, read in tries:
        if match and (found := read(match)):
            return Pointer(found, *match.span())
    return None


def lacking(folded: str, talked: tuple[Passage, ...]) -> str | None:
    """The id that "and e?" asks for where nothing of that number stands beside what was talked about; None if it asks for none."""
    m = _ALONE.match(folded)
    if not m or len(talked) != 1 or talked[0].level not in LEVEL_WORDS.values() or "one" in folded.split():
        return None
    above, dot, own = talked[0].id.rpartition(".")
    number = digits(m["num"])
    return f"{above}.{number}" if dot and own.isdigit() == number.isdigit() else None


def _numbered(m: re.Match[str], one: Passage | None, catalogue: Catalogue) -> tuple[Passage, ...]:
    """The sibling of that number: "and b?"."""
    if not one or one.level not in LEVEL_WORDS.values():
        return ()
    return tuple(p for p in _siblings(one, catalogue) if p.number.casefold() == digits(m["num"]))


def _others(
    m: re.Match[str], talked: tuple[Passage, ...], listed: tuple[Passage, ...], catalogue: Catalogue
) -> tuple[Passage, ...]:
    """What is left of a list; as many as are said: "the other two", "the remaining one"."""
    rest = [p for p in listed or _siblings(talked[0], catalogue) if p not in talked] if talked else []
    said = re.search(rf"\b(?:{COUNT}|\d{{1,2}}|{_THING})\b", m[0])
    singular = bool(said and re.fullmatch(_THING, said[0]) and not m[0].endswith("s"))
    expected = 1 if singular else int(digits(said[0])) if said and digits(said[0]).isdigit() else len(rest)
    return tuple(rest) if len(rest) == expected else ()


def _some(m: re.Match[str], listed: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The first or last so many of a list."""
    many = int(digits(m["many"]))
    return tuple(listed[:many] if m["end"] == "first" else listed[-many:])


def _ranked(
    m: re.Match[str], folded: str, one: Passage | None, listed: tuple[Passage, ...], catalogue: Catalogue
) -> tuple[Passage, ...]:
    """What "the second of these", "the last heading on that page" or "what's in the fourth?" is."""
    thing = LEVEL_WORDS.get(m["thing"] or "")
    if thing and (re.search(r"\b(?:its|their)\s+$", folded[: m.start()]) or (one and thing != one.level)):
        return ()  # of what stands under it, not beside it
    rank = read_rank(m["rank"])
    groups: list[tuple[Passage, ...]] = [(p,) for p in listed]
    if not listed and one and re.search(r"\bof (?:these|them|those)\b", m[0]):
        groups = [(p,) for p in catalogue.children(one.id)]  # what it has been said to comprise
        return groups[rank - 1] if -len(groups) < rank <= len(groups) else ()
    if not listed and one and one.level == "paragraph":
        headings = _groups(one, True, catalogue)
        groups = headings if _HEADINGS.search(folded) or len(headings) > 1 else _groups(one, False, catalogue)
    elif not listed and one:
        groups = [(p,) for p in _siblings(one, catalogue)]
    return groups[rank - 1] if -len(groups) < rank <= len(groups) else ()


def _places(m: re.Match[str]) -> int:
    """By how many places ``_FURTHER`` goes on, or back."""
    if m["skip"] or m["but"]:
        return 2
    return int(digits(m["many"])) * (1 if m["after"] else -1)


def _lifted(one: Passage | None, said: str, catalogue: Catalogue) -> Passage | None:
    """The objective or goal over a provision, where that level is said: "the objective after that one"."""
    level = next((LEVEL_WORDS[w] for w in said.split() if w in ("objective", "goal")), None)
    above = [p for p in (catalogue.ancestors(one) if one and level else ()) if p.level == level]
    return above[0] if above else one


def _step(one: Passage | None, by: int, folded: str, catalogue: Catalogue) -> tuple[Passage, ...]:
    """What stands before or after a provision: a sibling, a paragraph, or all under the next heading."""
    if not one:
        return ()
    if one.level == "paragraph":
        groups = _groups(one, bool(_HEADINGS.search(folded)), catalogue)
    else:
        groups = [(p,) for p in _siblings(one, catalogue)]
    at = next(n for n, group in enumerate(groups) if one in group) + by
    return groups[at] if 0 <= at < len(groups) else ()


def _groups(one: Passage, by_heading: bool, catalogue: Catalogue) -> list[tuple[Passage, ...]]:
    """The paragraphs of a document, one by one or those of each heading together."""
    paragraphs = catalogue.below(one.document, "paragraph")
    if not by_heading:
        return [(p,) for p in paragraphs]
    headings = dict.fromkeys(p.headings[:1] for p in paragraphs)
    return [tuple(p for p in paragraphs if p.headings[:1] == heading) for heading in headings]


def _one_section(talked: tuple[Passage, ...]) -> bool:
    """Whether all that was talked about are the paragraphs of one section."""
    return (
        len({(p.document, p.headings[:1], p.level) for p in talked}) == 1
        and bool(talked)
        and talked[0].level == "paragraph"
    )


def _listed(one: Passage | None, before: Query, catalogue: Catalogue) -> tuple[Passage, ...]:
    """What the turn before listed or counted, in order."""
    wanted: Level | None = before.targets[0] if before.targets else None
    addressed: list[Address] = [a for a in before.addresses if a.exists]
    if wanted and len(addressed) == 1:
        return catalogue.below(f"{addressed[0].document}/{addressed[0].locator}", wanted)
    if wanted and not addressed and len(before.documents) == 1:
        return catalogue.below(one.id if one else before.documents[0], wanted)
    return ()


def _siblings(passage: Passage, catalogue: Catalogue) -> tuple[Passage, ...]:
    return tuple(p for p in catalogue.children(passage.parent or passage.document) if p.level == passage.level)
