"""Questions for how a plan ended or why it was changed: a programme says what is to be done, not what came of it nor why."""

import re

from focqa.text import fold
from focqa.types import Passage

_WHO = r"(?:they|it|that|this|those|these|he|she|people|members|everybody|everyone|the \w+|the \w+ \w+)"
_ASKED = re.compile(
    rf"\bdid {_WHO} (?:manage|succeed|work out|work|find (?:it|them|one|anyone|somebody)|make it|get (?:there|anywhere|it done)|come about|go (?:well|ahead|through)|keep (?:it|to it))\b"
    rf"|\bwhat did {_WHO} (?:find|show|conclude|reveal|yield)\b|\b(?:was|were) {_WHO} (?:happy|satisfied|pleased|successful|a success|carried out|met)\b"
    rf"|\b(?:in the end|eventually|ultimately|finally|ended up)\b.*\b(?:settled?|decided?|chosen?|chose|agreed?|picked?|became|become)\b|\bfinal decision\b"
    rf"|\bhow did {_WHO} (?:go|turn out|end|work out)\b|\bhow well did\b"
)


# Nor does a programme say why another reads otherwise.
_CHANGED = re.compile(
    r"\bwhy\b.*\b(?:dropped|removed|deleted|struck|taken (?:out|off)|left out|cut out|disappear\w*|vanish\w*|replaced|no longer|not (?:kept|carried over|repeated))\b"
)


def asks_change(question: str) -> bool:
    """Whether a question, which names a year or a document, asks why something stands in one programme and not in another."""
    return bool(_CHANGED.search(fold(question)))


def asks_outcome(question: str, passage: Passage) -> bool:
    """Whether a question asks how something ended that the passage only plans."""
    return passage.level != "paragraph" and bool(_ASKED.search(fold(question)))
