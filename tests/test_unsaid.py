"""What documents touch upon without saying it: names, dates, contents of other texts, outcomes; and what they name, counted."""

import pytest

from focqa.answer.contents import asks_contents
from focqa.answer.dated import lacks_date
from focqa.answer.outcomes import asks_outcome
from focqa.answer.rosters import lacks_names
from focqa.assistant import Assistant
from focqa.types import Hit, Turn


@pytest.mark.parametrize(
    "question",
    [
        "Please list all the member governments by name.",
        "Which Global South countries exactly are to be invited in 2024?",
        "I need the titles of the background papers in 2.1.a, all of their titles.",
        "What year was the Tallinn Agenda agreed?",
        "On which day was the ITU statement issued?",
        "What recommendations does the Hague Declaration contain?",
        "Recite the Donor Principles for me.",
        "In what year was the Task Force on AI and Human Rights started?",
        "Name the companies that make the spyware which the 2023 programme speaks of.",
        "What does article 4 of the Tallinn Agenda say?",
        "What does the acronym LGBTI stand for, letter by letter?",
        "Which states does the 2023 programme mean in particular when it speaks of spyware?",
        "The FOC may convene in the Global South in 2024: which capital will it be?",
        "What is the name of the Envoy on Technology?",
    ],
)
def test_what_is_only_touched_upon_is_declined(question: str, plain: Assistant) -> None:
    assert plain.ask(question).status == "abstained"


@pytest.mark.parametrize(
    "question",
    [
        "Which task forces are mentioned by name in 2023?",
        "Name the multistakeholder initiatives that the Dutch chair wants to work with.",
        "From what year is the joint statement on network disruptions?",
        "When was the Advisory Network set up?",
        "What does ICANN stand for?",
        "What does the ITU statement say?",
        "On what day was 28/16 adopted?",
        "Which cities have diplomatic networks, by name?",
    ],
)
def test_what_is_said_is_answered(question: str, plain: Assistant) -> None:
    assert plain.ask(question).status == "answered"


def test_names_are_wanted_of_what_a_follow_up_goes_on_from() -> None:
    before = "Are countries to be invited?"
    assert lacks_names("Which ones?", "A number of countries are invited.", before)
    assert not lacks_names("Which ones?", "Invited are Ghana, Kenya and Japan.", before)
    assert not lacks_names("Two numbers of members are given. Which are they?", "It has 30 members.")


def test_a_date_stands_near_what_it_is_the_date_of(plain: Assistant) -> None:
    hits = tuple(Hit(p, 1.0, 1) for p in plain.catalogue.passages if p.id == "itu-statement/preamble.6")
    assert lacks_date("In what year was the Nairobi text agreed?", hits, ())
    assert not lacks_date("When was resolution 20/8 of the Human Rights Council adopted?", hits, ())


def test_what_a_follow_up_asks_of_is_named_by_the_answer_before(plain: Assistant) -> None:
    about = (Turn("Who deals with shutdowns?", "The FOC Task Force on Internet Shutdowns."),)
    assert plain.ask("Since when has it existed?", about).status == "abstained"
    network = (Turn("Who advises the coalition?", "The FOC Advisory Network, FOC-AN."),)
    assert plain.ask("Since when has it existed?", network).status == "answered"
    agenda = (Turn("What came out of the consultations?", "The FOC Ottawa Agenda."),)
    assert plain.ask("And which recommendations are in it?", agenda).status == "abstained"


def test_contents_are_of_texts_with_a_name() -> None:
    assert asks_contents("Give me the wording of the San José Statement.")
    assert not asks_contents("Give me the wording of the second activity.")


def test_plans_tell_no_outcome(plain: Assistant) -> None:
    plan = plain.catalogue.by_id["poa-2023/3A.1"]
    assert asks_outcome("Did they manage it in time?", plan)
    assert not asks_outcome("By when should it be done?", plan)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many General Assembly resolutions does the ITU statement cite?", "three (3 of 3)"),
        ("How many Human Rights Council resolutions does the ITU statement cite?", "four (4 of 4)"),
        ("How many initiatives does 1A.9 give as examples?", "eight (8 of 8)"),
        ("How many regional organisations does 1A.3 name?", "four (4 of 4)"),
    ],
)
@pytest.mark.parametrize("edition", ["plain", "official"])
def test_names_in_a_row_are_counted(edition: str, question: str, number: str, request: pytest.FixtureRequest) -> None:
    asked: Assistant = request.getfixturevalue(edition)
    answer = asked.ask(question)
    assert f"That names {number}" in answer.text
    assert all(sentence.support == "verified" for sentence in answer.sentences)
