"""Documents to passages: ids, labels and headings. One passage a provision; only over-long ones are split, none merged."""

from focqa.errors import StructureError
from focqa.text import clean, sentence_spans
from focqa.types import Document, Passage, Provision, Source

# Characters. Far above any provision of the coalition's documents: splitting is for other corpora's long paragraphs.
MAX_PASSAGE = 6000
_WORDS = {"goal": "Goal", "objective": "Objective", "activity": "activity", "item": "item"}


def passages(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order.

    Raises:
        StructureError: If two provisions have the same locator.
    """
    by_locator = {p.locator: p for p in document.provisions}
    if len(by_locator) != len(document.provisions):
        seen: set[str] = set()
        twice = next(p.locator for p in document.provisions if p.locator in seen or seen.add(p.locator))  # type: ignore[func-returns-value]
        raise StructureError(
            f"{document.source.id}: two provisions are numbered {twice!r}; correct the numbering in {document.source.path}"
        )
    return tuple(part for p in document.provisions for part in _parts(p, by_locator, document.source))


def _parts(provision: Provision, by_locator: dict[str, Provision], source: Source) -> list[Passage]:
    above = _ancestors(provision, by_locator)
    headings = ((provision.section,) if provision.section else ()) + tuple(heading(p) for p in above)
    label = provision_label(source, provision, above)
    parent = f"{source.id}/{provision.parent}" if provision.parent else None
    return [
        Passage(
            id=f"{source.id}/{provision.locator}" + (f"~{n}" if n > 1 else ""),
            document=source.id,
            locator=provision.locator,
            level=provision.level,
            number=provision.number,
            parent=parent,
            label=label + (f" (part {n})" if n > 1 else ""),
            headings=headings,
            text=text,
            page=provision.page,
        )
        for n, text in enumerate(_split(provision.text), start=1)
    ]


def _ancestors(provision: Provision, by_locator: dict[str, Provision]) -> list[Provision]:
    found: list[Provision] = []
    while provision.parent:
        provision = by_locator[provision.parent]
        found.insert(0, provision)
    return found


def heading(provision: Provision) -> str:
    """The line a provision is in a table of contents: "Objective 2.1: Advocate …"; a paragraph is its words."""
    if provision.level == "paragraph":
        return clean(provision.text)
    return f"{_WORDS[provision.level]} {provision.number}: {clean(provision.text)}"


def provision_label(source: Source, provision: Provision, above: list[Provision]) -> str:
    """What people read: "Program of Action 2024, Goal 2, Objective 2.1, activity c"."""
    if provision.level == "paragraph":
        section = provision.section or "opening"
        return f"{source.title}, {section}, paragraph {provision.number}"
    steps = [f"{_WORDS[p.level]} {p.number}" for p in (*above, provision)]
    return ", ".join((source.title, *steps))


def _split(text: str) -> list[str]:
    """Whole sentences up to ``MAX_PASSAGE`` characters; a sentence longer than that is cut at white space."""
    if len(text) <= MAX_PASSAGE:
        return [text]
    parts: list[str] = []
    start, end = 0, 0
    for sentence_start, sentence_end in sentence_spans(text):
        if sentence_end - start > MAX_PASSAGE and end > start:
            parts.append(text[start:end])
            start = sentence_start
        while sentence_end - start > MAX_PASSAGE:
            cut = text.rfind(" ", start + 1, start + MAX_PASSAGE)
            cut = cut if cut > start else start + MAX_PASSAGE
            parts.append(text[start:cut])
            start = cut + 1 if text[cut : cut + 1] == " " else cut
        end = sentence_end
    return [*parts, text[start:end]]
