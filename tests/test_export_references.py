"""References parse in the readers of BibTeX and CSL JSON, and say what was cited."""

import json
import warnings

import bibtexparser
import citeproc
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from focqa.assistant import Assistant
from focqa.export import bibtex
from focqa.export._works import works
from focqa.text import readable
from tests.export_cases import NASTY, Case, made

pytest_plugins = ("tests.export_cases",)


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


def test_bibtex(case: Case) -> None:
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


def test_csl(case: Case) -> None:
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
