"""Every word that says something stands in a provision, though few questions sound like it."""

import pytest

from focqa.assistant import Assistant
from tests.asking import check, cited


@pytest.mark.parametrize(
    ("question", "want"),
    [
        (
            "Universal Periodic Review: how different is the approach, 2023 versus 2024?",
            {"poa-2023/3C.3", "poa-2024/4.2.b"},
        ),
        (
            "What was inherited from Canada's chairship?",
            {"poa-2023/1B.1", "poa-2023/strengthening-digital-inclusion.1"},
        ),
    ],
)
def test_what_has_every_word_is_quoted(question: str, want: set[str], assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert want <= set(cited(answer))
    check(answer, assistant)


@pytest.mark.parametrize(
    "question",
    [
        "What was inherited from Kenya's chairship?",
        "What budget did the FOC take over from Canada?",
        "How did the fees for Observers change between 2023 and 2024?",
    ],
)
def test_a_word_that_no_provision_has_is_not_passed_over(question: str, plain: Assistant) -> None:
    assert plain.ask(question).status == "abstained"
