"""How an answer names documents and places in words people use."""

from focqa.catalogue import Catalogue
from focqa.types import Level, Passage, Source

PLURAL: dict[Level, str] = {
    "goal": "goals",
    "objective": "objectives",
    "activity": "activities",
    "item": "items",
    "paragraph": "paragraphs",
}
_SINGULAR: dict[Level, str] = {
    "goal": "goal",
    "objective": "objective",
    "activity": "activity",
    "item": "item",
    "paragraph": "paragraph",
}
_SMALL_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def document_name(source: Source) -> str:
    """The document as a sentence names it: "the Program of Action 2024", "the What We Do page"."""
    return source.title if source.kind == "document" else f"the {source.title}"


def with_chair(source: Source) -> str:
    """The document's name, and who chaired where that is known: "the Program of Action 2024 (Netherlands' chairship)"."""
    if not source.chair:
        return document_name(source)
    owner = source.chair + ("'" if source.chair.endswith("s") else "'s")
    return f"{document_name(source)} ({owner} chairship)"


def place(passage: Passage, catalogue: Catalogue) -> str:
    """Where a passage stands, without its document: "Goal 2, Objective 2.1, activity c"."""
    title = catalogue.source(passage).title
    return passage.label.removeprefix(title).removeprefix(", ")


def own_name(passage: Passage) -> str:
    """What a passage is called among its siblings: "Activity 2", "Objective 3C", "Item ii"."""
    return f"{_SINGULAR[passage.level].capitalize()} {passage.number}"


def counted(number: int, level: Level) -> str:
    """A number and its level's word: "four activities", "one goal", "14 activities"."""
    return f"{counted_word(number)} {_SINGULAR[level] if number == 1 else PLURAL[level]}"


def counted_word(number: int) -> str:
    """A number as a sentence writes it: "four", "14"."""
    return _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else str(number)


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
