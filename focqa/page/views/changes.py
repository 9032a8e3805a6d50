"""Two years side by side: what was carried over, reworded, dropped, and what is new."""

from focqa.lineage import Change
from focqa.page.views.parts import opener, words
from focqa.text import clean
from focqa.types import Passage

_ORDER = ("carried over", "reworded", "dropped", "new")


def changes_view(changes: tuple[Change, ...], before: int, after: int, topic: str) -> str:
    """A table for each fate, counted."""
    if topic and not changes:
        return f'<p class="fq-note" role="status">Neither programme has anything on “{words(topic)}”.</p>'
    about = f" on “{words(topic)}”" if topic else ""
    counts = ", ".join(f"{sum(c.fate == fate for c in changes)} {fate}" for fate in _ORDER)
    tables = "".join(_table(fate, [c for c in changes if c.fate == fate], before, after) for fate in _ORDER)
    note = "Paired by focqa, by likeness of words and meaning: a reading aid, not the Coalition's own word."
    return (
        f'<section class="fq-changes" aria-label="Comparison"><h2>{before} and {after}{about}</h2><p>{counts}.</p>'
        f'<p class="fq-about">{note}</p>{tables}</section>'
    )


def _table(fate: str, changes: list[Change], before: int, after: int) -> str:
    if not changes:
        return ""
    rows = "".join(f"<tr><td>{_side(c.before)}</td><td>{_side(c.after)}</td></tr>" for c in changes)
    head = f'<tr><th scope="col">{before}</th><th scope="col">{after}</th></tr>'
    title = fate.capitalize()
    return (
        f'<div class="fq-scroll" tabindex="0" role="region" aria-label="{title}"><table class="fq-{fate.replace(" ", "-")}">'
        f"<caption>{title} ({len(changes)})</caption><thead>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def _side(passage: Passage | None) -> str:
    if passage is None:
        return '<span class="fq-about">nothing like it</span>'
    return f"{opener(passage.id, words(passage.label.split(', ', 1)[-1]))}<br>{words(clean(passage.text))}"
