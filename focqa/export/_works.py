"""What an answer cites as a reference manager keeps it: one work a document, its cited provisions in the note."""

from dataclasses import dataclass

from focqa.catalogue import Catalogue
from focqa.render import EDITIONS
from focqa.sheet import link_of, source_of
from focqa.text import readable, slug
from focqa.types import Answer, Citation, Source


@dataclass(frozen=True, slots=True)
class Work:
    """A cited document.

    Attributes:
        key: Issuer's initials and document id, ``foc-poa-2024``; it never changes with the answer.
        kind: ``programme``, ``statement``, ``page`` or ``document``.
        title: Its title.
        issuer: Who published it, or "".
        year: Year it applies to, or None.
        link: Its official https address, or "".
        note: The provisions cited, and whose words their quotes are in.
    """

    key: str
    kind: str
    title: str
    issuer: str
    year: int | None
    link: str
    note: str


def works(answer: Answer, catalogue: Catalogue) -> tuple[Work, ...]:
    """The documents an answer cites, in the order in which it does; () where it cites nothing.

    Raises:
        UnknownId: If the catalogue lacks one of them.
    """
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(source_of(citation, catalogue).id, []).append(citation)
    return tuple(_work(catalogue.documents[document], of_it) for document, of_it in cited.items())


def _work(source: Source, cited: list[Citation]) -> Work:
    initials = slug("".join(word[0] for word in source.issuer.split()))
    places = dict.fromkeys(_place(c, source) for c in cited)
    editions = dict.fromkeys(_edition(c) for c in cited)
    return Work(
        key="-".join(part for part in (initials, source.id) if part),
        kind=source.kind,
        title=readable(source.title),
        issuer=readable(source.issuer),
        year=source.year,
        link=link_of(source),
        note=f"Cited: {'; '.join(places)}. Quoted from: {'; '.join(editions)}.",
    )


def _place(citation: Citation, source: Source) -> str:
    """Where in its document a citation stands: "Goal 2, Objective 2.1 (page 4)"."""
    place = citation.label.removeprefix(source.title).removeprefix(", ") or citation.label
    return readable(place) + (f" (page {citation.page})" if citation.page else "")


def _edition(citation: Citation) -> str:
    return EDITIONS[citation.edition] + (", not the publisher's" if citation.edition == "plain" else "")
