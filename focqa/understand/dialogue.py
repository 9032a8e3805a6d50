"""A question with the turns before it as one text, for a model that has learnt to read dialogues."""

import re

from focqa.text import normalise
from focqa.types import Turn

# Between the question and each turn before it: the packaged model's own mark between two texts.
_BETWEEN = " [SEP] "
# Of an earlier answer, in characters; what it is about stands in front.
_ANSWER = 300
_CITED = re.compile(r"\s*\[[^\]]*\]")


def read_dialogue(question: str, history: tuple[Turn, ...]) -> str:
    """The question, then the turns before it, the last one first, without marks of citation; "" without turns."""
    if not history:
        return ""
    told = [f"{t.question} {_CITED.sub('', t.answer).strip()[:_ANSWER]}" for t in reversed(history)]
    return normalise(_BETWEEN.join((question, *told)))
