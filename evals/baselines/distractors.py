"""Stress: a side document of somebody else's adds five provisions with a changed year or number. They are not the coalition's word."""

from pathlib import Path

from evals.baselines.focqa import System
from evals.variants import extended
from focqa.assistant import Assistant
from focqa.types import Passage, Source

ABOUT = "stress: focqa with five false provisions of a side document added; they must not be cited"
SIDE = "side-notes"
_FALSE = (
    "The FOC Advisory Network (FOC-AN) was established in 2015 to engage regularly with FOC governments.",
    "The Freedom Online Coalition is a group of 52 governments committed to human rights online.",
    "Identify the next two chairs by September 2023.",
    "The FOC diplomatic networks convene in Geneva, New York, Nairobi and Brussels.",
    "The Digital Defenders Partnership is managed by the Swiss NGO Aurora since 2021.",
)


def open_system(assistant: Assistant) -> System:
    """Over the assistant's index with the side document."""
    source = Source(
        SIDE, "document", "Notes of a visitor", "A visitor", None, "", "", "official", Path("side.txt"), "sections"
    )
    passages = tuple(
        Passage(
            f"{SIDE}/notes.{n}",
            SIDE,
            f"notes.{n}",
            "paragraph",
            str(n),
            None,
            f"Notes of a visitor, notes, paragraph {n}",
            ("notes",),
            text,
        )
        for n, text in enumerate(_FALSE, start=1)
    )
    return System(extended(assistant, source, passages))
