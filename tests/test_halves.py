"""Questions of which the documents answer one half."""

import pytest

from focqa.assistant import Assistant
from focqa.understand.parts import halves, leans, parts


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("Who looks after it, and what do they earn?", ("Who looks after it", "what do they earn?")),
        ("Who chairs the coalition? Reply with one word.", ()),
        ("When and where is the next conference?", ()),
        ("Which states were named, and why?", ("Which states were named", "why?")),
        ("Would you tell me who runs it, plus since when?", ("Would you tell me who runs it", "since when?")),
        (
            "The year of the Tallinn Agenda and also for the name of its author",
            ("The year of the Tallinn Agenda", "the name of its author"),
        ),
        ("Is Japan in? + total number of states in 2023", ("Is Japan in?", "total number of states in 2023")),
        (
            "Who spoke on shutdowns, on spyware and on AI?",
            ("Who spoke on shutdowns", "Who spoke on spyware", "Who spoke on AI"),
        ),
        (
            "What should diplomats do (a) at home and (b) abroad?",
            ("What should diplomats do at home", "What should diplomats do abroad"),
        ),
        (
            "Tallinn, Helsinki: what does each stand for?",
            ("Tallinn: what does each stand for", "Helsinki: what does each stand for"),
        ),
        ("AI statement — year? Inclusion statement — year?", ("AI statement — year?", "Inclusion statement — year?")),
        ("Is a meeting planned and, if so, where?", ("Is a meeting planned", "where?")),
        ("Is a meeting planned, and if so, in which city?", ("Is a meeting planned", "in which city?")),
        ("About the partnership: who runs it, and since when?", ("About the partnership: who runs it", "since when?")),
    ],
)
def test_the_questions_as_they_stand(question: str, want: tuple[str, ...]) -> None:
    assert halves(question) == want


def test_the_half_that_is_answered_is_and_the_other_is_named(plain: Assistant) -> None:
    answer = plain.ask("Who looks after the Digital Defenders Partnership, and what salary do they get?")
    assert answer.status == "answered"
    assert "multistakeholder/digital-defenders-partnership.1" in {c.id for c in answer.citations}
    assert answer.notes == ("The documents do not say: what salary do they get.",)
    assert all(s.support == "verified" for s in answer.sentences)


def test_a_later_half_is_answered_where_it_is_sure(plain: Assistant) -> None:
    answer = plain.ask("Who is the secretary general, and which country chaired the coalition in 2023?")
    assert {c.id for c in answer.citations} == {"poa-2023/preamble.1"}
    assert answer.notes == ("The documents do not say: Who is the secretary general.",)


def test_two_halves_without_an_answer_are_declined(plain: Assistant) -> None:
    answer = plain.ask("What salary does the secretary general draw, and how large is the coalition's office?")
    assert (answer.status, answer.notes) == ("abstained", ())


def test_a_half_of_other_matters_is_named_too(plain: Assistant) -> None:
    answer = plain.ask("Which country chaired the coalition in 2024 and who won the football world cup that year?")
    assert {c.id for c in answer.citations} == {"poa-2024/preamble.1"}
    assert answer.notes == ("The documents do not say: who won the football world cup that year.",)


def test_one_question_of_several_years_is_asked_of_each(plain: Assistant) -> None:
    answer = plain.ask("Can you give me the chairs for 2022, 2023 and 2024, one per year please?")
    wanted = {"poa-2023/strengthening-digital-inclusion.1", "poa-2023/preamble.1", "poa-2024/preamble.1"}
    assert ({c.id for c in answer.citations}, answer.notes) == (wanted, ())


def test_which_halves_go_on_from_the_first() -> None:
    assert leans("what salary do they get?", "Who looks after the partnership")
    assert not leans("which states signed the declaration?", "Who looks after the partnership")
    assert not leans("Who spoke on AI", "Who spoke on shutdowns")


def test_what_is_asked_alike_of_several_things_is_searched_for_each() -> None:
    asked = [p.text for p in parts("Give the years of the statements on disruptions, surveillance and AI.")]
    stem = "Give the years of the statements"
    assert asked == [f"{stem} on disruptions", f"{stem} on surveillance", f"{stem} on AI"]


def test_a_part_that_goes_on_from_the_first_is_heard_so(plain: Assistant) -> None:
    answer = plain.ask("When should the next chair be found, and which chairs meet in the troika with them?")
    assert {"poa-2023/3A.1", "poa-2023/3A.2"} <= {c.id for c in answer.citations}


def test_what_is_asked_beside_a_comparison_is_answered(plain: Assistant) -> None:
    answer = plain.ask(
        "Where was 'same rights offline as online' first written, and is it still in the mission of 2024?"
    )
    assert {"itu-statement/preamble.6", "poa-2024/foc-mission-statement.1"} <= {c.id for c in answer.citations}
