"""Answers over the real corpora with the real model."""

import json

import pytest

from focqa.assistant import Assistant
from focqa.errors import InputError, QuestionError, UnknownId
from focqa.render import answer_json, answer_text
from tests.asking import check, cited


def test_a_goal(assistant: Assistant) -> None:
    answer = assistant.ask("What is Goal 2 of the 2024 programme?")
    assert cited(answer) == ["poa-2024/2"]
    assert "Program of Action 2024" in answer.text
    assert answer.confidence == 1
    check(answer, assistant)


UNSAID = [
    "Which country proposed Objective 2.2?",
    "How much money does Objective 3B cost?",
    "How is the budget of Goal 2 of 2023 spent?",
    "Show me the cost of Objective 3.2",
    "Who voted against Goal 4 of 2024?",
    "What does 4.4 say about Facebook?",
    "Why was 2.1.c given up in 2025?",
    "Everything about blockchain in the 2023 programme",
    "Which member country has the most activities?",
]


@pytest.mark.parametrize("question", UNSAID)
def test_a_place_that_does_not_say_it_is_no_answer(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status == "abstained"


SAID = {
    "Which cities are named in 1A.1?": "poa-2023/1A.1",
    "By when is the next chair to be found under 3A.1?": "poa-2023/3A.1",
    "Who is to be invited under 3C.2?": "poa-2023/3C.2",
    "Which UN bodies does 4.4.c name?": "poa-2024/4.4.c",
}


@pytest.mark.parametrize("question", SAID)
def test_a_place_that_says_it_is_quoted(question: str, assistant: Assistant) -> None:
    assert [c.id for c in assistant.ask(question).citations] == [SAID[question]]


def test_rare_words_of_the_question_are_followed(assistant: Assistant) -> None:
    cited = {c.id for c in assistant.ask("What do these documents say about elections?").citations}
    assert {
        "poa-2024/2.1.d",
        "poa-2023/countering-growing-digital-authoritarianism-and-the-misuse-of-digital-technologies.1",
    } <= cited


def test_a_question_with_the_wrong_place_gets_the_right_one_too(assistant: Assistant) -> None:
    answer = assistant.ask("Why is the troika dealt with in Objective 3B of 2023?")
    assert {c.id for c in answer.citations} == {"poa-2023/3B", "poa-2023/3A.2"}
    under = assistant.ask("What does Objective 3C say about ministers?")
    assert "poa-2023/3C.2" in {c.id for c in under.citations}
    plain_address = assistant.ask("Could you please read out the second activity of 3C, thanks?")
    assert [c.id for c in plain_address.citations] == ["poa-2023/3C.2"]


def test_what_does_not_exist_is_said_not_to(assistant: Assistant) -> None:
    answer = assistant.ask("What is Goal 7 of the 2024 programme?")
    assert (answer.status, answer.reason) == ("abstained", "no-such-provision")
    assert "four goals" in answer.text
    assert [s.id for s in answer.suggestions] == ["poa-2024/1", "poa-2024/2", "poa-2024/3", "poa-2024/4"]
    check(answer, assistant)


def test_an_address_that_fits_two_documents(assistant: Assistant) -> None:
    answer = assistant.ask("What is Goal 3?")
    assert cited(answer) == ["poa-2024/3", "poa-2023/3"]
    assert "No year is named" in answer.text
    check(answer, assistant)


def test_a_provision_that_ends_in_a_colon_comes_with_its_items(assistant: Assistant) -> None:
    assert cited(assistant.ask("What does 1.2.a say?")) == [
        "poa-2024/1.2.a",
        "poa-2024/1.2.a.i",
        "poa-2024/1.2.a.ii",
        "poa-2024/1.2.a.iii",
    ]


def test_a_fact(assistant: Assistant) -> None:
    answer = assistant.ask("Which 2023 activity is about a media and communications plan?")
    assert cited(answer) == ["poa-2023/3B.5"]
    check(answer, assistant)


def test_quotes_are_in_the_edition_s_own_words(plain: Assistant, official: Assistant) -> None:
    question = "Which 2023 activity is about a media and communications plan?"
    ours, theirs = plain.ask(question).citations[0], official.ask(question).citations[0]
    assert (ours.id, ours.edition, theirs.edition) == (theirs.id, "plain", "official")
    assert ours.quote != theirs.quote


def test_what_is_foreign_to_the_documents(assistant: Assistant) -> None:
    answer = assistant.ask("How long do I boil an egg?")
    assert (answer.status, answer.reason) == ("abstained", "out-of-scope")
    assert len([s for s in answer.suggestions if not s.id]) == 3
    check(answer, assistant)


def test_an_acronym_that_stands_nowhere_is_not_explained(assistant: Assistant) -> None:
    assert assistant.ask("What does TFIS stand for?").status == "abstained"
    assert assistant.ask("What does TFAIR stand for?").status == "answered"


def test_suggested_questions_are_answered(assistant: Assistant) -> None:
    for asked in ("How long do I boil an egg?", "When was the secretariat's budget for drones approved?"):
        for suggestion in assistant.ask(asked).suggestions:
            if not suggestion.id:
                assert assistant.ask(suggestion.text).status == "answered", suggestion.text


def test_a_comparison_has_a_part_for_each_year(assistant: Assistant) -> None:
    answer = assistant.ask("Compare what 2023 and 2024 say about artificial intelligence")
    assert {c.id.split("/")[0] for c in answer.citations} == {"poa-2023", "poa-2024"}
    assert answer.text.index("2023") < answer.text.index("2024")
    check(answer, assistant)


def test_a_comparison_says_what_became_of_what(assistant: Assistant) -> None:
    answer = assistant.ask("What happened to the donor principles between the 2023 and the 2024 programme?")
    fates = [s for s in answer.sentences if s.text.startswith("By focqa's pairing, ")]
    assert "from 2023 to 2024" in fates[0].text
    assert {i for s in fates for i in s.citations} <= set(cited(answer))
    assert {s.support for s in answer.sentences} == {"verified"}
    check(answer, assistant)


def test_a_mistaken_chair_is_put_right(assistant: Assistant) -> None:
    for year, country in ((2024, "Netherlands"), (2023, "United States"), (2022, "Canada")):
        answer = assistant.ask(f"What did Ghana want when it chaired the coalition in {year}?")
        assert f"was the {country}, not Ghana." in answer.text.replace("was Canada", "was the Canada")
        assert str(year) in answer.text
        assert [s.support for s in answer.sentences] == ["verified"]
        check(answer, assistant)
    right = assistant.ask("What did the Netherlands want as chair of 2024?")
    assert ", not " not in right.text.split("“")[0]


def test_who_chaired_when(assistant: Assistant) -> None:
    answer = assistant.ask("Who chaired in 2023, and which country in 2024?")
    assert [c.id for c in answer.citations] == ["poa-2023/preamble.1", "poa-2024/preamble.1"]
    assert [s.support for s in answer.sentences] == ["verified"] * 2
    check(answer, assistant)
    assert "United States" not in assistant.ask("Who chaired in 2022 and 2024?").text, "these are no range"
    assert "Canada" in assistant.ask("Which country was the chair in 2022?").text
    assert assistant.ask("Who was the chair in 2016?").status == "abstained"
    assert assistant.ask("Which country takes the chair after the Netherlands?").status == "abstained"


def test_a_chair_of_the_wrong_year_is_put_right_in_a_comparison(assistant: Assistant) -> None:
    answer = assistant.ask("Since the United States chaired the Coalition in 2024, why is its plan so long?")
    assert "was the Netherlands, not the United States." in answer.text
    assert [s.support for s in answer.sentences] == ["verified"]


FAR = [
    "Should I repaint my kitchen in green?",
    "will there be snow in Geneva on Monday",
    "write a limerick about my dentist",
    "cheapest phone with a good camera?",
]


@pytest.mark.parametrize("question", FAR)
def test_what_is_about_other_things_is_declined(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status == "abstained"


NEAR_MISSES = {
    "May the Advisory Network veto a statement?": "Whom does the Advisory Network advise?",
    "How much is the fine for leaving the donor coordination mechanism?": "Is the donor coordination mechanism opt-in?",
    "Is there a quota for women in the troika?": "Which chairs make up the troika?",
}


@pytest.mark.parametrize("question", NEAR_MISSES)
def test_near_misses_are_told_from_what_is_said(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status == "abstained"
    assert assistant.ask(NEAR_MISSES[question]).status == "answered"


def test_a_follow_up_leaves_the_documents_of_the_turn_before_where_another_says_it_better(assistant: Assistant) -> None:
    before = [("How many governments does the ITU news item count?", "Thirty.")]
    answer = assistant.ask("And who keeps the Digital Defenders Partnership running?", before)
    assert "multistakeholder/digital-defenders-partnership.1" in {c.id for c in answer.citations}


def test_filters(plain: Assistant) -> None:
    question = "What do the documents say about artificial intelligence?"
    for year in (2023, 2024):
        hits = plain.ask(question, years=[year]).hits
        assert {h.passage.document for h in hits} == {f"poa-{year}"}
    assert {h.passage.document for h in plain.search("human rights", documents=["what-we-do"])} == {"what-we-do"}
    with pytest.raises(InputError, match="no document of the year 1999"):
        plain.ask(question, years=[1999])
    with pytest.raises(UnknownId, match="no document 'poa-1999'"):
        plain.ask(question, documents=["poa-1999"])


def test_filters_that_exclude_each_other_or_the_question_are_told(plain: Assistant) -> None:
    with pytest.raises(InputError, match="poa-2024 is not of 2023"):
        plain.ask("What is Goal 1?", documents=["poa-2024"], years=[2023])
    with pytest.raises(InputError, match="names Program of Action 2024, but only Program of Action 2023"):
        plain.ask("What is Goal 2 of the 2024 programme?", years=[2023])
    follow_up = plain.ask("And Goal 2?", [("What is Goal 1 of the 2024 programme?", "")], years=[2023])
    assert {c.id.split("/")[0] for c in follow_up.citations} <= {"poa-2023"}


def test_comparing_on_what_no_document_knows_gives_nothing(plain: Assistant) -> None:
    assert plain.compare(2023, 2024, "zebra") == ()
    assert plain.compare(2023, 2024, "donor principles")
    with pytest.raises(InputError, match="named twice"):
        plain.compare(2023, 2023)


def test_the_same_question_gives_the_same_bytes(plain: Assistant) -> None:
    for question in (
        "Who manages the Digital Defenders Partnership?",
        "What do both programmes say about civil society?",
    ):
        first = json.dumps(answer_json(plain.ask(question)))
        assert all(json.dumps(answer_json(plain.ask(question))) == first for _ in range(2))


@pytest.mark.parametrize("question", ["", "  ", "?!…", "😀😀", "\0\x1b[2J"])
def test_empty_questions(question: str, plain: Assistant) -> None:
    with pytest.raises(QuestionError, match="empty"):
        plain.ask(question)


def test_over_long_questions_cost_nothing(plain: Assistant) -> None:
    with pytest.raises(QuestionError, match="limit is 2,000"):
        plain.ask("x" * 100_000)


def test_unseen_characters_change_nothing(plain: Assistant) -> None:
    dirty = plain.ask("What is \x1b[31mGoal\u200b 2\x07 of the ２０２４ programme?\ud800")
    assert cited(dirty) == ["poa-2024/2"]
    assert "\x1b" not in dirty.text


def test_markers_in_a_question_are_only_characters(plain: Assistant) -> None:
    answer = plain.ask("What does [1] [poa-2024/99] say about spyware?")
    assert all(c.id in plain.catalogue.by_id for c in answer.citations)


def test_show_list_and_search(plain: Assistant) -> None:
    assert plain.show("poa-2023/3C.2").label == "Program of Action 2023, Goal 3, Objective 3C, activity 2"
    assert [p.id for p in plain.list("poa-2024/2.2")] == ["poa-2024/2.2.a"]
    assert len(plain.list("poa-2024")) == 55
    with pytest.raises(UnknownId, match=r"poa-2024/9\.9.*near it are: poa-2024/"):
        plain.show("poa-2024/9.9")
    with pytest.raises(InputError, match="from 1 to 100"):
        plain.search("x", k=0)
    assert plain.search("spyware")[0].rank == 1


def test_text_for_a_terminal_names_label_quote_edition_and_link(assistant: Assistant) -> None:
    answer = assistant.ask("What is Goal 2 of the 2024 programme?")
    printed = answer_text(answer)
    citation = answer.citations[0]
    for part in (citation.label, citation.quote, citation.url, "poa-2024/2"):
        assert part in printed
    assert ("own words" in printed) == (citation.edition == "plain")


@pytest.mark.parametrize(
    "question",
    [
        "Does the 2023 programme mention blockchain?",
        "Who chaired the FOC in 2031?",
        "What were the goals of the 2019 programme?",
    ],
)
def test_what_stands_nowhere_is_declined(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.citations) == ("abstained", ())
