"""Abstaining well: why there is no answer, what comes nearest, and what can be asked instead."""

from focqa.answer.places import document_name
from focqa.answer.writer import Writer
from focqa.catalogue import Catalogue
from focqa.text import join_names
from focqa.types import Answer, Hit, Passage, Query, Reason, Suggestion

_NEAREST = 3
_QUESTIONS = 3


def abstain(query: Query, catalogue: Catalogue, reason: Reason, hits: tuple[Hit, ...], confidence: float) -> Answer:
    """Say that the documents do not answer, and why."""
    writer = Writer(catalogue)
    if reason == "out-of-scope":
        everything = join_names([document_name(s) for s in catalogue.sources])
        writer.say(f"This is outside what these documents are about. Here are {everything}.")
    elif reason == "ambiguous":
        writer.say("This can mean more than one thing here; please name the goal, objective or document.")
    else:
        searched = [catalogue.documents[d] for d in query.documents] or list(catalogue.sources)
        names = join_names([document_name(s) for s in searched])
        writer.say(f"The documents do not say: nothing that answers this was found in {names}.")
    near = tuple(Suggestion(h.passage.label, h.passage.id) for h in hits[:_NEAREST]) if reason != "out-of-scope" else ()
    return writer.abstained(query, reason, near + questions(catalogue, hits), hits, confidence)


def questions(catalogue: Catalogue, hits: tuple[Hit, ...]) -> tuple[Suggestion, ...]:
    """Questions the corpus answers, about the provisions that came nearest, filled up with the goals of each programme."""
    asked = [_question(h.passage, catalogue) for h in hits if _askable(h.passage)]
    asked += [f"What are the goals of {document_name(s)}?" for s in catalogue.sources if catalogue.below(s.id, "goal")]
    asked += [_question(p, catalogue) for p in catalogue.passages if _askable(p)][:_QUESTIONS]
    return tuple(Suggestion(q) for q in list(dict.fromkeys(asked))[:_QUESTIONS])


def _askable(passage: Passage) -> bool:
    """Whether a place has a name to ask by: a number or a heading."""
    return passage.level != "paragraph" or bool(passage.headings)


def _question(passage: Passage, catalogue: Catalogue) -> str:
    source = catalogue.source(passage)
    if passage.level == "paragraph":
        return f"What does the section “{passage.headings[0]}” of {document_name(source)} say?"
    top = (*catalogue.ancestors(passage), passage)
    at = top[1] if len(top) > 1 else top[0]
    return (
        f"List all activities under Objective {at.number} of {document_name(source)}"
        if at.level == "objective"
        else f"What is Goal {at.number} of {document_name(source)}?"
    )
