"""Addresses in all the ways people write them."""

import pytest

from focqa.catalogue import Catalogue
from focqa.understand import Understanding
from focqa.understand.steps import paths
from tests.asking import addresses

ADDRESSES = {
    "Goal 2 of 2024": ["poa-2024/2"],
    "PoA 2024 3.1.c": ["poa-2024/3.1.c"],
    "Activity 2 of Objective 3C": ["poa-2023/3C.2"],
    "objective 4.1 (a)": ["poa-2024/4.1.a"],
    "the second activity under 1B": ["poa-2023/1B.2"],
    "item ii under 1.2.a": ["poa-2024/1.2.a.ii"],
    "the first goal of the Dutch programme": ["poa-2024/1"],
    "the US chair's plan, goal three": ["poa-2023/3"],
    "1.2(a)(iii)": ["poa-2024/1.2.a.iii"],
    "3c.4": ["poa-2023/3C.4"],
    "activity c under 2.1 in 2024": ["poa-2024/2.1.c"],
    "2.1c": ["poa-2024/2.1.c"],
    "the last activity of objective 3D": ["poa-2023/3D.3"],
    "objective B under goal 3": ["poa-2023/3B"],
    "objective 3 of goal 4 (2024)": ["poa-2024/4.3"],
    "activities 1 and 3 of objective 3A": ["poa-2023/3A.1", "poa-2023/3A.3"],
    "goals 1 and 2 of 2023": ["poa-2023/1", "poa-2023/2"],
    "what does poa-2023/1A.10 say": ["poa-2023/1A.10"],
    "activities 1 to 3 of objective 1A": ["poa-2023/1A.1", "poa-2023/1A.2", "poa-2023/1A.3"],
    "the first two activities under 3C": ["poa-2023/3C.1", "poa-2023/3C.2"],
    "the last two objectives of Goal 4": ["poa-2024/4.3", "poa-2024/4.4"],
    "objective 3.1 activities a and c": ["poa-2024/3.1.a", "poa-2024/3.1.c"],
    "the last activity of the objective on continuity from one chair to the next": ["poa-2023/3A.3"],
    "the first activity of the objective on membership in 2024": ["poa-2024/3.3.a"],
    "3C no. 2, 2023": ["poa-2023/3C.2"],
    "Goal 1": ["poa-2024/1", "poa-2023/1"],
    "Goal 4": ["poa-2024/4"],
    "Goal II of the American chair's programme": ["poa-2023/2"],
    "Goal 5 of 2024": ["poa-2024/?"],
    "2.2.b of the 2024 programme": ["poa-2024/2.2?"],
    "activity 9 under 3C": ["poa-2023/3C?"],
    "objective 2B in 2023": ["poa-2023/2?"],
    "Goal 2 of the 2021 programme": ["/?"],
    "poa 2023 obj 3c actvity 2": ["poa-2023/3C.2"],
    "the section “Background” of the 2023 programme": ["poa-2023/background.1"],
    "what does the Context section of 2024 say": ["poa-2024/context.1", "poa-2024/context.2"],
    "what does the section on FOC Sub-Entities say": ["multistakeholder/foc-sub-entities.1"],
    "under 2.1 in the Netherlands' programme, what does letter e say?": ["poa-2024/2.1?"],
    "number two under 3D": ["poa-2023/3D.2"],
    "under 3D of the US year, what is number two?": ["poa-2023/3D.2"],
    "paragraph 3.2.c of the 2024 document": ["poa-2024/3.2?"],
    "the second paragraph of the article on the ITU": ["itu-statement/preamble.2"],
    "compare the mission statements of 2023 and 2024": [
        "poa-2024/foc-mission-statement.1",
        "poa-2023/foc-mission-statement.1",
    ],
    "the objectives of the 2019 Program of Action": ["/?"],
    "PoA '24, G4, second objective": ["poa-2024/4.2"],
    "O3A-A2": ["poa-2023/3A.2"],
    "acts. 2 and 3 of obj. 1B": ["poa-2023/1B.2", "poa-2023/1B.3"],
    "act. 8 under 2A": ["poa-2023/2A?"],
    "the next to last activity of 1A": ["poa-2023/1A.9"],
    "the penultimate objective of Goal 4": ["poa-2024/4.3"],
    "(b) through (d) of 2.1": ["poa-2024/2.1.b", "poa-2024/2.1.c", "poa-2024/2.1.d"],
    "points (a) and (c) of 2.1": ["poa-2024/2.1.a", "poa-2024/2.1.c"],
    "4.1 through 4.3": ["poa-2024/4.1", "poa-2024/4.2", "poa-2024/4.3"],
    "3A to 3C": ["poa-2023/3A", "poa-2023/3B", "poa-2023/3C"],
    "points a to c of 3.1": ["poa-2024/3.1.a", "poa-2024/3.1.b", "poa-2024/3.1.c"],
    "the last activity of each objective of Goal 1 in 2023": ["poa-2023/1A.10", "poa-2023/1B.4"],
    "1.1.a has a roman three": ["poa-2024/1.1.a.iii"],
    "the third item of 3.3": ["poa-2024/3.3.c"],
    "all of 2.1 but the last point": ["poa-2024/2.1.a", "poa-2024/2.1.b", "poa-2024/2.1.c"],
    "everything in 3B except 2 and 4": ["poa-2023/3B.1", "poa-2023/3B.3", "poa-2023/3B.5"],
    "the closing paragraph under Shaping Global Norms": ["what-we-do/shaping-global-norms.2"],
    "Which activities does the goal on internal mechanisms hold?": ["poa-2024/4"],
    "poa 2023 -> goal 1 -> objective A -> activity 5": ["poa-2023/1A.5"],
    "the second thing listed under 3C": ["poa-2023/3C.2"],
    "first thing under third objective of goal 3, dutch year": ["poa-2024/3.3.a"],
    "dutch plan, goal 2, second objective, the only activity there": ["poa-2024/2.2.a"],
    "objective 2, activity a, but under the fourth goal": ["poa-2024/4.2.a"],
    "goal 4 of 2024 + its first objective": ["poa-2024/4", "poa-2024/4.1"],
    "what is 3A about and what is the first thing done for it?": ["poa-2023/3A", "poa-2023/3A.1"],
    "What does 2.2 aim at, and whom does the activity under it name?": ["poa-2024/2.2", "poa-2024/2.2.a"],
    "every single activity under Goal 3, 2024": ["poa-2024/3"],
    "what was the first thing the coalition did?": [],
    "the G7 countries": [],
    "the Human Rights Council resolution 20/8": [],
    "the 35 governments": [],
    "a budget of 3.5 million": [],
    "what is digital inclusion": [],
}


@pytest.mark.parametrize("question", ADDRESSES)
def test_addresses(question: str, reads: Understanding) -> None:
    assert addresses(reads, question) == ADDRESSES[question]


def test_every_provision_is_found_by_its_label_and_its_id(reads: Understanding, catalogue: Catalogue) -> None:
    for passage in catalogue.passages:
        if passage.level == "paragraph":
            continue
        assert addresses(reads, passage.label) == [passage.id], passage.label
        assert addresses(reads, f"What is {passage.id}?") == [passage.id]


def test_a_prefix_is_not_the_address() -> None:
    steps = paths("activity 1a.10")
    assert [(s.level, s.number) for s in steps[0]] == [("objective", "1A"), ("activity", "10")]
