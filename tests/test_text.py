"""Text helpers."""

from hypothesis import given
from hypothesis import strategies as st

from focqa.text import clean, fold, normalise, sentence_spans, slug, words


def test_normalise_drops_what_cannot_be_seen() -> None:
    assert normalise("a\0b\u200b\u202e c\ud800\n\td\U000e0041") == "ab c d"
    assert normalise("ＦＯＣ ﬁne") == "FOC fine"
    assert normalise("worldwide¹") == "worldwide¹"
    assert normalise("e\u0301") == "é"


@given(st.text())
def test_normalise_is_idempotent_and_encodable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode("utf-8")


def test_clean_is_for_reading() -> None:
    assert (
        clean("foc_logoThe FOC’s [Tallinn Agenda](#) **matters** worldwide¹.")
        == "The FOC’s Tallinn Agenda matters worldwide."
    )


def test_words_keep_numbers_and_names_whole() -> None:
    assert words("1.1.10 and 20/8, WSIS+20; the FOC’s 3C") == ("1.1.10", "and", "20/8", "WSIS+20", "the", "FOC's", "3C")


def test_slugs() -> None:
    assert slug("Ad Hoc Task Forces & Working Groups") == "ad-hoc-task-forces-working-groups"
    assert slug("San José’s  Statement") == "san-joses-statement"


@given(st.text(max_size=300))
def test_sentence_spans_lie_inside_and_in_order(text: str) -> None:
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end <= len(text)
        at = end


def test_sentences_survive_abbreviations() -> None:
    text = "In October 2022, the U.S. government acted. It said so."
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "In October 2022, the U.S. government acted.",
        "It said so.",
    ]


def test_fold_is_for_comparing() -> None:
    assert fold("“Rights”  — Ａ") == fold('"rights" - a')
