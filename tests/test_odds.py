"""Word odds: what the words of a question say for an answer, learnt from glosses and silences."""

import math

import pytest

from focqa.odds import Odds, terms
from focqa.types import Phrasings

PHRASED = (
    Phrasings(("who plants the garden", "what is planted there"), ("who may veto the garden", "may members veto it")),
    Phrasings(("who waters the garden",), ("what does the water cost",)),
)


def test_terms_are_stems_and_their_neighbours() -> None:
    assert terms("Who plants plants?") == ("who", "plant", "who plant", "plant plant")


def test_odds_are_of_questions_not_of_words() -> None:
    odds = Odds.learn(PHRASED)
    # Veto: in none of three glosses, in two of three silences; half a question added to each.
    assert odds.of["veto"] == pytest.approx(math.log(0.5 / 4) - math.log(2.5 / 4), abs=1e-4)
    assert odds.of["plant"] > 0 > odds.of["may"]
    assert "cost" not in odds.of, "a word of one question is its writer's"


def test_a_question_is_weighed_by_what_is_known_of_it() -> None:
    odds = Odds.learn(PHRASED)
    assert odds.weigh("May they veto plants?") < 0 < odds.weigh("What was planted?")
    assert odds.weigh("zebra") == 0.0


def test_without_silences_words_say_nothing() -> None:
    odds = Odds.learn([Phrasings(("who plants the garden", "who plants it"))])
    assert odds.of == {}
    assert odds.weigh("who plants it") == 0.0
