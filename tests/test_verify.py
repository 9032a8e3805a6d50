"""Verification: quotes to the letter, numbers, names and negation; stored answers against today's corpus."""

from dataclasses import replace

import pytest

from focqa.answer.verify import check, recheck, verify
from focqa.assistant import Assistant
from focqa.catalogue import Catalogue
from focqa.corpus import open_corpus
from focqa.types import Sentence


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_corpus().catalogue


HIVOS = "multistakeholder/digital-defenders-partnership.1"
NETWORKS = "poa-2024/4.2.a"


@pytest.mark.parametrize(
    ("text", "ids", "support"),
    [
        ("It says: “The Dutch NGO Hivos manages the DDP.”", (HIVOS,), "verified"),
        ("It says: “the dutch  NGO Hivos manages the DDP.”", (HIVOS,), "verified"),
        ("It says: “The Dutch NGO Hivos managed the DDP.”", (HIVOS,), "unverified"),
        ("It says: “The Swiss NGO Aurora manages the DDP.”", (HIVOS,), "unverified"),
        ("The Dutch NGO Hivos manages the DDP.", (HIVOS,), "verified"),
        ("The Dutch NGO Hivos does not manage the DDP.", (HIVOS,), "unverified"),
        ("The Swiss NGO Hivos manages the DDP.", (HIVOS,), "unverified"),
        ("Hivos manages the DDP since 2021.", (HIVOS,), "unverified"),
        ("The Dutch NGO Hivos manages the DDP.", (), "unverified"),
        ("The Dutch NGO Hivos manages the DDP.", ("poa-2024/9",), "unverified"),
        ("The Dutch NGO Hivos manages the DDP.", (NETWORKS,), "unverified"),
        ("The manager is Hivos, not Aurora.", (HIVOS,), "unverified"),
        ("It names two (2 of 2): Hivos; DDP.", (HIVOS,), "verified"),
        ("It names two (2 of 2): Hivos; Aurora.", (HIVOS,), "unverified"),
        ("It names three (3 of 3): Hivos; DDP.", (HIVOS,), "unverified"),
        ("In Vienna: “in Geneva, New York, and Paris”", (NETWORKS,), "unverified"),
    ],
)
def test_sentences(text: str, ids: tuple[str, ...], support: str, catalogue: Catalogue) -> None:
    assert check(Sentence(text, ids), catalogue) == support


def test_a_negated_source_does_not_support_its_opposite(catalogue: Catalogue) -> None:
    passage = replace(catalogue.by_id[HIVOS], text="Members are not required to publish annual reports.")
    changed = Catalogue(catalogue.sources, (passage,))
    assert check(Sentence("Members are required to publish annual reports.", (HIVOS,)), changed) == "unverified"
    assert check(Sentence("Members are not required to publish annual reports.", (HIVOS,)), changed) == "verified"
    assert (
        check(Sentence("They say: “Members are required to publish annual reports.”", (HIVOS,)), changed)
        == "unverified"
    )


def test_every_composed_sentence_verifies(plain: Assistant) -> None:
    for question in (
        "List all activities under Objective 3C in 2023",
        "How many objectives does each goal of 2024 have?",
        "What is Goal 1?",
        "Who manages the Digital Defenders Partnership?",
        "Compare what 2023 and 2024 say about surveillance",
        "What are the goals of both programmes?",
    ):
        answer = plain.ask(question)
        assert answer.status == "answered", question
        assert [s.text for s in answer.sentences if s.support != "verified"] == []


def test_a_tampered_answer_is_found_out(plain: Assistant) -> None:
    answer = plain.ask("What is Goal 2 of the 2024 programme?")
    sentence = replace(answer.sentences[0], text=answer.sentences[0].text.replace("Goal 2", "Goal 9"))
    assert verify(replace(answer, sentences=(sentence,)), plain.catalogue).sentences[0].support == "unverified"


def test_stored_citations_are_checked_against_today_s_corpus(plain: Assistant, catalogue: Catalogue) -> None:
    citation = plain.ask("What is Goal 2 of the 2024 programme?").citations[0]
    assert recheck([citation], catalogue)[0].state == "holds"
    text = catalogue.by_id[citation.id].text

    def state(changed: str) -> str:
        passages = tuple(replace(p, text=changed) if p.id == citation.id else p for p in catalogue.passages)
        return recheck([citation], Catalogue(catalogue.sources, passages))[0].state

    assert state(f"Now: {text}") == "moved"
    assert state("Something else") == "changed"
    assert recheck([replace(citation, id="poa-2024/99")], catalogue)[0].state == "gone"
