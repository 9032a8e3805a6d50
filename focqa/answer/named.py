"""Lists of names read off the text: the task forces, statements or bodies that the documents mention by name."""

import re

from focqa.answer.places import capital, counted_word, document_name, place
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.text import clean, join_names
from focqa.types import Answer, Query
from focqa.understand.named import Name, names_of

_OURS = r"(?:FOC|Coalition)"


def answer_named(query: Query, catalogue: Catalogue) -> Answer | None:
    """Every name of the kinds asked for, counted, with the sentence it stands in; None where there is none."""
    names = tuple(
        name for kind in query.named for name in _owned(kind, query, names_of(kind, catalogue, query.documents))
    )
    if not names:
        return None
    writer = Writer(catalogue)
    searched = [catalogue.documents[d] for d in query.documents] or list(catalogue.sources)
    where = join_names([document_name(s) for s in searched]) if query.documents else "these documents"
    listed = "; ".join(clean(name.text) for name in names)
    verb = "name" if len(searched) > 1 else "names"
    n = len(names)
    kinds = join_names([f'"{kind}"' for kind in query.named], "or")
    writer.say(
        f"{capital(where)} {verb} {counted_word(n)} with {kinds} in the name ({n} of {n}): {listed}.",
        on=tuple(dict.fromkeys(name.passage for name in names)),
    )
    for span in _spans(names):
        source = catalogue.source(span.passage)
        writer.say(f"{capital(document_name(source))}, {place(span.passage, catalogue)}:", (span,))
    return writer.answered(query)


def _owned(kind: str, query: Query, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Where the coalition's own are asked for ("which FOC task forces"), those whose sentences tell of the coalition."""
    if not re.search(
        rf"\b{_OURS}(?:['’]s)?\s+(?:\w+\s+)?{kind}s?\b|\b{kind}s?\s+(?:of|by)\s+(?:the\s+)?{_OURS}\b", query.whole, re.I
    ):
        return names
    return tuple(n for n in names if re.search(_OURS, n.passage.text[n.start : n.end])) or names


def _spans(names: tuple[Name, ...]) -> tuple[Span, ...]:
    """The sentences to quote, each once, in reading order of the names."""
    return tuple(dict.fromkeys(Span(name.passage, name.start, name.end) for name in names))
