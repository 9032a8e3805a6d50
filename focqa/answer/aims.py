"""All activities of a goal or objective that a question describes: "every step to make the coalition better known"."""

import re
from dataclasses import replace

import numpy as np

from focqa.answer.facts import GAP
from focqa.answer.tree import answer_list
from focqa.catalogue import Catalogue
from focqa.index import Index
from focqa.text import fold
from focqa.types import Address, Answer, Hit, Level, Passage, Query

# What is asked for is done, and there are several of it.
_STEPS = re.compile(
    r"\b(?:(?:what|which|list|name|enumerate|give|all|every|the)\s+(?:\w+\s+){0,2}?)(?:steps|measures|actions|moves|efforts)\b"
    r"|\b(?:what|which)\s+(?:\w+\s+)?things\b[^?]*\b(?:done|do)\b"
)
# An aim does not say how it is to be reached; what stands under it does.
_HOW = re.compile(r"\bhow (?:do|does|did|will|would|can|could|is|are|was|were)\b")
# The objective that is meant was described before.
_DESCRIBED = re.compile(r"\b(?:that|this|the same|said|such an?) (?:objective|goal)\b")
# Of the probability over provisions so much must be the row's, and of its length so many of the best hits; less where an objective is meant.
_MASS, _SHARE = 0.9, 0.6
_MASS_MEANT, _SHARE_MEANT = 0.6, 0.5
_LEAST = 3


def describes_aim(query: Query) -> bool:
    """Whether the activities of an objective are asked for that the question describes, and neither names nor numbers."""
    return not query.addresses and "activity" in query.targets and bool(_DESCRIBED.search(fold(query.question)))


def answer_aim(query: Query, index: Index, hits: tuple[Hit, ...]) -> Answer | None:
    """The activities of the goal or objective that is found first, or under which most of what is found stands; else None."""
    if query.addresses:
        return None
    if query.kind == "fact" and _alone(hits) and _HOW.search(fold(query.question)):
        return _under(hits[0].passage, query, index.catalogue)
    listed = query.kind in ("list", "count") and "activity" in query.targets
    if not listed and not (query.kind == "fact" and _STEPS.search(fold(query.question))):
        return None
    best = hits[0].passage
    aim = best if listed and best.level in ("goal", "objective") else _row(query, hits, index.catalogue)
    if aim is None:
        return None
    return _under(aim, query, index.catalogue, ("activity",))


def _alone(hits: tuple[Hit, ...]) -> bool:
    """Whether a goal or objective is found, and nothing else comes near it."""
    best, *others = hits
    return best.passage.level in ("goal", "objective") and all(h.score < best.score - GAP for h in others)


def _under(aim: Passage, query: Query, catalogue: Catalogue, levels: tuple[Level, ...] = ()) -> Answer | None:
    """What stands right under a goal or objective, or of some levels."""
    targets = levels or tuple(dict.fromkeys(p.level for p in catalogue.children(aim.id)))
    there = Address(aim.document, aim.locator, True, "")
    return answer_list(replace(query, kind="list", targets=targets, addresses=(there,), topic=""), catalogue)


def _row(query: Query, hits: tuple[Hit, ...], catalogue: Catalogue) -> Passage | None:
    """The objective under which nearly all that is likely stands."""
    best = hits[0].passage
    aim = best if best.level == "objective" else catalogue.by_id.get(best.parent or "")
    if best.level not in ("objective", "activity") or aim is None:
        return None
    size = len(catalogue.children(aim.id))
    inside = [h.passage.id == aim.id or h.passage.parent == aim.id for h in hits]
    likely = np.exp([h.score - hits[0].score for h in hits])
    mass = float(likely[inside].sum() / likely.sum())
    least, share = (_MASS_MEANT, _SHARE_MEANT) if describes_aim(query) else (_MASS, _SHARE)
    return aim if size >= _LEAST and mass >= least and sum(inside[:size]) >= share * size else None
