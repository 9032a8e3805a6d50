"""What sort of thing a question asks for, and whether a passage has one."""

import pytest

from focqa.answer.sorts import has_agent, has_name, has_no_strangers, has_result, has_sort
from focqa.text import fold

TEXT = "In 2019 the Netherlands handed the Gardens Fund to Oxfam; four members met in Lisbon."


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("When was the fund handed over?", True),
        ("How many members met?", True),
        ("How many staff does it have?", False),
        ("What is the fund?", True),
    ],
)
def test_dates_and_numbers(question: str, has: bool) -> None:
    assert has_sort(fold(question), fold(TEXT), "") is has


def test_a_number_that_glosses_ask_for_counts_as_there() -> None:
    assert has_sort("how many gardens are there?", "a pair of gardens", "how many gardens there are")


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("Which country handed it over?", True),
        ("Besides the Netherlands, which country paid?", False),
        ("In which city did they meet?", True),
        ("What is the phone number?", False),
        ("Why was it handed over?", True),
    ],
)
def test_countries_places_and_contacts(question: str, has: bool) -> None:
    assert has_name(question, TEXT, ("Netherlands", "Dutch")) is has


def test_a_place_that_the_question_names_is_no_answer() -> None:
    assert not has_name("Where, other than Lisbon, did they meet?", "They met in Lisbon.", ())


def test_somebody_else_than_the_question_names() -> None:
    assert has_agent("Who runs the Gardens Fund?", "It is run by Oxfam.")
    assert not has_agent("Who at Oxfam runs the Gardens Fund?", "The Gardens Fund is run by Oxfam.")
    assert has_agent("How is it run?", "nobody is named")


def test_results() -> None:
    assert not has_result("what did the survey reveal?", "members will be surveyed.")
    assert has_result("what did the survey reveal?", "the survey led to a new plan.")
    assert has_result("who is surveyed?", "members will be surveyed.")


def test_capitalised_words_that_no_document_has() -> None:
    known = frozenset(["lisbon", "fund"])
    assert has_no_strangers("What happened in Lisbon?", known)
    assert not has_no_strangers("What happened in Tromso?", known)
    assert has_no_strangers("Tromso?", known), "a first word is capitalised anyway"
