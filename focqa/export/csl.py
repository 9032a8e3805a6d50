"""CSL JSON, the data of citation processors: one item a cited document."""

import json
from typing import Any

from focqa.catalogue import Catalogue
from focqa.export._works import Work, works
from focqa.types import Answer

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
SUFFIX = ".csl.json"

_TYPES = {"programme": "report", "page": "webpage"}


def export(answer: Answer, catalogue: Catalogue) -> bytes:
    """A list of items in the order of the citations, in UTF-8; an empty list where nothing is cited.

    Raises:
        UnknownId: If it cites a document that the catalogue lacks.
    """
    items = [_item(work) for work in works(answer, catalogue)]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _item(work: Work) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.key,
        "type": _TYPES.get(work.kind, "document"),
        "title": work.title,
        "author": [{"literal": work.issuer}] if work.issuer else [],
        "issued": {"date-parts": [[work.year]]} if work.year else {},
        "URL": work.link,
        "note": work.note,
    }
    return {name: value for name, value in item.items() if value}
