"""Places and lists in the wordings of people in a hurry: what is cited, and nothing else."""

from pathlib import Path

import pytest

from focqa.assistant import Assistant

_LINES = (Path(__file__).parent / "data" / "places.txt").read_text().splitlines()
PLACES = {
    question: ids.split() for question, _, ids in ((part.strip() for part in line.partition("=>")) for line in _LINES)
}


@pytest.mark.parametrize("question", PLACES)
def test_places(question: str, plain: Assistant) -> None:
    assert sorted({c.id for c in plain.ask(question).citations}) == sorted(PLACES[question])


@pytest.mark.parametrize("question", ["What has happened after 2.1.c?", "Is there a link between 2.1.a and 2.1.c?"])
def test_what_happened_after_or_between_is_no_place(question: str, plain: Assistant) -> None:
    named = {f"{a.document}/{a.locator}" for a in plain.understanding.read(question).addresses}
    assert named <= {"poa-2024/2.1.a", "poa-2024/2.1.c"}
