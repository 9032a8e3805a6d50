"""The Word file opens, and its footnotes are real."""

import io
import zipfile
from xml.etree import ElementTree

import docx

from focqa.sheet import lay_out
from tests.export_cases import Case, links

pytest_plugins = ("tests.export_cases",)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def word_text(paragraph: ElementTree.Element) -> str:
    """The words of a paragraph without its marks."""
    runs = [r for r in paragraph.iter(f"{W}r") if (s := r.find(f"{W}rPr/{W}rStyle")) is None or s.get(f"{W}val") != "FootnoteReference"]  # fmt: skip
    return "".join(t.text or "" for r in runs for t in r.iter(f"{W}t"))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_word_as_a_reader_sees_it(case: Case) -> None:
    answer, assistant = case
    sheet = lay_out(answer, assistant.catalogue)
    document = docx.Document(io.BytesIO(assistant.export(answer, "docx")))
    first, *rest = document.paragraphs
    assert first.style is not None
    assert (first.style.name, first.text) == ("Heading 1", sheet.question)
    assert document.core_properties.title == sheet.question[:255]
    assert document.core_properties.author == ""
    assert document.core_properties.language == "en-GB"
    shown = [word_text(ElementTree.fromstring(p._p.xml)) for p in rest]
    expected = [line.text + ("" if line.verified else " (unverified)") for line in sheet.lines]
    assert shown[: len(expected)] == expected
    after = shown[len(expected) :]
    assert (f"Not answered: {sheet.reason}." in after) == (answer.status == "abstained")
    assert all(any(line.startswith(s.text) for line in after) for s in answer.suggestions)


def test_word_has_real_footnotes(case: Case) -> None:
    answer, assistant = case
    sheet = lay_out(answer, assistant.catalogue)
    parts = parts_of(assistant.export(answer, "docx"))
    notes = ElementTree.fromstring(parts["word/footnotes.xml"]).findall(f"{W}footnote")
    separators, real = notes[:2], notes[2:]
    assert [(n.get(f"{W}type"), n.get(f"{W}id")) for n in separators] == [("separator", "-1"), ("continuationSeparator", "0")]  # fmt: skip
    told = ElementTree.fromstring(parts["word/settings.xml"]).findall(f"{W}footnotePr/{W}footnote")
    assert [n.get(f"{W}id") for n in told] == ["-1", "0"]
    body = ElementTree.fromstring(parts["word/document.xml"])
    references = [r.get(f"{W}id") for r in body.iter(f"{W}footnoteReference")]
    assert len(references) == len(set(references))
    assert set(references) == {n.get(f"{W}id") for n in real}
    assert len(real) == len(answer.citations)
    for note, footnote in zip(sheet.notes, real, strict=True):
        link = f" {note.link}" if note.link else ""
        assert word_text(footnote) == f" {note.where} ({note.id}): “{note.quote}” ({note.edition}).{link}"
    bookmarks = {b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")}
    again = [f.get(f"{W}instr", "").split()[1] for f in body.iter(f"{W}fldSimple")]
    assert set(again) <= bookmarks
    assert len(references) + len(again) == sum(len(line.notes) for line in sheet.lines)


def test_word_parts_fit_together(case: Case) -> None:
    answer, assistant = case
    data = assistant.export(answer, "docx")
    parts = parts_of(data)
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert next(iter(parts)) == "[Content_Types].xml"
    assert b"footnotes+xml" in parts["[Content_Types].xml"]
    styles = {s.get(f"{W}styleId") for s in ElementTree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = ElementTree.fromstring(parts[name])
        used = {e.get(f"{W}val") for tag in ("rStyle", "pStyle") for e in root.iter(W + tag)}
        assert used <= styles
    rels = ElementTree.fromstring(parts.get("word/_rels/footnotes.xml.rels", b"<none/>"))
    external = {r.get("Id"): r.get("Target") for r in rels if r.get("TargetMode") == "External"}
    assert set(external.values()) == links(answer, assistant)
    used_links = {h.get(f"{R}id") for h in ElementTree.fromstring(parts["word/footnotes.xml"]).iter(f"{W}hyperlink")}
    assert used_links == set(external)
    assert b"TargetMode" not in parts["word/_rels/document.xml.rels"]
    assert not [n for n in parts if "thumbnail" in n or n.endswith("app.xml")]
    core = {e.tag.split("}")[1] for e in ElementTree.fromstring(parts["docProps/core.xml"])}
    assert core == {"title", "language"}
