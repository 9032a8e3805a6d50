"""How many states there are: every figure side by side, and nothing where none is given."""

import pytest

from focqa.assistant import Assistant
from tests.asking import check, cited

BOTH = ["poa-2023/foc-mission-statement.1", "itu-statement/preamble.5"]


@pytest.mark.parametrize(
    "question",
    [
        "How many countries are in the FOC?",
        "What's the number of member states, please?",
        "How big is the coalition?",
        "How many nations have joined by now?",
        "Two papers, two different membership numbers: which ones?",
    ],
)
def test_differing_figures_stand_side_by_side(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert cited(answer) == BOTH
    assert "different figures, 30 and 35" in answer.text
    assert {s.support for s in answer.sentences} == {"verified"}
    check(answer, assistant)


def test_a_document_that_is_named_gives_its_own_figure(plain: Assistant) -> None:
    assert cited(plain.ask("How many governments belong to it according to the news item on the ITU?")) == BOTH[1:]
    assert cited(plain.ask("member count in the 2023 programme")) == BOTH[:1]


def test_it_is_asked_in_a_follow_up(plain: Assistant) -> None:
    before = ("What is the FOC?", "A coalition of governments that stand up for rights online.")
    assert cited(plain.ask("And how many of them are there?", [before])) == BOTH
    counted = ("How many states are in it?", "The news item says 30 governments.")
    assert cited(plain.ask("Do the other texts give another figure?", [counted])) == BOTH
    assert plain.ask("List them, please.", [counted]).status == "abstained"


@pytest.mark.parametrize(
    "question",
    [
        "How many countries were in the FOC in 2024?",
        "How many governments joined in the American year?",
        "How many countries were members in 2016?",
        "How many members will it have in 2031?",
        "How many full members are there?",
        "How many African states are members?",
    ],
)
def test_another_number_is_not_given_for_it(question: str, plain: Assistant) -> None:
    answer = plain.ask(question)
    assert answer.status == "abstained"
    assert answer.suggestions


def test_how_many_there_were_at_first_is_another_question(plain: Assistant) -> None:
    assert "different figures" not in plain.ask("With how many countries was the coalition founded?").text


def test_growth_is_told_by_the_figures(plain: Assistant) -> None:
    assert cited(plain.ask("How much has the coalition grown from the ITU statement to the 2023 programme?")) == BOTH
