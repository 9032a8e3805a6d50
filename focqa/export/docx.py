"""A Word file with real footnotes.

python-docx has none, so their part is made here: the separators that Word asks for, a footnote a citation, and the
styles. A footnote has one reference; where it is cited again, a cross-reference to that one stands.
"""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Pt, RGBColor

from focqa.catalogue import Catalogue
from focqa.sheet import Line, Note, Sheet, lay_out
from focqa.types import Answer, Suggestion

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = ".docx"

LANGUAGE = "en-GB"
_MARK, _NOTE, _LINK = "FootnoteReference", "FootnoteText", "Hyperlink"
_STYLES = (
    (_NOTE, "footnote text", WD_STYLE_TYPE.PARAGRAPH),
    (_MARK, "footnote reference", WD_STYLE_TYPE.CHARACTER),
    (_LINK, "Hyperlink", WD_STYLE_TYPE.CHARACTER),
)
_TITLE_LIMIT = 255  # of a core property, in characters
# Parts of python-docx's template that are of the machine it was made on, or that nothing here uses.
_UNUSED = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
_SEPARATORS = f"""<w:footnotes {nsdecls("w", "r")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


def export(answer: Answer, catalogue: Catalogue) -> bytes:
    """The question as heading, the sentences as paragraphs, each mark a footnote with label, quote, edition and link.

    Raises:
        UnknownId: If it cites a document that the catalogue lacks.
    """
    sheet = lay_out(answer, catalogue)
    document = Document()
    _prepare(document, sheet.question)
    document.add_heading(sheet.question, level=1)
    marks = _Marks()
    for line in sheet.lines:
        _write_line(document, line, marks)
    _write_tail(document, sheet)
    _add_footnotes(document, sheet.notes)
    return _same_bytes(document)


@dataclass
class _Marks:
    """The numbers that Word gives the footnotes, in the order of their first reference."""

    shown: dict[int, int] = field(default_factory=dict)

    def mark(self, number: int) -> list[Any]:
        """The elements that refer to a note: a reference in a bookmark, or a cross-reference to it."""
        name = f"_Note{number}"
        if number in self.shown:
            again = _element("w:fldSimple", {"w:instr": f" NOTEREF {name} \\f \\h "})
            again.append(_run(str(self.shown[number]), _MARK))
            return [again]
        self.shown[number] = len(self.shown) + 1
        run = _run("", _MARK)
        run.append(_element("w:footnoteReference", {"w:id": str(number)}))
        opens = _element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
        return [opens, run, _element("w:bookmarkEnd", {"w:id": str(number)})]


def _write_line(document: WordDocument, line: Line, marks: _Marks) -> None:
    paragraph = document.add_paragraph(line.text)
    for position, number in enumerate(line.notes):
        if position:
            paragraph._p.append(_run(",", _MARK))  # 1 and 2 are not to be read as 12
        for element in marks.mark(number):
            paragraph._p.append(element)
    if not line.verified:
        paragraph.add_run(" (unverified)").italic = True


def _write_tail(document: WordDocument, sheet: Sheet) -> None:
    """Why there is no answer, and what can be tried."""
    for remark in sheet.remarks:
        document.add_paragraph(remark)
    if sheet.reason:
        document.add_paragraph().add_run("Not answered: ").bold = True
        document.paragraphs[-1].add_run(f"{sheet.reason}.")
    _write_list(document, "Nearest provisions", sheet.near)
    _write_list(document, "You can ask", sheet.asks)


def _write_list(document: WordDocument, heading: str, items: tuple[Suggestion, ...]) -> None:
    if items:
        document.add_heading(heading, level=2)
    for item in items:
        document.add_paragraph(f"{item.text} ({item.id})" if item.id else item.text, style="List Bullet")


def _prepare(document: WordDocument, title: str) -> None:
    """Properties without author, date or machine; language; the styles of footnotes and links."""
    properties = document.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title = title[:_TITLE_LIMIT]
    properties.language = LANGUAGE
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(_UNUSED)]:
            del rels[key]
    _add_styles(document)


def _add_styles(document: WordDocument) -> None:
    note, mark, link = (document.styles.add_style(name, kind, builtin=True) for _, name, kind in _STYLES)
    for (id_, _, _), style in zip(_STYLES, (note, mark, link), strict=True):
        style.element.styleId = id_
    note.base_style = document.styles["Normal"]
    note.font.size = Pt(10)
    note.paragraph_format.space_after = Pt(0)
    mark.font.superscript = True
    link.font.underline = True
    link.font.color.rgb = RGBColor(0x05, 0x63, 0xC1)


def _add_footnotes(document: WordDocument, notes: tuple[Note, ...]) -> None:
    """The part with the notes, tied to the document, and the settings' word that it has separators."""
    root = parse_xml(_SEPARATORS)
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, document.part.package)
    for note in notes:
        root.append(_footnote(note, part))
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    properties = _element("w:footnotePr")
    properties.extend([_element("w:footnote", {"w:id": id_}) for id_ in ("-1", "0")])
    document.settings.element.find(qn("w:compat")).addprevious(properties)


def _footnote(note: Note, part: XmlPart) -> Any:
    """One footnote: its mark, where it stands, the quote, whose words they are, and the link."""
    mark = _run("", _MARK)
    mark.append(_element("w:footnoteRef"))
    paragraph = _element("w:p")
    style = _element("w:pPr")
    style.append(_element("w:pStyle", {"w:val": _NOTE}))
    paragraph.extend([style, mark, _run(f" {note.where} ({note.id}): “{note.quote}” ({note.edition}).")])
    if note.link:
        link = _element(
            "w:hyperlink", {"r:id": part.relate_to(note.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}
        )
        link.append(_run(note.link, _LINK))
        paragraph.extend([_run(" "), link])
    footnote = _element("w:footnote", {"w:id": str(note.number)})
    footnote.append(paragraph)
    return footnote


def _run(text: str, style: str | None = None) -> Any:
    run: Any = OxmlElement("w:r")
    run.text = text
    run.style = style
    return run


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:
    return OxmlElement(tag, {qn(name): value for name, value in (attributes or {}).items()})


def _same_bytes(document: WordDocument) -> bytes:
    """The file, packed so that equal parts give equal bytes: sorted, without the time of day or the system's name."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist()):  # [Content_Types].xml sorts first, as readers expect it
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return packed.getvalue()
