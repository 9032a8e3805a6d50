"""Every form of export holds the answer, holds nothing alive, and is the same bytes for the same answer."""

import io
import json
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import bibtexparser
import citeproc
import docx
import pytest
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from focqa import export, questions, settings
from focqa.answer.verify import recheck
from focqa.assistant import Assistant, open_assistant
from focqa.errors import InputError, UnknownId
from focqa.export import bibtex, markdown
from focqa.export._sheet import lay_out
from focqa.export._works import works
from focqa.text import readable
from focqa.types import Answer, Citation, Sentence
from tests.test_cli import focqa, refused

FORMS = export.names()
LINK = "https://rules.example/a_b~c?x=1&y=%25#top"
HOSTILE = (
    "Beware <script>alert(1)</script> & ![x](http://evil.example/a.png) then [a](javascript:alert(1)), www.evil.example, "
    "a@evil.example, [^1]: no note, [1] no mark, `code` **bold** _it_ ~~gone~~ {braces} 50% of $5 #1 \\input{x} ^up | bar "
    "\x1b[31mred\x07 \u202eback\u202c 👩‍🚀 \u200fשלום\u200f"
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A corpus whose provisions, titles and addresses mean harm, with the hashing embedder."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "rules.txt").write_text(
        f"Rules\n\nGoal 1: Take care. {HOSTILE}\n\nObjective 1.1. Look first.\n\na. Look. {HOSTILE}\n\nb. 1. Do not & run.\n",
        "utf-8",
    )
    (folder / "notes.txt").write_text("Notes\n\nThe shed holds tools.\n", "utf-8")
    (folder / "corpus.toml").write_text(
        f"""
        [[document]]
        id = "rules"
        kind = "programme"
        title = "Rules & {{Ends}} 100% <b>"
        issuer = "Friends_of #Gardens"
        year = 2020
        url = "{LINK}"
        edition = "official"
        file = "rules.txt"
        structure = "numbered"
        printed_title = "Rules"
        [[document]]
        id = "notes"
        kind = "page"
        title = "Notes"
        issuer = ""
        url = "javascript:alert(1)"
        edition = "plain"
        file = "notes.txt"
        structure = "sections"
        """,
        "utf-8",
    )
    return open_assistant(settings=settings.load(corpus=folder, home=folder / "home", embedding="hashing"))


def made(assistant: Assistant) -> Answer:
    """An answer as a careless chat model could word it: hostile, partly unverified, one citation marked twice."""
    cited = [
        (p, assistant.catalogue.documents[p.document]) for p in map(assistant.show, ("rules/1", "notes/preamble.1"))
    ]
    citations = [Citation(p.id, p.label, p.text, 0, len(p.text), 7, s.url, s.edition) for p, s in cited]
    sentences = [
        Sentence(HOSTILE, ("rules/1",)),
        Sentence("- 1. Then [2] again.", ("rules/1", "notes/preamble.1"), "unverified"),
    ]
    text = f"{sentences[0].text} [1]\n{sentences[1].text} [1] [2] [9]"
    return Answer(f"# {HOSTILE}\n{'long ' * 80}", "answered", None, text, tuple(sentences), tuple(citations))


CASES: dict[str, Callable[[Assistant, Assistant], tuple[Answer, Assistant]]] = {
    "address": lambda a, _: (a.ask("What is Goal 2 of the 2024 programme?"), a),
    "fact": lambda a, _: (a.ask("Who manages the Digital Defenders Partnership?"), a),
    "list": lambda a, _: (a.ask("List all activities of the 2023 programme"), a),
    "comparison": lambda a, _: (a.ask("How do 2023 and 2024 differ on artificial intelligence?"), a),
    "no such provision": lambda a, _: (a.ask("What is Goal 7 of the 2024 programme?"), a),
    "out of scope": lambda a, _: (a.ask("Who won the football world cup?"), a),
    "hostile document": lambda _, h: (h.ask("What is Goal 1 of the rules?"), h),
    "hostile answer": lambda _, h: (made(h), h),
}


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest, plain: Assistant, hostile: Assistant) -> tuple[Answer, Assistant]:
    return CASES[request.param](plain, hostile)


def links(answer: Answer, assistant: Assistant) -> set[str]:
    return {note.link for note in lay_out(answer, assistant.catalogue).notes} - {""}


def test_the_cases_are_what_they_are_called(plain: Assistant, hostile: Assistant) -> None:
    found = {name: make(plain, hostile)[0] for name, make in CASES.items()}
    assert [n for n, a in found.items() if a.status == "abstained"] == ["no such provision", "out of scope"]
    assert len(found["list"].citations) > 20
    assert {c.id.split("/")[0] for c in found["comparison"].citations} >= {"poa-2023", "poa-2024"}
    assert "<script>" in found["hostile document"].text


# Every form.


def test_the_forms_and_their_names() -> None:
    assert FORMS == ("bibtex", "csl", "docx", "json", "markdown", "text")
    forms = [export.form(name) for name in FORMS]
    assert len({f.SUFFIX for f in forms}) == len({f.MEDIA_TYPE for f in forms}) == len(FORMS)
    assert all(f.SUFFIX.startswith(".") and "/" in f.MEDIA_TYPE for f in forms)
    with pytest.raises(InputError, match="bibtex, csl, docx, json, markdown, text"):
        export.form("odt")


@pytest.mark.parametrize("name", FORMS)
def test_the_same_answer_gives_the_same_bytes(name: str, case: tuple[Answer, Assistant]) -> None:
    answer, assistant = case
    data = assistant.export(answer, name)
    assert data
    assert data == export.form(name).export(answer, assistant.catalogue)
    if name != "docx":
        assert data.endswith(b"\n")
        assert data.decode("utf-8")


@pytest.mark.parametrize("name", [n for n in FORMS if n != "json"])
def test_an_answer_from_another_corpus_is_refused(name: str, plain: Assistant, hostile: Assistant) -> None:
    with pytest.raises(UnknownId, match="'poa-2024', which is not in this corpus"):
        hostile.export(plain.ask("What is Goal 2 of the 2024 programme?"), name)


# What is laid out.


def test_every_citation_is_noted_and_only_marks_are_marks(case: tuple[Answer, Assistant]) -> None:
    answer, assistant = case
    sheet = lay_out(answer, assistant.catalogue)
    assert {n for line in sheet.lines for n in line.notes} == set(range(1, len(answer.citations) + 1))
    if answer.sentences:
        assert [line.text for line in sheet.lines] == [readable(s.text) for s in answer.sentences]
        assert [line.verified for line in sheet.lines] == [s.support == "verified" for s in answer.sentences]
    else:
        assert "\n".join(line.text for line in sheet.lines) == answer.text


def test_marks_of_a_careless_answer(hostile: Assistant) -> None:
    answer = made(hostile)
    assert [line.notes for line in lay_out(answer, hostile.catalogue).lines] == [(1,), (1, 2)]
    loose = replace(answer, text="Said otherwise.\nAnd more.")
    laid = lay_out(loose, hostile.catalogue)
    assert [line.notes for line in laid.lines] == [(1,), (1, 2), (), ()]
    assert laid.lines[-1].text == "And more."
    unmarked = replace(answer, text=answer.sentences[0].text, sentences=answer.sentences[:1])
    assert lay_out(unmarked, hostile.catalogue).lines[-1].notes == (1, 2)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (LINK, LINK),
        ("https://rules.example/<a> b\\{c}\u202e`", "https://rules.example/%3Ca%3E%20b%5C%7Bc%7D%60"),
        ("http://rules.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://me@rules.example/", ""),
        ("https://[bad/", ""),
        ("", ""),
    ],
)
def test_only_https_addresses_are_links(url: str, link: str, hostile: Assistant) -> None:
    sources = tuple(replace(s, url=url) for s in hostile.catalogue.sources)
    (note, _) = lay_out(made(hostile), replace(hostile.catalogue, sources=sources)).notes
    assert note.link == link


# Markdown and text.

READER = MarkdownIt("gfm-like", {"linkify": True, "html": True}).use(footnote_plugin)


def inline(markdown_text: str) -> list[Token]:
    return [child for token in READER.parse(markdown_text) for child in token.children or ()]


def harmless(tokens: list[Token], allowed: set[str]) -> None:
    assert not [t for t in tokens if t.type in ("image", "html_inline")]
    assert {str(t.attrs["href"]) for t in tokens if t.type == "link_open"} <= allowed


def test_markdown(case: tuple[Answer, Assistant]) -> None:
    answer, assistant = case
    sheet = lay_out(answer, assistant.catalogue)
    written = assistant.export(answer, "markdown").decode()
    tokens = READER.parse(written)
    assert not [t for t in tokens if t.type == "html_block"]
    harmless(inline(written), links(answer, assistant))
    kinds = [t.type for t in tokens]
    assert kinds.count("footnote_open") == len(answer.citations)
    refs = [t.meta["label"] for t in inline(written) if t.type == "footnote_ref"]
    assert refs == [str(n) for line in sheet.lines for n in line.notes]
    said = ["".join(c.content for c in t.children or () if c.type in ("text", "code_inline")) for t in tokens]
    expected = [sheet.question, *(line.text + ("" if line.verified else " unverified") for line in sheet.lines)]
    plain_said = [s.replace(" (unverified)", " unverified") for s in said if s]
    assert plain_said[: len(expected)] == expected
    if sheet.reason:
        assert f"Not answered: {sheet.reason}." in said
        assert all(any(s.text in line for line in said) for s in answer.suggestions)
    for note in sheet.notes:
        assert any(note.where in line and note.id in line and note.edition in line for line in said)


NASTY = st.lists(
    st.sampled_from(
        [*"\\`*_{}[]()<>#+-.!|~&$:;^='\"/@%0123 abс", "://", "www.", "http", "javascript:", "&lt;", "[^1]", "](", "``", "a.com", "\u202e", "\x1b", "👩‍🚀", "é"]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@hypothesis_settings(deadline=None)
@given(NASTY)
def test_any_words_stay_words_in_markdown(words: str) -> None:
    text = readable(words)
    escaped = markdown._text(text)
    tokens = READER.parse(escaped)
    assert [t.type for t in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert {c.type for c in inline(escaped)} <= {"text", "code_inline"}
    assert "".join(c.content for c in inline(escaped)) == text


def test_text(case: tuple[Answer, Assistant]) -> None:
    answer, assistant = case
    sheet = lay_out(answer, assistant.catalogue)
    written = assistant.export(answer, "text").decode()
    parts = written.rstrip("\n").split("\n\n")
    assert parts[0] == readable(answer.question)
    for part, line in zip(parts[1:], sheet.lines, strict=False):
        assert part.startswith(line.text + "".join(f" [{n}]" for n in line.notes))
        assert part.endswith("(unverified)") != line.verified
    assert all(f"[{n.number}] {n.where} ({n.id})\n    “{n.quote}”\n    {n.edition}" in written for n in sheet.notes)
    assert all(s.text in written for s in answer.suggestions)
    assert not [c for c in written if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0)]
    assert "\u202e" not in written


# Word.


def word_text(paragraph: ElementTree.Element) -> str:
    """The words of a paragraph without its marks."""
    runs = [r for r in paragraph.iter(f"{W}r") if (s := r.find(f"{W}rPr/{W}rStyle")) is None or s.get(f"{W}val") != "FootnoteReference"]  # fmt: skip
    return "".join(t.text or "" for r in runs for t in r.iter(f"{W}t"))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_word_as_a_reader_sees_it(case: tuple[Answer, Assistant]) -> None:
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


def test_word_has_real_footnotes(case: tuple[Answer, Assistant]) -> None:
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


def test_word_parts_fit_together(case: tuple[Answer, Assistant]) -> None:
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


# References.


# Commands of LaTeX's own that pylatexenc has no words for, or others.
LATEX = get_default_latex_context_db()
LATEX.add_context_category(
    "ours",
    [
        MacroTextSpec(f"text{n}", c)
        for n, c in {
            "less": "<",
            "greater": ">",
            "braceleft": "{",
            "braceright": "}",
            "asciicircum": "^",
            "asciigrave": "`",
            "bar": "|",
        }.items()
    ],
    prepend=True,
)


def latex(text: str) -> str:
    return str(LatexNodes2Text(LATEX, strict_latex_spaces=True).latex_to_text(text))


def test_bibtex(case: tuple[Answer, Assistant]) -> None:
    answer, assistant = case
    cited = works(answer, assistant.catalogue)
    library = bibtexparser.parse_string(assistant.export(answer, "bibtex").decode())
    assert not library.failed_blocks
    assert [e.key for e in library.entries] == [w.key for w in cited]
    assert {c.id.split("/")[0] for c in answer.citations} == {
        w.key.removeprefix("foc-").removeprefix("f-") for w in cited
    }
    for entry, work in zip(library.entries, cited, strict=True):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert latex(fields["title"]) == work.title
        assert latex(fields["note"]) == work.note
        assert latex(fields.get("author", "")) == work.issuer
        assert fields.get("year", "") == str(work.year or "")
        assert fields.get("url", "") == work.link
        assert not work.issuer or (fields["author"][0], fields["author"][-1]) == ("{", "}")
    assert "urldate" not in assistant.export(answer, "bibtex").decode()


@hypothesis_settings(deadline=None)
@given(NASTY)
def test_any_words_stay_words_in_bibtex(words: str) -> None:
    text = readable(words)
    library = bibtexparser.parse_string(f"@misc{{key,\n  note = {{{bibtex._escaped(text)}}},\n}}\n")
    assert not library.failed_blocks
    assert latex(library.entries[0].fields_dict["note"].value) == text


def test_csl(case: tuple[Answer, Assistant]) -> None:
    answer, assistant = case
    items = json.loads(assistant.export(answer, "csl"))
    cited = works(answer, assistant.catalogue)
    for item in items:
        assert {"id", "type"} <= set(item) <= {"id", "type", "title", "author", "issued", "URL", "note"}
        assert item["type"] in ("report", "webpage", "document")
        assert all(isinstance(item.get(name, ""), str) for name in ("id", "title", "URL", "note"))
        assert all(set(name) == {"literal"} and isinstance(name["literal"], str) for name in item.get("author", []))
        assert set(item.get("issued", {})) <= {"date-parts"}
    assert [(i["id"], i["title"], i.get("URL", ""), i["note"]) for i in items] == [(w.key, w.title, w.link, w.note) for w in cited]  # fmt: skip
    assert [i.get("author", []) for i in items] == [[{"literal": w.issuer}] if w.issuer else [] for w in cited]
    assert [i["issued"]["date-parts"] for i in items if "issued" in i] == [[[w.year]] for w in cited if w.year]


def test_a_reference_says_what_was_cited_and_whose_words(plain: Assistant, hostile: Assistant) -> None:
    (work,) = works(plain.ask("What is Objective 2.1 of the 2024 programme?"), plain.catalogue)
    assert (work.key, work.issuer, work.year) == ("foc-poa-2024", "Freedom Online Coalition", 2024)
    assert work.note.startswith("Cited: Goal 2, Objective 2.1")
    assert "in focqa's own words, not the publisher's" in work.note
    rules, notes = works(made(hostile), hostile.catalogue)
    assert (rules.key, notes.key) == ("f-rules", "notes")
    assert "Quoted from: official text." in rules.note
    assert "(page 7)" in rules.note


def test_a_citation_processor_formats_the_references(plain: Assistant) -> None:
    items = json.loads(plain.export(plain.ask("What is Goal 2 of the 2024 programme?"), "csl"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what the processor warns of are fields it does not know
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
        bibliography.register(citeproc.Citation([citeproc.CitationItem("foc-poa-2024")]))
    (entry,) = map(str, bibliography.bibliography())
    assert entry.startswith("Freedom Online Coalition")
    assert "2024" in entry
    assert "Program of Action 2024" in entry


# JSON and the command line.


def test_json_is_what_verify_accepts(case: tuple[Answer, Assistant], tmp_path: Path) -> None:
    answer, assistant = case
    path = tmp_path / "answer.json"
    path.write_bytes(assistant.export(answer, "json"))
    citations = questions.read_citations(path)
    assert citations == answer.citations
    assert {c.state for c in recheck(citations, assistant.catalogue)} <= {"holds"}


def test_json_is_what_the_command_prints(plain: Assistant, tmp_path: Path) -> None:
    question = "Who manages the Digital Defenders Partnership?"
    printed = focqa("ask", question, "--json").stdout
    assert plain.export(plain.ask(question), "json").decode() == printed
    assert focqa("ask", question, "--format", "json").stdout == printed
    path = tmp_path / "answer.json"
    assert focqa("ask", question, "--format", "json", "--output", str(path)).stdout == ""
    assert focqa("verify", str(path)).stdout.startswith("holds")


@pytest.mark.usefixtures("plain")
def test_the_command_writes_every_form(plain: Assistant, tmp_path: Path) -> None:
    question = "What is Goal 7 of the 2024 programme?"
    answer = plain.ask(question)
    for name in FORMS:
        path = tmp_path / f"answer{export.form(name).SUFFIX}"
        done = focqa("ask", question, "--format", name, "--output", str(path))
        assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
        assert path.read_bytes() == plain.export(answer, name)
    assert focqa("ask", question, "--format", "text").stdout == plain.export(answer, "text").decode()


def test_the_command_refuses_what_does_not_go_together(tmp_path: Path) -> None:
    refused(focqa("ask", "Goal 2", "--format", "odt"), "no export named 'odt'", "bibtex, csl, docx")
    refused(focqa("ask", "Goal 2", "--format", "docx"), "--output answer.docx")
    refused(focqa("ask", "Goal 2", "--output", "x"), "needs --format")
    refused(focqa("ask", "Goal 2", "--format", "text", "--json"), "leave out --json")
    refused(focqa("ask", "--from", "x", "--format", "text"), "one question")
    refused(
        focqa("ask", "Goal 2 of 2024", "--format", "text", "--output", str(tmp_path)),
        str(tmp_path),
        "cannot be written",
    )


def test_word_is_read_only_when_it_is_asked_for() -> None:
    code = "import sys, focqa; from focqa import export; export.form('text'); print('docx' in sys.modules, 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
