"""The answer: its sentences with markers, or why there is none and what to try; and the ways to take it along."""

from html import escape

from focqa import export
from focqa.page.views.parts import asker, opener, words
from focqa.sheet import Line, Sheet
from focqa.types import Answer

_FORMS = {
    "markdown": "Markdown",
    "text": "Plain text",
    "docx": "Word",
    "bibtex": "BibTeX",
    "csl": "CSL JSON",
    "json": "JSON",
}


def answer_view(answer: Answer, sheet: Sheet, link: str) -> str:
    """An answer.

    Args:
        answer: The answer.
        sheet: The same, laid out.
        link: The address that shows the same answer.
    """
    model = (f"Phrased by {answer.model}; each sentence was checked against what it cites.",) if answer.model else ()
    told = "".join(f'<p class="fq-about">{words(note)}</p>' for note in (*model, *answer.notes))
    body = "".join(_line(line, sheet) for line in sheet.lines)
    return (
        f'<article class="fq-answer fq-{answer.status}" aria-labelledby="fq-asked">'
        f'<h2 id="fq-asked" tabindex="-1">{words(sheet.question)}</h2>{_reason(sheet)}{told}{body}{_instead(sheet)}'
        f"{_take_away(link)}</article>"
    )


def _line(line: Line, sheet: Sheet) -> str:
    marks = "".join(_mark(number, sheet) for number in line.notes)
    if line.verified:
        return f"<p>{words(line.text)}{marks}</p>"
    doubt = '<strong class="fq-doubt">not verified: what it cites does not bear it out</strong>'
    return f'<p class="fq-unverified">{words(line.text)}{marks} {doubt}</p>'


def _mark(number: int, sheet: Sheet) -> str:
    note = sheet.notes[number - 1]
    return f" <sup>{opener(note.id, f'[{number}]', f'Source {number}: {note.where}', 'fq-mark')}</sup>"


def _reason(sheet: Sheet) -> str:
    return f'<p class="fq-reason">No answer: {words(sheet.reason)}.</p>' if sheet.reason else ""


def _instead(sheet: Sheet) -> str:
    near = "".join(f"<li>{opener(s.id or '', words(s.text))}</li>" for s in sheet.near)
    asks = "".join(f"<li>{asker(s.text)}</li>" for s in sheet.asks)
    parts = [f"<h3>Nearest provisions</h3><ul>{near}</ul>" if near else ""]
    parts += [f"<h3>Questions to try</h3><ul class='fq-asks'>{asks}</ul>" if asks else ""]
    return "".join(parts)


def _take_away(link: str) -> str:
    items = [
        f'<li><button type="button" data-copy="{escape(_file("markdown", link))}">Copy as Markdown</button></li>',
        f'<li><a href="{escape(link)}">Link to this answer</a></li>',
    ]
    items += [
        f'<li><a href="{escape(_file(form, link))}" download>{name}</a></li>'
        for form, name in _FORMS.items()
        if form in export.names()
    ]
    return f'<nav class="fq-take" aria-label="Take this answer along"><ul>{"".join(items)}</ul></nav>'


def _file(form: str, link: str) -> str:
    return f"/api/export/{form}{link[1:]}"


def earlier_view(turns: tuple[tuple[str, str], ...]) -> str:
    """The turns before, folded away: pairs of question and answer text."""
    if not turns:
        return ""
    items = "".join(
        f"<li><details><summary>{words(q)}</summary><p>{words(text)}</p></details></li>" for q, text in turns
    )
    return f'<section class="fq-earlier" aria-label="Earlier in this conversation"><h2>Earlier</h2><ol>{items}</ol></section>'


def welcome_view(examples: tuple[str, ...]) -> str:
    """What a first visitor sees: what this is, what it can and cannot do, what to ask."""
    buttons = "".join(f"<li>{asker(q)}</li>" for q in examples)
    return (
        '<article class="fq-welcome"><h2>What do governments promise for freedom online?</h2>'
        "<p>The Freedom Online Coalition is a group of governments that work together for human rights on the Internet. "
        "Ask about its Programs of Action of 2023 and 2024, its statement on the ITU and its web pages. "
        "Every sentence of an answer quotes the provision that says it.</p>"
        "<p>It knows these documents and nothing else: what they do not say, it does not guess.</p>"
        f'<h3>Try one of these</h3><ul class="fq-asks">{buttons}</ul></article>'
        if examples
        else ""
    )
