"""A document open for reading, one provision of it highlighted among its neighbours, its path above."""

from focqa.catalogue import Catalogue
from focqa.page.views.evidence import about, official
from focqa.page.views.parts import address, opener, passage_words, words
from focqa.text import clean
from focqa.types import Answer, Passage


def reader_view(id_: str, catalogue: Catalogue, answer: Answer | None = None) -> str:
    """The document of a passage, or a document from its beginning.

    Args:
        id_: Passage or document id.
        catalogue: Where it is looked up.
        answer: Where given, what it quotes of the passage is marked.

    Raises:
        UnknownId: If there is none of that id.
    """
    passage = None if id_ in catalogue.documents else catalogue.passage(id_)
    source = catalogue.documents[passage.document if passage else id_]
    spans = tuple((c.start, c.end) for c in answer.citations if c.id == id_) if answer else ()
    lines, section = [], ""
    for one in catalogue.below(source.id):
        here = one.headings[0] if one.level == "paragraph" and one.headings else ""
        if here != section and one.level == "paragraph":
            lines.append(f"<h3>{words(here)}</h3>" if here else "")
        section = here if one.level == "paragraph" else section
        lines.append(_provision(one, one is passage, spans))
    return (
        f'<section class="fq-reader" aria-label="Document"><h2>{words(source.title)}</h2>'
        f'<p class="fq-about">{about(source)} · {official(source)}</p>{_path(passage, catalogue) if passage else ""}'
        f'<div class="fq-text" tabindex="0" role="region" aria-label="Text of {words(source.title)}">{"".join(lines)}</div></section>'
    )


def _provision(one: Passage, opened: bool, spans: tuple[tuple[int, int], ...]) -> str:
    depth = {"goal": 0, "objective": 1, "activity": 2, "item": 3, "paragraph": 0}[one.level]
    number = "" if one.level == "paragraph" else f'<span class="fq-number">{words(_called(one))}</span> '
    text = passage_words(one, spans if opened else ())
    marks = ' id="fq-opened" tabindex="-1" aria-current="true"' if opened else ""
    return f'<p class="fq-p fq-depth{depth} fq-{one.level}{" fq-opened" if opened else ""}"{marks}>{number}{text}</p>'


def _called(one: Passage) -> str:
    return {"goal": f"Goal {one.number}", "objective": f"Objective {one.number}"}.get(one.level, f"{one.number}.")


def _path(passage: Passage, catalogue: Catalogue) -> str:
    steps = [opener(p.id, words(f"{p.level.capitalize()} {p.number}")) for p in catalogue.ancestors(passage)]
    named = f"{passage.level.capitalize()} {passage.number}"
    here = words(named if passage.level != "paragraph" else passage.label.split(", ", 1)[-1])
    link = f'<a href="{address(at=passage.id)}">link to this provision</a>'
    above = "".join(f"<li>{step}</li>" for step in steps)
    texts = "".join(f"<br><span class='fq-about'>{words(clean(h))}</span>" for h in passage.headings if steps)
    return f'<nav aria-label="Path"><ol class="fq-path">{above}<li aria-current="location">{here}</li></ol>{texts} <code>{words(passage.id)}</code> {link}</nav>'
