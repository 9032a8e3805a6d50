"""Lays documents out as real PDFs: running header, page numbers, hyphenated line ends, provisions broken across pages."""

from pathlib import Path

from fpdf import FPDF

from focqa.types import Block


class _Pages(FPDF):  # type: ignore[misc]
    """A4 pages with a running header and "n" at the foot."""

    running = ""

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, self.running, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 10, f"{self.page_no()}", align="C")


def _plain(text: str) -> str:
    swaps = {"“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "é": "e"}
    return "".join(swaps.get(c, c) for c in text).encode("latin-1", "ignore").decode("latin-1")


def lay_out(blocks: list[Block], path: Path, running: str, body: float = 11.0) -> None:
    """Write the blocks as a PDF; headings larger, items with a bullet, long words broken with a hyphen at line ends."""
    pdf = _Pages(format="A4")
    pdf.running = running
    pdf.set_margins(25, 20, 25)
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    for block in blocks:
        size = body + 3 if block.kind == "heading" else body
        pdf.set_font("Helvetica", style="B" if block.kind == "heading" else "", size=size)
        text = _plain(f"- {block.text}" if block.kind == "item" else block.text)
        for line in _broken(pdf, text, pdf.epw):
            pdf.cell(0, size * 0.48, line, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(size * 0.35)
    pdf.output(str(path))


def _broken(pdf: FPDF, text: str, width: float) -> list[str]:
    """Lines no wider than ``width``; a word of more than nine letters that does not fit is hyphenated."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if pdf.get_string_width(longer) < width - 2:
            line = longer
            continue
        cut = len(word) // 2
        head = f"{line} {word[:cut]}-".strip()
        if len(word) > 9 and word.isalpha() and pdf.get_string_width(head) < width - 2:
            lines.append(head)
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]
