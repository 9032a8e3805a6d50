"""Every form of export holds the answer, holds nothing alive, and is the same bytes for the same answer."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from focqa import export, questions
from focqa.answer.verify import recheck
from focqa.assistant import Assistant
from focqa.errors import InputError, UnknownId
from focqa.export import markdown
from focqa.sheet import lay_out
from focqa.text import readable
from tests.export_cases import CASES, LINK, NASTY, Case, links, made
from tests.test_cli import focqa, refused

pytest_plugins = ("tests.export_cases",)
FORMS = export.names()


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
def test_the_same_answer_gives_the_same_bytes(name: str, case: Case) -> None:
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


def test_every_citation_is_noted_and_only_marks_are_marks(case: Case) -> None:
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


def test_markdown(case: Case) -> None:
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


@hypothesis_settings(deadline=None)
@given(NASTY)
def test_any_words_stay_words_in_markdown(words: str) -> None:
    text = readable(words)
    escaped = markdown._text(text)
    tokens = READER.parse(escaped)
    assert [t.type for t in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert {c.type for c in inline(escaped)} <= {"text", "code_inline"}
    assert "".join(c.content for c in inline(escaped)) == text


def test_text(case: Case) -> None:
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


def test_what_an_answer_leaves_open_is_in_every_form(plain: Assistant) -> None:
    answer = plain.ask("Who looks after the Digital Defenders Partnership, and what salary do they get?")
    (remark,) = answer.notes
    assert remark in plain.export(answer, "text").decode().split("\n\n")
    assert remark in plain.export(answer, "markdown").decode().split("\n\n")
    assert remark in [p.text for p in Document(io.BytesIO(plain.export(answer, "docx"))).paragraphs]


# JSON and the command line.


def test_json_is_what_verify_accepts(case: Case, tmp_path: Path) -> None:
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
