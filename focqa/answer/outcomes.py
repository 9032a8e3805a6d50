"""Questions for how a plan ended: a programme says what is to be done and not what came of it."""

import re

from focqa.text import fold
from focqa.types import Passage

_WHO = r"(?:they|it|that|this|those|these|he|she|people|members|everybody|everyone|the \w+|the \w+ \w+)"
_ASKED = re.compile(
    rf"\bdid {_WHO} (?:manage|succeed|work out|work|find (?:it|them|one|anyone|somebody)|make it|get (?:there|anywhere|it done)|come about|go (?:well|ahead|through)|keep (?:it|to it))\b"
    rf"|\bwhat did {_WHO} (?:find|show|conclude|reveal|yield)\b|\b(?:was|were) {_WHO} (?:happy|satisfied|pleased|successful|a success|carried out|met)\b"
    rf"|\bhow did {_WHO} (?:go|turn out|end|work out)\b|\bhow well did\b"
)


def asks_outcome(question: str, passage: Passage) -> bool:
    """Whether a question asks how something ended that the passage only plans."""
    return passage.level != "paragraph" and bool(_ASKED.search(fold(question)))
