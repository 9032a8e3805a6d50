"""Questions of which the documents answer one half."""

import pytest

from focqa.assistant import Assistant
from focqa.understand.parts import halves


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("Who looks after it, and what do they earn?", ("Who looks after it", "what do they earn?")),
        ("Who chairs the coalition? Reply with one word.", ()),
        ("When and where is the next conference?", ()),
        ("Which states were named, and why?", ("Which states were named", "why?")),
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
