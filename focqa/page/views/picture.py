"""The goal tree as a picture: an icicle of each programme, in which what the answer cites lights up."""

from focqa.catalogue import Catalogue
from focqa.page.views.parts import words
from focqa.text import join_names
from focqa.types import Passage, Source

_WIDTH, _ROW, _GAP = 640.0, 34.0, 2.0
_LETTERS = 7.5


def picture_view(catalogue: Catalogue, lit: frozenset[str] = frozenset()) -> str:
    """An icicle for each document that has goals; ``lit`` are passage ids."""
    pictures = [_figure(s, catalogue, lit) for s in catalogue.sources if catalogue.below(s.id, "goal")]
    return f'<section class="fq-pictures" aria-label="The programmes at a glance">{"".join(pictures)}</section>'


def _figure(source: Source, catalogue: Catalogue, lit: frozenset[str]) -> str:
    goals = tuple(p for p in catalogue.children(source.id) if p.level == "goal")
    shapes: list[str] = []
    x = 0.0
    total = sum(_leaves(g, catalogue) for g in goals)
    for goal in goals:
        width = _WIDTH * _leaves(goal, catalogue) / total
        shapes += _branch(goal, catalogue, lit, x, width, 0)
        x += width
    cited = [p.label.split(", ", 1)[-1] for p in catalogue.below(source.id) if p.id in lit]
    told = f"lit: {join_names(cited)}" if cited else "nothing of it is cited"
    return (
        f'<figure><figcaption>{words(source.title)}</figcaption><svg viewBox="0 0 {_WIDTH:.0f} {3 * _ROW:.0f}" role="img" '
        f'aria-label="{words(source.title)}: goals, objectives and activities; {words(told)}">{"".join(shapes)}</svg></figure>'
    )


def _branch(
    passage: Passage, catalogue: Catalogue, lit: frozenset[str], x: float, width: float, depth: int
) -> list[str]:
    shapes = [_box(passage, lit, x, width, depth)]
    at = x
    if depth < 2:
        for child in catalogue.children(passage.id):
            share = width * _leaves(child, catalogue) / _leaves(passage, catalogue)
            shapes += _branch(child, catalogue, lit, at, share, depth + 1)
            at += share
    return shapes


def _box(passage: Passage, lit: frozenset[str], x: float, width: float, depth: int) -> str:
    on = passage.id in lit or (depth == 2 and any(i.startswith(f"{passage.id}.") for i in lit))
    name = f"Goal {passage.number}" if depth == 0 else passage.number
    fits = len(name) * _LETTERS < width
    text = (
        f'<text x="{x + width / 2:.1f}" y="{(depth + 0.62) * _ROW:.1f}" text-anchor="middle">{words(name)}</text>'
        if fits
        else ""
    )
    return (
        f'<g data-act="open" data-id="{words(passage.id)}" class="fq-box fq-level{depth}{" fq-lit" if on else ""}">'
        f"<title>{words(passage.label)}</title>"
        f'<rect x="{x:.1f}" y="{depth * _ROW:.1f}" width="{max(width - _GAP, 1):.1f}" height="{_ROW - _GAP:.1f}" rx="3"/>{text}</g>'
    )


def _leaves(passage: Passage, catalogue: Catalogue) -> int:
    below = [p for p in catalogue.children(passage.id) if p.level != "item"]
    return sum(_leaves(p, catalogue) for p in below) or 1
