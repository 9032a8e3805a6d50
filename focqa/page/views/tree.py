"""The documents as a tree to browse: goals, objectives, activities; paragraphs by section."""

from focqa.catalogue import Catalogue
from focqa.page.views.parts import opener, words
from focqa.text import clean
from focqa.types import Passage, Source

_SHORT = 110


def tree_view(catalogue: Catalogue, documents: tuple[str, ...] = (), years: tuple[int, ...] = ()) -> str:
    """All documents, or those of some ids or years."""
    shown = [s for s in catalogue.sources if (not documents or s.id in documents) and (not years or s.year in years)]
    if not shown:
        return '<p class="fq-note">No document fits both filters; clear one.</p>'
    return f'<nav class="fq-tree" aria-label="Documents">{"".join(_document(s, catalogue, len(shown) == 1) for s in shown)}</nav>'


def _document(source: Source, catalogue: Catalogue, opened: bool) -> str:
    rows = "".join(_node(p, catalogue) for p in catalogue.children(source.id))
    count = len(catalogue.below(source.id))
    state = " open" if opened else ""
    return f"<details{state}><summary><strong>{words(source.title)}</strong> ({count} provisions)</summary><ul>{rows}</ul></details>"


def _node(passage: Passage, catalogue: Catalogue) -> str:
    link = opener(passage.id, f"{words(_name(passage))} {words(_short(passage))}")
    below = catalogue.children(passage.id)
    if not below:
        return f"<li>{link}</li>"
    rows = "".join(_node(child, catalogue) for child in below)
    return f"<li>{link}<details><summary>{len(below)} under {words(_name(passage)[:-1])}</summary><ul>{rows}</ul></details></li>"


def _name(passage: Passage) -> str:
    if passage.level == "paragraph":
        return f"{passage.headings[0] if passage.headings else 'Opening'}, {passage.number}:"
    return f"{passage.level.capitalize()} {passage.number}:"


def _short(passage: Passage) -> str:
    text = clean(passage.text)
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"
