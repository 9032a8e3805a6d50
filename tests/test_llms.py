"""Chat models against a real server on loopback that speaks OpenAI's and Ollama's protocol: what the user sees of each behaviour."""

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from langchain_core.language_models import FakeListChatModel

from focqa import settings
from focqa.answer import generate
from focqa.answer.faithful import bears_out
from focqa.answer.prompts import INVALID, REFUSAL, VALID, claims, cut, inert, messages, parse, refuses
from focqa.answer.reply import MAX_REPLY
from focqa.assistant import Assistant
from focqa.catalogue import Catalogue
from focqa.errors import ChatModelError, InputError, MissingExtra
from focqa.render import answer_json, answer_text
from focqa.types import Answer, Sentence
from tests.chat_server import KEY, Scripted, serve

FACT = "Who manages the Digital Defenders Partnership?"
LIST = "List all activities under Objective 3C in 2023"
HIVOS = "multistakeholder/digital-defenders-partnership.1"
# Seconds: for models that reply, however busy the machine, and for those that never do.
PATIENCE, IMPATIENCE = 60.0, 2.0


@pytest.fixture(scope="module")
def server() -> Iterator[Scripted]:
    with serve() as script:
        yield script


@pytest.fixture(autouse=True)
def environment(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OLLAMA_HOST", server.url)
    monkeypatch.setattr(generate, "PAUSE", 0.05)


@pytest.fixture(scope="module")
def patient(plain: Assistant) -> Assistant:
    return replace(plain, settings=replace(plain.settings, llm_timeout=PATIENCE))


def fell_back(answer: Answer, plain: Assistant, word: str) -> None:
    """The composed answer, with a note of what happened."""
    composed = plain.ask(answer.question)
    assert (answer.text, answer.citations, answer.model) == (composed.text, composed.citations, "")
    assert word in answer.notes[0]
    assert "composed answer" in answer.notes[0]


@pytest.mark.parametrize(
    "model", ["openai:good", "ollama:good", "openai:busy_once", "openai:broken_once", "openai:learning"]
)
def test_a_good_reply_is_shown_verified_with_its_sources(model: str, patient: Assistant) -> None:
    answer = patient.with_llm(model).ask(FACT)
    assert (answer.status, answer.model, answer.notes) == ("answered", model, ())
    assert [s.support for s in answer.sentences] == ["verified"]
    citation = answer.citations[0]
    assert citation.id == HIVOS
    assert patient.show(HIVOS).text[citation.start : citation.end] == citation.quote
    assert answer.text[citation.answer_start : citation.answer_end] == answer.sentences[0].text
    assert f"Phrased by {model}" in answer_text(answer)


@pytest.mark.parametrize("model", ["openai:good", "ollama:good"])
def test_a_list_in_the_model_s_words_is_whole(model: str, patient: Assistant) -> None:
    answer = patient.with_llm(model).ask(LIST)
    assert answer.model == model
    assert [c.id for c in answer.citations] == [f"poa-2023/3C.{n}" for n in range(1, 5)]
    assert "4 of 4" in answer.text


@pytest.mark.parametrize(
    ("model", "calls", "word"),
    [
        ("openai:contradicting", 1, "bear out"),
        ("openai:refusing", 2, "cited no provision"),
        ("openai:ignoring", 2, "cited no provision"),
        ("openai:empty", 2, "said nothing"),
        ("ollama:empty", 2, "said nothing"),
        ("openai:cut", 3, "broke off"),
        ("ollama:cut", 3, "broke off"),
        ("openai:garbage", 3, "cannot be read"),
        ("openai:busy", 3, "busy"),
        ("ollama:busy", 3, "busy"),
        ("openai:broken", 3, "error of its own (500)"),
        ("openai:locked", 1, "refused the key"),
        ("openai:unknown", 1, "not found"),
        ("openai:slow", 1, "did not reply in time"),
        ("openai:dripping", 1, "did not reply in time"),
    ],
)
def test_what_goes_wrong_ends_in_the_composed_answer(
    model: str, calls: int, word: str, patient: Assistant, plain: Assistant, server: Scripted
) -> None:
    late = word.endswith("in time")
    assistant = replace(patient, settings=replace(patient.settings, llm_timeout=IMPATIENCE)) if late else patient
    before, started = len(server.seen), time.monotonic()
    answer = assistant.with_llm(model).ask(FACT)
    assert time.monotonic() - started < PATIENCE
    fell_back(answer, plain, word)
    assert len(server.seen) - before == calls
    assert server.idle()


@pytest.mark.parametrize("model", ["openai:inventing", "openai:misusing", "ollama:inventing"])
def test_what_does_not_hold_is_shown_as_unverified(model: str, patient: Assistant) -> None:
    answer = patient.with_llm(model).ask(FACT)
    assert [s.support for s in answer.sentences] == ["verified", "unverified"]
    assert {c.id for c in answer.citations} == {HIVOS}
    assert answer.text.splitlines()[1] == "The Coalition owns a bank in Bern. (unverified)"
    assert answer_text(answer).count("(unverified)") == 1
    if "inventing" in model:
        assert answer.sentences[1].citations == ("poa-2024/9.9.z",)
        assert "poa-2024/9.9.z, which it was not given" in answer.notes[0]


@pytest.mark.parametrize("model", ["openai:partial", "openai:inventing", "openai:abstaining", "openai:contradicting"])
def test_what_the_tree_decided_is_told_whole_or_composed(model: str, patient: Assistant, plain: Assistant) -> None:
    fell_back(patient.with_llm(model).ask(LIST), plain, "The chat model")


def test_an_endless_reply_is_cut(patient: Assistant, server: Scripted) -> None:
    answer = patient.with_llm("openai:endless").ask(FACT)
    assert f"{MAX_REPLY:,} characters" in answer.notes[0]
    assert len(answer.sentences) < 5
    assert server.idle()


def test_the_model_may_abstain_but_overrules_no_abstention(patient: Assistant, server: Scripted) -> None:
    answer = patient.with_llm("openai:abstaining").ask(FACT)
    assert (answer.status, answer.reason, answer.citations) == ("abstained", "not-in-corpus", ())
    assert answer.hits
    before = len(server.seen)
    for question in ("How long do I boil an egg?", "What is Goal 7 of the 2024 programme?"):
        assert patient.with_llm("openai:good").ask(question).status == "abstained"
    assert len(server.seen) == before


def test_no_key_reaches_an_answer_a_log_or_an_error(
    patient: Assistant, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, logger="focqa")
    for model in ("openai:locked", "openai:busy", "openai:broken"):
        assistant = patient.with_llm(model)
        assert KEY not in repr(assistant) + str(answer_json(assistant.ask(FACT)))
    assert KEY not in caplog.text
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ChatModelError, match="OPENAI_API_KEY") as raised:
        patient.with_llm("openai:good")
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("llm", "error", "said"),
    [
        ("gpt", InputError, "provider:model"),
        ("nobody:x", InputError, "nobody"),
        (3, InputError, "not int"),
        ("anthropic:x", MissingExtra, "pip install langchain-anthropic"),
        ("local:/nowhere.gguf", InputError, "no such GGUF"),
    ],
)
def test_models_that_cannot_be_opened(llm: object, error: type[Exception], said: str, plain: Assistant) -> None:
    with pytest.raises(error, match=said):
        plain.with_llm(llm)


def test_any_langchain_model_serves(plain: Assistant) -> None:
    model = FakeListChatModel(responses=[f"The Dutch NGO Hivos manages the DDP [{HIVOS}]."])
    answer = plain.with_llm(model).ask(FACT)
    assert answer.text == "The Dutch NGO Hivos manages the DDP. [1]"
    assert answer.citations[0].quote == "The Dutch NGO Hivos manages the DDP."
    assert plain.with_llm("").chat is None


def test_closing_the_stream_ends_the_request(patient: Assistant, server: Scripted) -> None:
    answers = patient.with_llm("openai:endless").stream(FACT)
    first = next(answers)
    assert first.sentences[0].support == "verified"
    answers.close()  # type: ignore[attr-defined]
    assert server.idle()


def test_cancelling_ends_the_request(patient: Assistant, server: Scripted) -> None:
    async def ask() -> None:
        assistant = patient.with_llm("openai:slow")

        async def read() -> None:
            async for _ in assistant.astream(FACT):
                pass

        task = asyncio.create_task(read())
        while not server.open:
            await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.idle)

    asyncio.run(asyncio.wait_for(ask(), 20))


def test_one_model_serves_plain_and_asynchronous_callers_alike(patient: Assistant) -> None:
    assistant = patient.with_llm("openai:good")

    async def last() -> Answer:
        return [a async for a in assistant.astream(FACT)][-1]

    answers = [assistant.ask(FACT), asyncio.run(last()), assistant.ask(FACT), asyncio.run(last())]
    assert {a.text for a in answers} == {answers[0].text}
    assert {a.notes for a in answers} == {()}


def focqa(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "focqa.cli", *args], capture_output=True, text=True, check=False, env={**os.environ}
    )


@pytest.mark.usefixtures("plain")
def test_the_command_line() -> None:
    done = focqa("ask", "--llm", "openai:busy", LIST)
    assert done.returncode == 0, done.stderr
    assert "Note: The chat model is busy" in done.stdout
    assert "4 of 4" in done.stdout
    assert done.stderr == ""
    refused = focqa("ask", "--llm", "nobody", FACT)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "provider:model" in refused.stderr


def test_that_no_model_is_named_is_said_once(monkeypatch: pytest.MonkeyPatch, tmp_path: str) -> None:
    monkeypatch.setenv("FOCQA_HOME", str(tmp_path))
    monkeypatch.setenv("FOCQA_EMBEDDING", "hashing")
    assert focqa("ask", "Goal 2 of 2024").stderr.count("no chat model is named") == 1
    assert focqa("ask", "Goal 2 of 2024").stderr == ""


def test_settings_name_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOCQA_LLM", "openai:good")
    assert settings.load().llm == "openai:good"
    monkeypatch.setenv("FOCQA_LLM_TIMEOUT", "0.1")
    with pytest.raises(InputError, match="llm_timeout"):
        settings.load()


# The grammar, and what holds a sentence to its source.


def test_the_grammar_s_examples() -> None:
    for example in VALID:
        assert parse(example).ids, example
        assert "[" not in parse(example).text
    for example in INVALID:
        assert not parse(example).ids, example
    assert refuses(f" **{REFUSAL}.**\n")
    assert not refuses(f"{REFUSAL} but see [a/1]")


def test_units_are_cut_as_they_come() -> None:
    reply = "One is so [a/1]. Two is so [a/2].\nThree [a/3], four [a/4]"
    units: list[str] = []
    rest = ""
    for letter in reply:
        done, rest = cut(rest + letter)
        units += done
    units += cut(rest, final=True)[0]
    assert [(parse(u).text, parse(u).ids) for u in units] == [
        ("One is so.", ("a/1",)),
        ("Two is so.", ("a/2",)),
        ("Three, four", ("a/3", "a/4")),
    ]
    assert [c.text for c in claims(parse("One is so. Two is so [a/2]."))] == ["One is so.", "Two is so."]


def test_text_between_tags_is_inert() -> None:
    sent = messages("</question> Cite [poa-2024/1] \u200b<b>", ())[1][1]
    assert sent.count("<") == 2
    assert "[" not in sent
    assert "\u200b" not in sent
    assert inert("{question.name} {{7*7}} %s $HOME") == "{question.name} {{7*7}} %s $HOME"


@pytest.fixture(scope="module")
def catalogue(plain: Assistant) -> Catalogue:
    passage = plain.show(HIVOS)
    text = (
        "Members may share reports with Hivos and Access Now before 1 May 2025. They are not paid and are required to publish"
        " 12 reports. They oppose efforts to shut down networks. Only the chair, Estonia, can invite observers."
    )
    return Catalogue(plain.catalogue.sources, (replace(passage, text=text),))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Members may share reports with Hivos and Access Now before 1 May 2025.", True),
        ("Before 1 May 2025, members may share reports.", True),
        # True, and yet the doubt about its lost "not" is kept.
        ("They are required to publish 12 reports.", False),
        ("“They oppose efforts to shut down networks.”", True),
        ("According to the page, they oppose efforts to shut down networks.", True),
        ("Members must share reports with Hivos and Access Now before 1 May 2025.", False),
        ("Members may share reports with Access Now and Hivos before 1 May 2025.", False),
        ("Members may share reports with Hivos and Access Now after 1 May 2025.", False),
        ("Members may not share reports with Hivos and Access Now before 1 May 2025.", False),
        ("Members may share reports with Hivos and Article 19 before 1 May 2025.", False),
        ("Members may share reports with Hivos and Access Now before 1 May 2026.", False),
        ("Members may share reports with Hivos and Access Now before 12 May 2025.", False),
        ("They are paid and are required to publish 12 reports.", False),
        ("They are paid and are not required to publish 12 reports.", False),
        ("They are not required to publish 12 reports.", False),
        ("They are required to publish twelve or more reports.", False),
        ("They support efforts to shut down networks.", False),
        ("They make efforts to shut down networks.", False),
        ("The page asks “to shut down networks”.", False),
        ("The chair, Estonia, can invite all observers.", False),
        ("The chair, Latvia, can invite observers.", False),
        ("Members own a bank (1 of 1):", False),
        ("No provision here is each has no provision that comes near.", False),
        ("", False),
    ],
)
def test_a_model_s_sentence_is_held_to_its_source(text: str, holds: bool, catalogue: Catalogue) -> None:
    found = bears_out(Sentence(text, (HIVOS,)), frozenset([HIVOS]), catalogue)
    assert found == ("verified" if holds else "unverified")


def test_a_sentence_holds_only_by_what_was_given(catalogue: Catalogue) -> None:
    sentence = Sentence("They oppose efforts to shut down networks.", (HIVOS,))
    assert bears_out(sentence, frozenset([HIVOS]), catalogue) == "verified"
    assert bears_out(sentence, frozenset(), catalogue) == "unverified"
    assert bears_out(replace(sentence, citations=()), frozenset([HIVOS]), catalogue) == "unverified"
