"""CommonMark, through markdown-it: headings, paragraphs and list items; code and HTML are kept as plain text."""

from pathlib import Path
from typing import TYPE_CHECKING

from focqa.formats import decode
from focqa.text import normalise
from focqa.types import Block, RawText

if TYPE_CHECKING:
    from markdown_it.token import Token

_LISTS = ("bullet_list", "ordered_list")


def read(path: Path) -> RawText:
    """Read a UTF-8 Markdown file. The number of an ordered item stays in its text ("2. …"): it may be its name."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(decode(path))
    blocks: list[Block] = []
    depth, heading, marker = 0, 0, ""
    for token in tokens:
        if token.type.removesuffix("_open") in _LISTS:
            depth += 1
        elif token.type.removesuffix("_close") in _LISTS:
            depth -= 1
        elif token.type == "list_item_open":
            marker = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            text = normalise(marker + _plain(token))
            if text:
                blocks.append(_block(text, heading, depth))
            heading, marker = 0, ""
    return RawText(tuple(blocks))


def _block(text: str, heading: int, depth: int) -> Block:
    if heading:
        return Block(text, "heading", heading)
    return Block(text, "item", depth - 1) if depth else Block(text)


def _plain(token: "Token") -> str:
    """The words of an inline token: link texts without their targets, no emphasis marks."""
    if not token.children:
        return token.content
    return "".join(
        " " if child.type.endswith("break") else child.content for child in token.children if child.type != "image"
    )
