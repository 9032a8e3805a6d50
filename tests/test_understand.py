"""Understanding questions: scope, kind, names, spelling, follow-ups."""

import pytest

from focqa.catalogue import Catalogue
from focqa.types import Turn
from focqa.understand import Understanding, acts
from focqa.understand.chairs import chairs, year_beside
from focqa.understand.turns import place
from tests.asking import addresses

SCOPES = {
    "what did the Dutch chair plan": ("poa-2024",),
    "under the American chairship": ("poa-2023",),
    "in the U.S. chair's programme": ("poa-2023",),
    "the latest programme": ("poa-2024",),
    "compare both programmes": ("poa-2024", "poa-2023"),
    "what does the ITU statement say": ("itu-statement",),
    "which Dutch NGO manages it": (),
    "how do the Dutch word their priority?": ("poa-2024",),
    "in 2023, and what of a year later?": ("poa-2024", "poa-2023"),
    "which of the multistakeholder kind": (),
    "the page on multistakeholder collaboration": ("multistakeholder",),
    "tell us about rights": (),
    "plans for '23": ("poa-2023",),
    "the goals of twenty-four": ("poa-2024",),
    "what is new in twenty twenty-four?": ("poa-2024",),
    "goal 3 of 23 objectives list": ("poa-2023",),
    "in 24 hours": (),
    "in a group of 23": (),
    "name the three goals": ("poa-2023",),
}


@pytest.mark.parametrize("question", SCOPES)
def test_scope(question: str, reads: Understanding) -> None:
    assert reads.read(question).documents == SCOPES[question]


KINDS = {
    "List all activities under Objective 3C": "list",
    "How many objectives does Goal 4 have?": "count",
    "How many governments are members?": "fact",
    "What changed from 2023 to 2024 on donors?": "compare",
    "What does ICANN stand for?": "definition",
    "Who manages the partnership?": "fact",
    "What does 3.1.a say?": "address",
    "Show me everything under Objective 2.1": "list",
    "What does Goal 3 of 2024 comprise?": "list",
    "The first two activities under 3C": "address",
    "What will they do under Goal 2 of 2024?": "list",
    "How many things are they going to do under 2.1?": "count",
    "Spell out the roman-numeral points below 1.1.a": "list",
}


@pytest.mark.parametrize("question", KINDS)
def test_kinds(question: str, reads: Understanding) -> None:
    assert reads.read(question).kind == KINDS[question]


def test_acronyms_are_found_in_the_corpus(reads: Understanding) -> None:
    defined = reads.names.definitions
    assert defined["icann"][0].long_form == "Internet Corporation for Assigned Names and Numbers"
    assert defined["icann"][0].passage == "poa-2024/1.1.a.ii"
    assert defined["tfair"][0].long_form == "Task Force on AI and Human Rights"
    assert defined["ohchr"][0].long_form == "Office of the UN High Commissioner for Human Rights"
    assert defined["wsis+20"][0].long_form.startswith("World Summit")
    assert "Internet Engineering Task Force" in reads.read("what is the IETF for").text
    assert "Universal Declaration of Human Rights" in reads.read("Is the UDHR mentioned?").text, "by its initials"
    assert "OGP" in reads.read("the Open Government Partnership").text


def test_slips_are_mended_and_english_is_left_alone(reads: Understanding) -> None:
    assert reads.mend("Freedm Onlin tasc force on surveilance") == "freedom online task force on surveillance"
    assert reads.mend("wich contry chaird") == "which country chair", "no word ends in d after chair"
    for sound in (
        "a shared baker's oven",
        "cooking programme for children",
        "WSIS+20 and ICANN",
        "poa-2024/2.1.c",
        "Hivos",
    ):
        assert reads.mend(sound) == sound


TALK = Turn("What is Goal 2 of the 2024 programme?", "It is about challenges to Internet freedom.")
FOLLOW_UPS = [
    ("and the year before?", (TALK,), ["poa-2023/2"]),
    ("and Goal 3?", (TALK,), ["poa-2024/3"]),
    ("what is its first objective?", (TALK,), ["poa-2024/2.1"]),
    ("what about the US chair?", (TALK,), ["poa-2023/2"]),
    ("b as well please", (Turn("What does 2.1.a of 2024 say?"),), ["poa-2024/2.1.b"]),
    ("Got it. Skip ahead to number six.", (Turn("Activity 1 of Objective 1A in 2023"),), ["poa-2023/1A.6"]),
    (
        "And the one right before that?",
        (Turn("Which activity under 3B is it?", "Activity 5: a plan."),),
        ["poa-2023/3B.4"],
    ),
    ("ok, next one?", (Turn("Activity 1 of Objective 1A in 2023"),), ["poa-2023/1A.2"]),
    ("and c?", (Turn("What does 2.1.b of 2024 say?"),), ["poa-2024/2.1.c"]),
    ("what comes right after that?", (Turn("Activity 1 of Objective 3B in 2023"),), ["poa-2023/3B.2"]),
    ("activities of the last one?", (Turn("What are the objectives of Goal 3 in 2023?"),), ["poa-2023/3D"]),
    ("What is Goal 1 of 2023?", (TALK,), ["poa-2023/1"]),
    ("And the one above it?", (Turn("What is 3.1.c of 2024?"),), ["poa-2024/3.1.b"]),
    ("the bottom one of that list, please", (Turn("What is 2.1.a of 2024?"),), ["poa-2024/2.1.d"]),
    ("and the other two?", (Turn("What is 3A.1 in the 2023 programme?"),), ["poa-2023/3A.2", "poa-2023/3A.3"]),
    ("only the first two, please", (Turn("List the activities of 1B."),), ["poa-2023/1B.1", "poa-2023/1B.2"]),
    ("Its third point?", (Turn("What is Objective 4.4 about?"),), ["poa-2024/4.4.c"]),
    ("What had that number the year before?", (TALK,), ["poa-2023/2"]),
    ("What is the last activity of Objective 3A?", (Turn("What is 3C.1 in the 2023 programme?"),), ["poa-2023/3A.3"]),
    ("and the next paragraph?", (Turn("The third paragraph of the article on the ITU"),), ["itu-statement/preamble.4"]),
    ("And number three there?", (Turn("What is 3A.2 in the 2023 programme?"),), ["poa-2023/3A.3"]),
    (
        "Please, the paragraph which follows?",
        (Turn("The first paragraph of the article on the ITU"),),
        ["itu-statement/preamble.2"],
    ),
    ("hm and two places before that?", (Turn("What is 3B.5 in 2023?"),), ["poa-2023/3B.3"]),
    ("and the one on cybercrime?", (Turn("What is 2.1.a of 2024?"),), []),
    ("skip the next one, i want the one after", (Turn("What is 2.1.a of 2024?"),), ["poa-2024/2.1.c"]),
    ("Which objective comes after that one?", (Turn("What is 2.1.a of 2024?"),), ["poa-2024/2.2"]),
    ("Same letter, but under objective 3.3?", (Turn("What is 3.1.b of 2024?"),), ["poa-2024/3.3.b"]),
    ("and e?", (Turn("What does 4.4.d of 2024 want?"),), ["poa-2024/4.4.e?"]),
    (
        "Back to the first thing: how many activities does it have?",
        (Turn("What is Objective 3B of 2023 about?"), Turn("And who is the chair?")),
        ["poa-2023/3B"],
    ),
    (
        "list everything they want to do under that",
        (Turn("What is Goal 2 of 2023 about?", "Closer ties. [poa-2023/2]"),),
        ["poa-2023/2"],
    ),
    ("how long do these courses last?", (Turn("Who is trained?", "Diplomats are. [poa-2024/4.1.a]"),), []),
    ("Another question: what does 3.1.c say?", (Turn("What is Goal 2 of 2023 about?"),), ["poa-2024/3.1.c"]),
    (
        "And under the last heading on that page?",
        (Turn("What stands under FOC Sub-Entities on the multistakeholder page?"),),
        ["multistakeholder/digital-defenders-partnership.1"],
    ),
]


@pytest.mark.parametrize(("question", "history", "want"), FOLLOW_UPS)
def test_follow_ups(question: str, history: tuple[Turn, ...], want: list[str], reads: Understanding) -> None:
    assert addresses(reads, question, *history) == want


MOVED = [
    ("and the other programme?", Turn("What does the Dutch programme want for women?"), "poa-2023"),
    ("was that already planned the year before?", Turn("Whom does the 2024 plan invite?"), "poa-2023"),
    ("did it come up under the Americans too?", Turn("Which frameworks does the 2024 plan name?"), "poa-2023"),
    ("ok. and what does the ITU text say on that?", Turn("What do the Dutch think of it in 2024?"), "itu-statement"),
]


@pytest.mark.parametrize(("question", "before", "document"), MOVED)
def test_the_same_question_of_another_document(
    question: str, before: Turn, document: str, reads: Understanding
) -> None:
    query = reads.read(question, (before,))
    assert query.documents == (document,)
    assert not query.carried
    assert query.own == "", "it says nothing of its own that could be searched for"


def test_documents_are_carried_on_until_another_is_named(reads: Understanding) -> None:
    before = Turn("How many governments does the ITU news item count?")
    carried = reads.read("can more of them still get in?", (before,))
    assert carried.documents == ("itu-statement",)
    assert carried.carried
    confined = reads.read("can more of them still get in?", (before,), ("itu-statement", "poa-2023"))
    assert confined.documents == ("itu-statement",)
    assert not confined.carried, "what the caller leaves out is not looked at"
    alone = reads.read("Another question: what is the troika for?", (before,))
    assert alone.documents == ()
    assert alone.own == ""


@pytest.mark.parametrize(
    ("question", "turns", "alone"),
    [
        ("Thanks! And the second one?", 2, False),
        ("back to the beginning: who paid?", 1, False),
        ("back to the garden: who paid?", 1, False),
        ("leaving that aside, who paid?", 2, True),
        ("Enough of gardens. Who paid?", 2, True),
        ("Something different now: who paid?", 2, True),
    ],
)
def test_which_turn_a_question_goes_on_from(question: str, turns: int, alone: bool) -> None:
    placed = place(question, (Turn("What is in the garden?"), Turn("Who cooks?")))
    assert len(placed.history) == turns
    assert placed.alone is alone
    assert placed.question.casefold().rstrip("?") in ("and the second one", "who paid")


def test_a_dialogue_is_read_from_its_end(reads: Understanding) -> None:
    turns = (Turn("Who cooks?", "Ann does [poa-2024/1.1]."), Turn("And who pays?"))
    assert reads.read("why her", turns).dialogue == "why her [SEP] And who pays? [SEP] Who cooks? Ann does."
    assert reads.read("why her").dialogue == ""
    assert reads.read("Enough of cooks. What is the troika for?", turns).dialogue == ""
    long = (Turn("Who cooks?", "Ann. " * 200),)
    assert len(reads.read("why her", long).dialogue) < 350


def test_a_follow_up_searches_for_what_went_before(reads: Understanding) -> None:
    query = reads.read("Who leads them?", (Turn("What are the Task Forces for?", "They work on single issues."),))
    assert "Task Forces" in query.text
    assert reads.read("Who leads them?").text == "Who leads them?"


@pytest.mark.parametrize(
    ("question", "answer", "whole"),
    [
        ("What is the last one for?", "It names the IGF, ICANN and the IETF.", "What is the IETF for?"),
        ("and the second of these?", "Bread, wine, and cheese [a/1].", "and wine?"),
        ("who wrote the latter?", "There are the Charter and the Compact.", "who wrote the Compact?"),
        ("Date of the third?", "Resolutions 1/1, 2/2, and 3/3.", "Date of 3/3?"),
        (
            "Which of the former are named?",
            "They are Task Forces and Working Groups, for work on one issue.",
            "Which of Task Forces are named?",
        ),
        ("what does the second one do?", "Those on Bread, on Wine (TW), and on Cheese.", "what does Wine (TW) do?"),
        ("And which met in Rome, the first?", "Bread, wine and cheese.", None),
        ("who wrote the fourth one?", "Bread, wine and cheese.", None),
        ("is that the last one it did?", "It acts in bad times and under pressure.", None),
        ("who wrote it?", "Bread, wine and cheese.", None),
    ],
)
def test_what_a_follow_up_takes_up_from_the_answer(question: str, answer: str, whole: str | None) -> None:
    assert acts.take_up(question, answer) == whole


@pytest.mark.parametrize(
    "question", ["Such as?", "ok, list them please", "Where does it say so?", "go on, what are the others"]
)
def test_wanting_the_answer_in_full(question: str, reads: Understanding) -> None:
    assert acts.wants_fuller(question)
    before = Turn("Which initiatives did the US name?", "The Media Freedom Coalition, among others [poa-2023/1A.9].")
    assert addresses(reads, question, before) == ["poa-2023/1A.9"]


def test_what_was_said_to_comprise_things_is_entered(reads: Understanding) -> None:
    before = Turn("What is Goal 4 of 2024?", "Stronger mechanisms: training, coordination, sub-entities and partners.")
    assert addresses(reads, "the third of those", before) == ["poa-2024/4.3"]
    before = Turn("Is there something for diplomats?", "Yes, an objective on their capacity [poa-2024/4.1].")
    assert addresses(reads, "Tell me more, please. I need it for a talk.", before) == ["poa-2024/4.1"]
    assert reads.read("Tell me more, please.", (before,)).kind == "list"


@pytest.mark.parametrize(
    ("question", "year"), [("Before them?", 2023), ("and before that?", 2023), ("and after the Dutch?", 2025)]
)
def test_the_chairs_one_by_one(question: str, year: int, reads: Understanding) -> None:
    assert str(year) in reads.read(question, (Turn("Who chaired in 2024?", "The Netherlands."),)).whole


def test_what_else_is_there_is_searched_like_the_question_before(reads: Understanding) -> None:
    before = Turn("Is there anything for women in the 2024 paper?", "Safe online spaces.")
    assert reads.read("How nice. Who else is among them?", (before,)).own == ""
    assert reads.read("How nice. Who pays for them?", (before,)).own == "Who pays for them?"


def test_elsewhere_is_in_the_other_documents(reads: Understanding) -> None:
    before = Turn("What does the 2023 programme say about the Tallinn Agenda?", "It lent words.")
    assert "poa-2023" not in reads.read("Does it turn up in any of the other documents?", (before,)).documents


def test_a_doubt_brings_the_same_answer_again(reads: Understanding) -> None:
    before = Turn("Who manages the DDP?", "Hivos.")
    assert reads.read("Are you sure? I thought it was Access Now.", (before,)).text == reads.read(before.question).text
    assert not acts.doubts("Really? And who pays for it?"), "that asks something new"
    counted = Turn("How many states belong to it?", "35 [poa-2023/foc-mission-statement.1].")
    assert addresses(reads, "List them.", counted) == [], "a number told does not say of what"


def test_what_an_aim_comes_to_stands_under_it(reads: Understanding) -> None:
    before = Turn("What is planned for the sub-entities?", "To oversee and use them [poa-2024/4.3].")
    query = reads.read("Meaning what in practice?", (before,))
    assert (query.kind, addresses(reads, "Meaning what in practice?", before)) == ("list", ["poa-2024/4.3"])


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Who chaired before Canada?", 2021),
        ("Canada had the chair in 2022. Who had it the year before that?", 2021),
        ("Which country took over from the US as chair?", 2024),
        ("Who will chair after the Netherlands?", 2025),
        ("Who chaired in 2023?", None),
        ("What happened after 2023?", None),
    ],
)
def test_the_chair_before_or_after_another(question: str, year: int | None, catalogue: Catalogue) -> None:
    assert year_beside(question, catalogue) == year


def test_a_year_in_the_chair_s_sentence_is_not_a_year_in_the_chair(catalogue: Catalogue) -> None:
    assert {(c.year, c.country) for c in chairs(catalogue)} == {
        (2022, "Canada"),
        (2023, "United States"),
        (2024, "Netherlands"),
    }


def test_the_latest_one_of_some_body_is_no_programme(reads: Understanding) -> None:
    assert reads.read("Give me the latest one of the General Assembly").documents == ()
    assert reads.read("What does the latest one say?").documents == ("poa-2024",)


def test_a_news_item_is_no_item(reads: Understanding) -> None:
    assert reads.read("Which resolutions does the news item list?").targets == ()
