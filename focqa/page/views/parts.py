"""Pieces that several views use: escaping, links that reopen the page, links that open a provision."""

import json
from html import escape
from urllib.parse import urlencode

from focqa.text import clean, readable
from focqa.types import Passage


def words(text: str) -> str:
    """Words for reading: invisible characters dropped, markup shown as it is written."""
    return escape(readable(text))


def passage_words(passage: Passage, spans: tuple[tuple[int, int], ...] = ()) -> str:
    """A passage's words, the spans ``text[start:end]`` marked."""
    parts, at = [], 0
    for start, end in sorted(set(spans)):
        if start >= at:
            parts += [words(clean(passage.text[at:start])), f"<mark>{words(clean(passage.text[start:end]))}</mark>"]
            at = end
    return " ".join(p for p in (*parts, words(clean(passage.text[at:]))) if p)


def address(
    question: str = "",
    earlier: tuple[str, ...] = (),
    documents: tuple[str, ...] = (),
    years: tuple[int, ...] = (),
    at: str = "",
) -> str:
    """A link to the page that asks a question after others, kept to documents and years, and opens a provision."""
    given = {
        "q": question,
        "h": json.dumps(earlier, ensure_ascii=False) if earlier else "",
        "d": ",".join(documents),
        "y": ",".join(map(str, years)),
        "at": at,
    }
    return "/?" + urlencode({name: value for name, value in given.items() if value})


def opener(id_: str, shown: str, label: str = "", css: str = "") -> str:
    """A link that opens a provision in its document; ``shown`` is HTML already."""
    told = f' aria-label="{words(label)}"' if label else ""
    kind = f' class="{css}"' if css else ""
    return f'<a href="{escape(address(at=id_))}" data-act="open" data-id="{escape(id_)}"{told}{kind}>{shown}</a>'


def asker(question: str) -> str:
    """A button that asks a question."""
    return f'<button type="button" class="fq-ask" data-act="ask" data-id="{words(question)}">{words(question)}</button>'
