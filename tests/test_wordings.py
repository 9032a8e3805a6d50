"""Wordings: which provision a question's words ask for, by naive Bayes over glosses and silences."""

import math

import numpy as np
import pytest

from focqa.likeness import SILENT, Likeness, arrange
from focqa.types import Phrasings
from focqa.wordings import SMOOTHING, Wordings

PHRASED = {
    "d/1": Phrasings(("who plants the garden", "what is planted there"), ("may members veto the planting",)),
    "d/2": Phrasings(("who waters the garden", "when is the garden watered"), ("may it be watered by night",)),
    "elsewhere": Phrasings((), ("what does a train cost",)),
}
POSITION = {"d/1": 0, "d/2": 1}


def test_a_class_has_what_its_questions_say() -> None:
    known = Wordings.learn(PHRASED)
    assert known.classes == ("d/1", "d/2", SILENT + "d/1", SILENT + "d/2", SILENT + "elsewhere")
    assert "plant" in known.terms
    assert "train" not in known.terms, "a term of a single question is its writer's"
    # "plant": in two questions of two in d/1 and in one of one silent one, of seven questions in all.
    says = known.scores("plant")
    usual = 3 / 7
    for name, count, size in (("d/1", 2, 2), ("d/2", 0, 2), (SILENT + "d/1", 1, 1)):
        expected = math.log((count + SMOOTHING * usual) / (size + SMOOTHING)) - math.log(usual)
        assert says[known.classes.index(name)] == pytest.approx(expected, abs=1e-5)


def test_several_terms_are_added_and_divided_by_the_root_of_their_number() -> None:
    known = Wordings.learn(PHRASED)
    each = [known.scores(t) for t in ("who", "garden")]
    assert known.scores("who garden") == pytest.approx(sum(each) / math.sqrt(2), abs=1e-5)
    assert not known.scores("zebra").any()


def test_a_question_is_placed_and_told_from_what_is_not_answered() -> None:
    known = Wordings.learn(PHRASED)

    def read(text: str) -> Likeness:
        return arrange(known.classes, known.scores(text), POSITION)

    assert read("who planted it?").answered.argmax() == 0
    assert read("when was the garden watered").answered.argmax() == 1
    assert read("when was the garden watered").lead(1) > 0 > read("may it be watered").lead(1)
    assert read("when was the garden watered").odds > read("may it be watered").odds


def test_what_is_about_other_things_is_told() -> None:
    known = Wordings.learn(
        PHRASED | {"elsewhere": Phrasings((), ("what does a train cost", "when does the train leave"))}
    )
    train = arrange(known.classes, known.scores("when is the train"), POSITION)
    assert train.away > 0 > arrange(known.classes, known.scores("who waters it"), POSITION).away
    assert arrange(("d/1", SILENT + "d/1"), np.zeros(2, np.float32), POSITION).away == -np.inf


def test_what_a_missing_provision_answers_nothing_does() -> None:
    known = Wordings.learn(PHRASED)
    scores = known.scores("who planted it?")
    without = arrange(known.classes, scores, {"d/2": 0, "d/9": 1})
    assert without.odds < arrange(known.classes, scores, POSITION).odds
    assert without.lead(0) < 0 < arrange(known.classes, scores, POSITION).lead(0)
    assert without.answered[1] == scores.min(), "nothing is known of a passage without glosses"


def test_it_comes_back_from_bytes() -> None:
    for known in (Wordings.learn(PHRASED), Wordings.learn({})):
        back = Wordings.from_bytes(known.to_bytes())
        assert (back.terms, back.classes) == (known.terms, known.classes)
        assert np.array_equal(back.scores("who planted it?"), known.scores("who planted it?"))
    with pytest.raises(ValueError, match="pickle"):
        Wordings.from_bytes(b"no archive")
