"""Which passages beside the best are worth citing."""

import pytest

from focqa.answer.facts import chosen
from focqa.assistant import Assistant
from focqa.types import Hit


@pytest.mark.parametrize(
    ("scores", "want"),
    [
        ({"4.3.a": 9.0, "4.3.b": 8.0, "4.3.c": 5.5}, ["4.3.a", "4.3.b", "4.3.c"]),
        ({"4.3.a": 9.0, "4.3.b": 8.0, "4.3.c": 4.5}, ["4.3.a", "4.3.b"]),
        ({"4.3.a": 9.0, "4.2.b": 8.0, "4.3.c": 5.5}, ["4.3.a", "4.2.b"]),
        ({"2.1.a": 9.0, "2.1.b": 5.5}, ["2.1.a"]),
    ],
    ids=["the rest of a row", "too far off", "not a row", "one of a row"],
)
def test_the_rest_of_a_row_is_cited(scores: dict[str, float], want: list[str], plain: Assistant) -> None:
    passages = plain.catalogue.by_id
    hits = tuple(Hit(passages[f"poa-2024/{at}"], score, n) for n, (at, score) in enumerate(scores.items(), start=1))
    query = plain.understanding.read("How does it get better?")
    assert [h.passage.locator for h in chosen(query, plain.index, hits)] == want
