"""Answers to take away: from the real corpus, and from one that means harm."""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from focqa import settings
from focqa.assistant import Assistant, open_assistant
from focqa.sheet import lay_out
from focqa.types import Answer, Citation, Sentence

Case = tuple[Answer, Assistant]
LINK = "https://rules.example/a_b~c?x=1&y=%25#top"
HOSTILE = (
    "Beware <script>alert(1)</script> & ![x](http://evil.example/a.png) then [a](javascript:alert(1)), www.evil.example, "
    "a@evil.example, [^1]: no note, [1] no mark, `code` **bold** _it_ ~~gone~~ {braces} 50% of $5 #1 \\input{x} ^up | bar "
    "\x1b[31mred\x07 \u202eback\u202c 👩‍🚀 \u200fשלום\u200f"
)


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


CASES: dict[str, Callable[[Assistant, Assistant], Case]] = {
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
def case(request: pytest.FixtureRequest, plain: Assistant, hostile: Assistant) -> Case:
    return CASES[request.param](plain, hostile)


def links(answer: Answer, assistant: Assistant) -> set[str]:
    return {note.link for note in lay_out(answer, assistant.catalogue).notes} - {""}


NASTY = st.lists(
    st.sampled_from(
        [*"\\`*_{}[]()<>#+-.!|~&$:;^='\"/@%0123 abс", "://", "www.", "http", "javascript:", "&lt;", "[^1]", "](", "``", "a.com", "\u202e", "\x1b", "👩‍🚀", "é"]
    ),
    max_size=24,
).map("".join)  # fmt: skip
