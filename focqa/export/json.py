"""JSON, byte for byte as ``focqa ask --json`` prints it; ``focqa verify`` reads it back."""

import json

from focqa.catalogue import Catalogue
from focqa.render import answer_json
from focqa.types import Answer

MEDIA_TYPE = "application/json"
SUFFIX = ".json"


def export(answer: Answer, catalogue: Catalogue) -> bytes:
    """All of the answer's fields, hits included, on one line of UTF-8."""
    return (json.dumps(answer_json(answer), ensure_ascii=False) + "\n").encode("utf-8", "replace")
