"""The evidence beside the answer: a card for each citation, then what was read and not cited."""

from focqa.catalogue import Catalogue
from focqa.page.views.parts import opener, words
from focqa.render import EDITIONS
from focqa.sheet import Note, Sheet, link_of
from focqa.text import clean
from focqa.types import Answer, Hit, Source


def evidence_view(answer: Answer, sheet: Sheet, catalogue: Catalogue) -> str:
    """Cards in the order of the markers, then the hits that no marker leads to."""
    cited = {c.id for c in answer.citations}
    cards = "".join(_card(note, catalogue) for note in sheet.notes)
    others = "".join(_other(hit) for hit in answer.hits if hit.passage.id not in cited)
    parts = [
        f'<h2>Evidence</h2><ol class="fq-cards">{cards}</ol>' if cards else "<h2>Evidence</h2><p>Nothing is cited.</p>"
    ]
    if others:
        parts.append(f"<details class='fq-others'><summary>Also read, not cited</summary><ul>{others}</ul></details>")
    return f'<section class="fq-evidence" aria-label="Evidence">{"".join(parts)}</section>'


def about(source: Source) -> str:
    """Whose document of which year it is, and in whose words it stands here."""
    chair = f"chair: {source.chair}" if source.chair else ""
    said = [words(source.issuer), words(chair), str(source.year or ""), words(EDITIONS[source.edition])]
    return " · ".join(part for part in said if part)


def official(source: Source) -> str:
    """A link to the publisher's page, or ""."""
    link = link_of(source)
    return f'<a href="{link}" target="_blank" rel="noopener noreferrer">publisher\'s page (new tab)</a>' if link else ""


def _card(note: Note, catalogue: Catalogue) -> str:
    source = catalogue.source(catalogue.by_id[note.id])
    title = opener(note.id, f"[{note.number}] {words(note.where)}")
    return (
        f'<li><article class="fq-card"><h3>{title}</h3><p class="fq-about">{words(source.title)} · {about(source)}</p>'
        f'<blockquote>{words(note.quote)}</blockquote><p class="fq-about"><code>{words(note.id)}</code> {official(source)}</p>'
        "</article></li>"
    )


def _other(hit: Hit) -> str:
    passage = hit.passage
    short = clean(passage.text)
    shown = short if len(short) <= 160 else short[:157].rsplit(" ", 1)[0] + " …"
    return f"<li>{opener(passage.id, words(passage.label))}<br>{words(shown)}</li>"
