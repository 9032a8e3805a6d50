"""BibTeX: one entry a cited document. UTF-8, as biber, JabRef and Zotero read it."""

import re

from focqa.catalogue import Catalogue
from focqa.export._works import Work, works
from focqa.types import Answer

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"
SUFFIX = ".bib"

# Braces go by name: BibTeX counts them even behind a backslash.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
} | {c: f"\\{c}" for c in "&%$#_"}
# Two dashes or two quote marks would be drawn as one sign; an empty group keeps them apart.
_PAIRED = re.compile(r"-(?=-)|'(?=')")
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))


def export(answer: Answer, catalogue: Catalogue) -> bytes:
    """Entries in the order of the citations; a comment alone where nothing is cited.

    Raises:
        UnknownId: If it cites a document that the catalogue lacks.
    """
    entries = [_entry(work) for work in works(answer, catalogue)]
    return ("\n\n".join(entries or ["% The answer cites no document."]) + "\n").encode()


def _entry(work: Work) -> str:
    """A @misc entry; the second pair of braces makes the issuer one name and keeps a title's capitals."""
    fields = {
        "author": f"{{{_escaped(work.issuer)}}}" if work.issuer else "",
        "title": f"{{{_escaped(work.title)}}}",
        "year": str(work.year or ""),
        "url": work.link,
        "note": _escaped(work.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{work.key},", *lines, "}"])


def _escaped(text: str) -> str:
    return _PAIRED.sub(r"\g<0>{}", _SPECIAL.sub(lambda m: _ESCAPES[m[0]], text))
