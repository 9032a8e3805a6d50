"""The best passage for each question inside a question."""

from focqa.answer.found import leaning
from focqa.index import Index
from focqa.retrieve import Signals, follow_up
from focqa.retrieve import hits as top_hits
from focqa.retrieve import signals as score
from focqa.types import Hit, Query, Turn
from focqa.understand.dialogue import read_dialogue
from focqa.understand.parts import Part
from focqa.understand.scope import read_scope

# So much better, in logits, a passage elsewhere must be to be preferred to the documents the turn before was about.
FARTHER = 1.5


def first_of_parts(asked: tuple[Part, ...], query: Query, index: Index, documents: tuple[str, ...]) -> tuple[Hit, ...]:
    """The best passage for each question inside the question; a follow-up has none."""
    found: list[Hit] = []
    for part in () if query.own else asked:
        signals = score(index, part.text, index.embedder.encode([part.text])[0])
        if part.own:
            signals = _going_on(part, asked[0], found[:1], index, signals)
        found += _of_part(part.own or part.text, query, index, signals, documents)
    return tuple(found)


def _going_on(part: Part, first: Part, found: list[Hit], index: Index, whole: Signals) -> Signals:
    """A part that goes on from the first is heard as a follow-up to it and to what answers it."""
    own = score(index, part.own, index.embedder.encode([part.own])[0])
    said = read_dialogue(part.own, (Turn(first.text, found[0].passage.text if found else ""),))
    heard = index.asked(index.embedder.encode([said])[0].vector)
    return follow_up(whole, own, heard) if heard else leaning(whole, own)


def _of_part(part: str, query: Query, index: Index, signals: Signals, documents: tuple[str, ...]) -> tuple[Hit, ...]:
    """The best passage for a part: of the documents it names itself, else of the question's unless another says it better."""
    named = read_scope(part, index.catalogue).documents
    inside = top_hits(index, signals.total, named or documents, 1)
    if query.confined or named or not documents:
        return inside
    anywhere = top_hits(index, signals.total, (), 1)
    return anywhere if anywhere[0].score - inside[0].score > FARTHER else inside
