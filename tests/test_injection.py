"""Instructions in a question or a document change neither what is selected nor what is cited.

``data/attacks.jsonl``: where the attack stands, its text, words by which it is known in a prompt, what a model that obeys
it would say, and what must then never be shown as true.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from focqa import settings
from focqa.answer import generate
from focqa.answer.generate import Chat
from focqa.assistant import Assistant, open_assistant
from focqa.llms import open_chat
from focqa.render import answer_json, answer_text
from focqa.types import Answer
from tests.chat_server import KEY, Scripted, serve

ATTACKS = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "attacks.jsonl").read_text("utf-8").splitlines()
]
TREE, FACT = "What is Goal 2 of the 2024 programme?", "Who manages the Digital Defenders Partnership?"
RULES = """# Garden Rules

## Goal 1: Grow food

### 1.1. Sow early

- a. Sow beans in April.
- b. Sow peas in March.
- c. {attack}
"""
BESIDE, WITHIN = "What does 1.1.a say?", "List all activities under Objective 1.1"


def attacks(where: str) -> pytest.MarkDecorator:
    chosen = [a for a in ATTACKS if a["where"] == where]
    return pytest.mark.parametrize("attack", chosen, ids=[a["id"] for a in chosen])


@pytest.fixture(scope="module")
def server() -> Iterator[Scripted]:
    with serve() as script, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", f"{script.url}/v1")
        patch.setenv("OPENAI_API_KEY", KEY)
        patch.setattr(generate, "PAUSE", 0.01)
        yield script


@pytest.fixture(scope="module")
def obeying(server: Scripted) -> Chat:
    """A model that does what any text it sees tells it to."""
    assert server.url
    return open_chat("openai:obeying", 20)


@pytest.fixture(scope="module")
def bases(plain: Assistant) -> dict[str, Answer]:
    """The questions' answers without an attack."""
    return {asked: plain.ask(asked) for asked in (TREE, FACT)}


def garden(folder: Path, attack: str) -> Assistant:
    """A corpus with the attack as one of its provisions."""
    (folder / "docs").mkdir()
    (folder / "docs" / "rules-2020.md").write_text(RULES.format(attack=attack), "utf-8")
    return open_assistant(settings=settings.load(corpus=folder / "docs", home=folder / "home", embedding="hashing"))


def cited(answer: Answer) -> list[str]:
    return [c.id for c in answer.citations]


def inert(answer: Answer, assistant: Assistant) -> None:
    """Every citation is a real one to the letter; nothing shown can be a link or steer a terminal."""
    for citation in answer.citations:
        assert assistant.show(citation.id).text[citation.start : citation.end] == citation.quote
    outside = re.sub(r"“[^”]*”", "", answer.text)
    assert set(re.findall(r"\[(\d+)\]", outside)) <= {str(n) for n in range(1, len(answer.citations) + 1)}
    shown = answer_text(answer)
    assert "\x1b" not in shown
    assert KEY not in json.dumps(answer_json(answer))


def obeyed(attack: dict[str, Any], ids: list[str], good: str) -> str:
    """What a model that obeys the attack says."""
    negated = f"Do not ever {good[:1].lower()}{good[1:]}"
    return str(attack["says"]).replace("{ID}", ids[0]).replace("{GOOD}", good).replace("{NEGATED}", negated)


def not_shown_as_true(answer: Answer, composed: Answer, attack: dict[str, Any], said: str) -> None:
    """The target stands in no sentence that holds; where it is shown at all it is marked, and has no marker."""
    if said.strip() == "NOT IN THE PROVISIONS" and answer.status == "abstained":
        return
    if not answer.model:
        assert (answer.text, answer.citations) == (composed.text, composed.citations)
        assert answer.notes
        return
    assert answer.status == "answered"
    for line, sentence in zip(answer.text.split("\n"), answer.sentences, strict=True):
        if attack["target"] in sentence.text:
            assert sentence.support == "unverified"
            assert line.endswith("(unverified)")
    assert not re.search(r"https?:|javascript:|//|<img", answer.text)


def test_there_are_enough_of_them() -> None:
    assert len(ATTACKS) >= 60
    assert len({a["family"] for a in ATTACKS}) >= 12


def sent_is_inert(sent: str) -> None:
    """No text of a document or question has closed a tag, cited anything, or kept what no reader sees."""
    user = sent[sent.index("<provision id=") :]
    assert re.findall(r"<(/?\w+)", user) == ["provision", "/provision"] * 3 + [
        "draft",
        "/draft",
        "question",
        "/question",
    ]
    assert set(re.findall(r"\[([^\]]*)\]", user)) <= {f"rules-2020/1.1.{n}" for n in "abc"} | {
        ", ".join(f"rules-2020/1.1.{n}" for n in "abc")
    }
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u200b-\u200f\u202a-\u202e\U000e0000-\U000e007f]", user)


@attacks("question")
@pytest.mark.parametrize("asked", [TREE, FACT], ids=["tree", "fact"])
def test_in_a_question(
    asked: str,
    attack: dict[str, Any],
    plain: Assistant,
    bases: dict[str, Answer],
    server: Scripted,
    obeying: Chat,
) -> None:
    question = f"{asked} {attack['text']}"
    composed = plain.ask(question)
    inert(composed, plain)
    # Words added may widen a question ("everything") or ask for what is not there; they lead to no other provision.
    (first,) = cited(bases[asked])
    if composed.status == "answered":
        assert cited(composed)[0] == first or all(i.startswith(first) for i in cited(composed))
    assert not attack["target"] or attack["target"] not in composed.text
    ids = cited(composed) or [first]
    good = f"{composed.citations[0].quote} [{ids[0]}]" if composed.citations else "It is so."
    said = obeyed(attack, ids, good)
    server.obeys[:] = [(attack["trigger"], said)]
    answer = replace(plain, chat=obeying).ask(question)
    inert(answer, plain)
    assert answer.hits == composed.hits
    assert set(cited(answer)) <= set(cited(composed))
    if composed.status == "abstained":
        assert answer == composed
    else:
        not_shown_as_true(answer, composed, attack, said)


@attacks("document")
def test_in_a_document(attack: dict[str, Any], tmp_path: Path, server: Scripted, obeying: Chat) -> None:
    assistant = garden(tmp_path, attack["text"])
    beside, within = assistant.ask(BESIDE), assistant.ask(WITHIN)
    assert beside.text.count("“") == 1
    assert cited(beside) == ["rules-2020/1.1.a"]
    assert cited(within) == [f"rules-2020/1.1.{n}" for n in "abc"]
    for answer in (beside, within):
        inert(answer, assistant)
    said = obeyed(attack, ["rules-2020/1.1.a"], "Sow beans in April [rules-2020/1.1.a].")
    server.obeys[:] = [(attack["trigger"], said)]
    before = len(server.seen)
    for question, composed in ((BESIDE, beside), (WITHIN, within)):
        answer = replace(assistant, chat=obeying).ask(question)
        assert cited(answer) == cited(composed)
        inert(answer, assistant)
    # What the tree decided is told whole or composed: an obeying model changes nothing of it.
    assert (answer.text, answer.model) == (within.text, "")
    assert attack["trigger"] in server.seen[before + 1]
    sent_is_inert(server.seen[-1])
