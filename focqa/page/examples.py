"""Example questions for a first visitor, drawn from the corpus: an address, a list, a comparison, and lay questions."""

from focqa.assistant import Assistant
from focqa.text import clean

_LAY = 3


def examples(assistant: Assistant) -> tuple[str, ...]:
    """Questions that the documents answer, each tried before it is shown."""
    catalogue = assistant.catalogue
    programmes = [s for s in catalogue.sources if catalogue.below(s.id, "goal")]
    found = []
    if programmes:
        newest = max(programmes, key=lambda s: s.year or 0)
        goals = catalogue.below(newest.id, "goal")
        found.append(f"What is Goal {goals[len(goals) // 2].number} of the {newest.title}?")
        oldest = min(programmes, key=lambda s: s.year or 0)
        most = max(catalogue.below(oldest.id, "objective"), key=lambda p: len(catalogue.children(p.id)), default=None)
        found += [f"List all activities under Objective {most.number} of the {oldest.title}"] if most else []
    if len(programmes) > 1:
        found.append(f"Compare what {programmes[0].year} and {programmes[1].year} say about artificial intelligence")
    found += _lay_questions(assistant)
    return tuple(q for q in found if assistant.ask(q).status == "answered")


def _lay_questions(assistant: Assistant) -> list[str]:
    """The first question of a document's phrasings that finds the provision it was written for."""
    found: list[str] = []
    for source in assistant.catalogue.sources:
        phrased = zip(assistant.catalogue.passages, assistant.index.glosses, strict=True)
        asked = [(g, p.id) for p, glosses in phrased if p.document == source.id for g in glosses if g.endswith("?")]
        for gloss, id_ in asked[:_LAY]:
            if id_ in {c.id for c in assistant.ask(gloss).citations}:
                found.append(clean(gloss))
                break
    return found[:_LAY]
