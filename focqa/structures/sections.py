"""Sectioned prose: each paragraph or bullet is ``section-slug.n``, numbered within its section.

Before the first heading the section is ``preamble``. The document's title is no section of its own: it is the first
heading when the manifest gives it as ``title`` or ``printed_title``, or when it stands on the format's top level.
"""

import re

from focqa.text import fold, slug
from focqa.types import Block, Document, Provision, RawText, Source

# "1) text", "a) text": an enumeration inside prose; its sign is no part of the words.
# A line that is an item of a list though the format does not say so: "Goal 1: …", "(a) …".
_LISTED = re.compile(r"^(?:[A-Z][a-z]+ \d+[A-Z]?\s*:|\(?[a-z0-9]{1,3}\)\s)")
_ENUMERATOR = re.compile(r"^(?:\d+|[a-z])\)\s+")


def parse(raw: RawText, source: Source) -> Document:
    """Read a whole document as sectioned prose."""
    return Document(source, tuple(prose(body(raw, source))))


def body(raw: RawText, source: Source) -> tuple[Block, ...]:
    """The blocks without footnotes and without the document's title."""
    blocks = tuple(block for block in raw.blocks if block.kind != "footnote")
    return blocks[1:] if blocks and _is_title(blocks[0], source) else blocks


def _is_title(first: Block, source: Source) -> bool:
    if fold(first.text) in (fold(source.printed_title), fold(source.title)):
        return True
    return first.kind == "heading" and first.level == 1


def prose(blocks: tuple[Block, ...]) -> list[Provision]:
    """Number paragraphs and bullets within their sections, in reading order.

    Bullets after a paragraph that ends in a colon stand under that paragraph.
    """
    found: list[Provision] = []
    heading, counts, introduction = "", {"preamble": 0}, None
    for block in blocks:
        if block.kind == "heading":
            heading, introduction = block.text, None
            counts.setdefault(slug(heading), 0)
            continue
        section = slug(heading) if heading else "preamble"
        counts[section] += 1
        text = _ENUMERATOR.sub("", block.text)
        number = str(counts[section])
        listed = introduction if block.kind == "item" or _LISTED.match(block.text) else None
        found.append(Provision(f"{section}.{number}", text, "paragraph", number, listed, heading, block.page))
        if text.endswith(":") and listed is None:
            introduction = f"{section}.{number}"
        elif listed is None:
            introduction = None
    return found
