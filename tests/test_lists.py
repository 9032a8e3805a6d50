"""Lists and counts over the real corpora: whole, of the levels asked for, and nothing else."""

import pytest

from focqa.assistant import Assistant
from tests.asking import check, cited


def test_a_list_is_complete_and_counted(assistant: Assistant) -> None:
    answer = assistant.ask("List all activities under Objective 3C in 2023")
    assert cited(answer) == ["poa-2023/3C.1", "poa-2023/3C.2", "poa-2023/3C.3", "poa-2023/3C.4"]
    assert "4 of 4" in answer.text
    check(answer, assistant)


def test_every_list_of_the_tree_is_complete(assistant: Assistant) -> None:
    words = {"goal": "objectives", "objective": "activities"}
    for passage in assistant.catalogue.passages:
        if passage.level not in words:
            continue
        year = assistant.catalogue.source(passage).year
        answer = assistant.ask(f"List all {words[passage.level]} under {passage.level} {passage.number} in {year}")
        below = [p.id for p in assistant.catalogue.children(passage.id)]
        assert cited(answer) == below
        assert f"{len(below)} of {len(below)}" in answer.text


COUNTED = {
    "Which objective of 2023 has the most activities?": ("Objective 1A", [f"poa-2023/1A.{n}" for n in range(1, 11)]),
    "Which goals of 2024 have exactly two objectives?": ("Two goals", ["poa-2024/1", "poa-2024/2"]),
    "Is there an objective in the US plan with more than five activities?": ("One objective", ["poa-2023/1A"]),
    "How many paragraphs has the article on the ITU?": ("eight", [f"itu-statement/preamble.{n}" for n in range(1, 9)]),
    "Why does Goal 2 of 2024 have five objectives?": ("two objectives", ["poa-2024/2.1", "poa-2024/2.2"]),
}


@pytest.mark.parametrize("question", COUNTED)
def test_what_is_counted_in_the_tree(question: str, assistant: Assistant) -> None:
    said, cited = COUNTED[question]
    answer = assistant.ask(question)
    assert said in answer.text.split("\n")[0]
    assert [c.id for c in answer.citations] == cited
    assert all(s.support == "verified" for s in answer.sentences)


def test_what_mentions_something_is_listed_whole(assistant: Assistant) -> None:
    answer = assistant.ask("Which activities of the 2023 programme mention the Support Unit?")
    assert [c.id for c in answer.citations] == [f"poa-2023/3B.{n}" for n in (1, 3, 5)]
    assert "three activities" in answer.text
    assert "(3 of 3)" in answer.text
    both = assistant.ask("Does the Support Unit feature in both years, or in one only?")
    assert [c.id for c in both.citations] == [f"poa-2023/3B.{n}" for n in (1, 3, 5)]
    assert both.text.startswith("Of these only the Program of Action 2023")
    implied = assistant.ask("Enumerate the 2023 activities giving civil society a part")
    assert "four activities whose own words mention ‘civil society’ (4 of 4)" in implied.text
    assert assistant.ask("Does Hivos get a mention in the 2024 programme?").status == "abstained"
    everywhere = assistant.ask("Where is the Support Unit mentioned?")
    having = [p.id for p in assistant.index.catalogue.passages if "Support Unit" in p.text]
    assert [c.id for c in everywhere.citations] == having


@pytest.mark.parametrize(
    ("question", "names", "documents"),
    [
        (
            "Which working groups and committees of 2024 are mentioned by name?",
            ("Working Group on ICTs",),
            {"poa-2024"},
        ),
        (
            "Name every joint statement that is referred to in the programme of 2023.",
            ("Digital Inclusion", "AI and Human Rights", "Surveillance Technology", "Network Disruptions"),
            {"poa-2023"},
        ),
        ("Which UN agencies are mentioned in the 2024 programme?", ("High Commissioner", "Secretariat"), {"poa-2024"}),
    ],
)
def test_names_of_a_kind_are_read_off_the_text(
    question: str, names: tuple[str, ...], documents: set[str], assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.confidence == 1.0
    assert all(name in answer.sentences[0].text for name in names)
    assert {c.id.split("/")[0] for c in answer.citations} == documents
    assert {s.support for s in answer.sentences} == {"verified"}
    check(answer, assistant)


def test_a_place_comes_with_what_stands_under_it_where_both_are_asked_for(assistant: Assistant) -> None:
    both = assistant.ask("What is Goal 3 of 2024 after, and which objectives does it have?")
    assert [c.id for c in both.citations] == [f"poa-2024/{at}" for at in ("3", "3.1", "3.2", "3.3")]
    only = assistant.ask("Which objectives does Goal 3 of 2024 have?")
    assert [c.id for c in only.citations] == [f"poa-2024/{at}" for at in ("3.1", "3.2", "3.3")]


MEANT = {
    # Described in other words than the objective's own.
    "What steps were foreseen so that one chair hands over well to the next? Enumerate.": (
        [f"poa-2023/3A.{n}" for n in (1, 2, 3)]
    ),
    "In 2023 they meant to be better known at home in the member states. All activities of that objective, please.": (
        [f"poa-2023/1B.{n}" for n in (1, 2, 3, 4)]
    ),
    # What is said not to be wanted.
    "Goal 4 of 2024: the objectives only, no activities": [f"poa-2024/4.{n}" for n in (1, 2, 3, 4)],
    "Give me all activities of 2024 under Goal 1, objective headings I don't need": [
        "poa-2024/1.1.a",
        "poa-2024/1.2.a",
    ],
    # The place things stand in is not asked for itself.
    "The activities in Goal 2 of 2023, along with their number": [f"poa-2023/2A.{n}" for n in (1, 2, 3, 4)],
    # What announces is not one of what it announces.
    "What are the priorities for 2024?": [f"poa-2024/priorities-in-2024.{n}" for n in (3, 4, 5)],
    "priorities of the netherlands chair 2024": [f"poa-2024/priorities-in-2024.{n}" for n in (3, 4, 5)],
    # An aim does not say how it is to be reached.
    "How does the 2023 plan prevent a fresh start with every chair?": [f"poa-2023/3A.{n}" for n in (1, 2, 3)],
    # To invite is done; calendar invites are things.
    "Which 2023 activities are about inviting somebody?": [
        f"poa-2023/{at}" for at in ("3C.2", "3C.4", "3D.1", "3D.2", "3D.3")
    ],
    "We are from UNESCO. In which 2024 activities do they mention us?": ["poa-2024/1.2.a.i", "poa-2024/4.4.c"],
}


@pytest.mark.parametrize("question", MEANT)
def test_what_is_meant_is_listed_and_no_more(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert cited(answer) == MEANT[question]
    n = len(MEANT[question])
    assert f"{n} of {n}" in answer.text
    check(answer, assistant)


def test_task_forces_of_the_coalition_are_not_those_of_others(assistant: Assistant) -> None:
    own = assistant.ask("Which task forces of the FOC are mentioned by name?")
    every = assistant.ask("Which task forces are mentioned by name?")
    assert "Internet Engineering Task Force" in every.text
    assert "Internet Engineering Task Force" not in own.text
    assert "Task Force on Internet Shutdowns" in own.text


def test_a_name_that_the_carried_document_lacks_is_looked_for_elsewhere(plain: Assistant) -> None:
    before = ("Which diplomatic networks are convened in 2024?", "Those in Geneva, New York and Paris.")
    assert "poa-2023/1A.1" in cited(plain.ask("So Vienna never had one?", [before]))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "In how many cities had the FOC networks, says the 2023 programme?",
            "names four (4 of 4): New York; Geneva; Paris",
        ),
        ("In how many parts of the world were people consulted for the Ottawa Agenda?", "names six (6 of 6)"),
    ],
)
def test_places_are_counted(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert said in answer.text
    check(answer, assistant)
