"""Addresses in the tree: a path of steps is followed down each document, or found not to exist."""

import re

from focqa.catalogue import Catalogue
from focqa.text import fold
from focqa.types import Address, Passage
from focqa.understand.steps import RANK, Step, read_rank

_WORD = r"(?:section|heading|chapter|part)"
_PARAGRAPH = re.compile(
    rf"\b(?P<rank>{RANK}|opening|closing)\s+paragraph\b|\bparagraph\s+(?:number\s+|no\.?\s*)?(?P<number>\d{{1,2}})\b(?![.\d])"
)
_SECTION = re.compile(rf"\b{_WORD}s?\b")


def resolve(
    catalogue: Catalogue, path: tuple[Step, ...], documents: tuple[str, ...], named: bool
) -> tuple[Address, ...]:
    """The provisions a path leads to in the documents.

    Args:
        catalogue: The tree.
        path: Steps from goal to item.
        documents: Documents to look in; only those with goals count.
        named: Whether the question itself confines it to them.

    Returns:
        The addresses that exist. Where none does: one that does not, for each document if ``named``, else for the one
        in which the path leads furthest. Empty if there is no document with numbered provisions.
    """
    numbered = [d for d in documents if catalogue.below(d, "goal")]
    found = [Address(p.document, p.locator, True, spoken(path)) for d in numbered for p in follow(catalogue, d, path)]
    if found or not numbered:
        return tuple(found)
    near = {d: nearest(catalogue, d, path) for d in numbered}
    closest = max(numbered, key=lambda d: (len(near[d]), -numbered.index(d)))
    return tuple(Address(d, near[d], False, spoken(path)) for d in (numbered if named else [closest]))


def sections(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The paragraphs of a section that the question names by its heading: "the section “Background”", "the Context section".

    Args:
        catalogue: The tree.
        question: Folded.
        documents: Documents to look in.
    """
    if not _SECTION.search(question):
        return ()
    found: list[Passage] = []
    for document in documents:
        paragraphs = [p for p in catalogue.below(document, "paragraph") if p.headings]
        named = [h for h in dict.fromkeys(p.headings[0] for p in paragraphs) if _names_heading(question, fold(h))]
        if named:
            found += [p for p in paragraphs if p.headings[0] == max(named, key=len)]
    return tuple(Address(p.document, p.locator, True, p.headings[0]) for p in found)


def shared_sections(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The paragraphs of a section that every document has and the question names: "compare the mission statements".

    Args:
        catalogue: The tree.
        question: Folded.
        documents: Documents that are compared.
    """
    headed = [
        {fold(p.headings[0]): p.headings[0] for p in catalogue.below(d, "paragraph") if p.headings} for d in documents
    ]
    shared = [h for h in (headed[0] if len(headed) > 1 else ()) if all(h in others for others in headed)]
    named = [
        h for h in shared if len(h.split()) > 1 and re.search(rf"\b{re.escape(h.removeprefix('foc '))}s?\b", question)
    ]
    found = [
        p for d in documents for p in catalogue.below(d, "paragraph") if p.headings and fold(p.headings[0]) in named
    ]
    return tuple(Address(p.document, p.locator, True, p.headings[0]) for p in found)


def paragraphs(catalogue: Catalogue, question: str, documents: tuple[str, ...]) -> tuple[Address, ...]:
    """The paragraph that a question names by its rank in a text without numbers: "the second paragraph of the news item".

    Args:
        catalogue: The tree.
        question: Folded.
        documents: Documents the question names; more than one names no paragraph.
    """
    ranked = _PARAGRAPH.search(question)
    if not ranked or len(documents) != 1:
        return ()
    below = catalogue.below(documents[0], "paragraph")
    headings = [h for h in dict.fromkeys(p.headings[0] for p in below if p.headings) if fold(h) in question]
    among = [p for p in below if not headings or (p.headings and p.headings[0] == max(headings, key=len))]
    rank = {"opening": 1, "closing": 0}.get(ranked["rank"]) if ranked["rank"] else int(ranked["number"])
    rank = read_rank(ranked["rank"]) if rank is None else rank
    asked = ranked[0]
    if rank > len(among):
        return (Address(documents[0], "", False, asked),)
    return (Address(among[rank - 1].document, among[rank - 1].locator, True, asked),)


def _names_heading(question: str, heading: str) -> bool:
    """Whether a heading stands in quotes, or right before or after the word for a section."""
    name = re.escape(heading)
    return bool(
        re.search(
            rf"\"{name}\"|\b{name}\"?,?\s+{_WORD}|{_WORD}s?\s+(?:called |named |titled |headed |on |about )?\"?{name}\b",
            question,
        )
    )


def follow(catalogue: Catalogue, document: str, path: tuple[Step, ...]) -> tuple[Passage, ...]:
    """The provisions of one document at the end of a path; several where a step above was left out and more than one fits."""
    places: tuple[str, ...] = (document,)
    at: tuple[Passage, ...] = ()
    for step in path:
        at = tuple(p for place in places for p in _matching(catalogue, place, step))
        places = tuple(p.id for p in at)
    return at


def _matching(catalogue: Catalogue, place: str, step: Step) -> list[Passage]:
    """What a step names below a place: by its full number, by the last part of it, or by its rank."""
    below = catalogue.below(place, step.level)
    if step.rank is not None:
        return _ranked(catalogue, place, step)
    wanted = step.number.casefold()
    exact = [p for p in below if p.number.casefold() == wanted]
    if exact or step.level != "objective" or place not in catalogue.by_id:
        return exact
    ending = [p for p in below if re.sub(r"^\d+\.?", "", p.number).casefold() == wanted]
    by_rank = [below[int(wanted) - 1]] if wanted.isdigit() and 1 <= int(wanted) <= len(below) else []
    return ending or by_rank


def _ranked(catalogue: Catalogue, place: str, step: Step) -> list[Passage]:
    """The n-th child of that level; under a place further up, of all that stand below it."""
    below = catalogue.below(place, step.level)
    assert step.rank is not None
    if step.rank > len(below):
        return []
    return [below[step.rank - 1]] if below else []


def nearest(catalogue: Catalogue, document: str, path: tuple[Step, ...]) -> str:
    """Locator of the deepest provision on the path that exists, or ""."""
    for end in range(len(path) - 1, 0, -1):
        found = follow(catalogue, document, path[:end])
        if len(found) == 1:
            return found[0].locator
    first = path[0]
    if first.level == "objective" and first.number[:1].isdigit():
        goal = Step("goal", first.number.split(".")[0].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), None, first.span)
        found = follow(catalogue, document, (goal,))
        if found:
            return found[0].locator
    return ""


def spoken(path: tuple[Step, ...]) -> str:
    """A path as people say it: "Objective 3C, activity 9"."""
    words = {"goal": "Goal", "objective": "Objective", "activity": "activity", "item": "item"}
    return ", ".join(
        f"{words[s.level]} {s.number}" if s.rank is None else f"{_ordinal(s.rank)} {words[s.level].lower()}"
        for s in path
    )


def _ordinal(rank: int) -> str:
    if rank == 0:
        return "last"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(rank if rank < 20 else rank % 10, "th")
    return f"{rank}{suffix}"
