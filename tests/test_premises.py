"""What a question takes for granted wrongly is put right by the provision that has it otherwise."""

import pytest

from focqa.answer.outcomes import asks_change
from focqa.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        (
            "The regional consultations for the Ottawa Agenda were held in 2016, weren't they? Why so early?",
            "multistakeholder/multistakeholder-collaboration.3",
        ),
        (
            "Was it the 6th Freedom Online Conference in Berlin at which multistakeholder engagement became a priority, and who gave the speech?",
            "multistakeholder/multistakeholder-collaboration.2",
        ),
        (
            "The donor coordination mechanism of 2023 is mandatory for all of them. What is the fine for staying out?",
            "poa-2023/2A.4",
        ),
        (
            "The General Assembly resolutions in the ITU statement were contested, so by what majority did they pass?",
            "itu-statement/preamble.6",
        ),
    ],
)
@pytest.mark.parametrize("edition", ["plain", "official"])
def test_a_wrong_premise_is_put_right(edition: str, question: str, cited: str, request: pytest.FixtureRequest) -> None:
    asked: Assistant = request.getfixturevalue(edition)
    answer = asked.ask(question)
    assert answer.status == "answered"
    assert cited in [citation.id for citation in answer.citations]
    assert all(sentence.support == "verified" for sentence in answer.sentences)


@pytest.mark.parametrize(
    "question",
    [
        "Which mountains did the 6th expedition climb in 1953?",
        "What is the fine for staying out of the mandatory driving test?",
        "Who was the chair in June 2019?",
        "Who sits in the government of Portugal since 2022?",
    ],
)
def test_what_is_quite_another_topic_has_no_premise_to_put_right(question: str, plain: Assistant) -> None:
    assert plain.ask(question).status == "abstained"


def test_why_a_text_was_changed_is_not_told(plain: Assistant) -> None:
    assert asks_change("Why has the support for Vienna disappeared from the later text?")
    assert plain.ask("Why was the Vienna network taken out of the 2024 programme?").status == "abstained"
    assert plain.ask("Which diplomatic networks does the 2024 programme name?").status == "answered"
