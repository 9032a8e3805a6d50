"""The catalogue: every passage and document of a corpus, as a tree to look things up in."""

import re
from dataclasses import dataclass
from functools import cached_property

from focqa.errors import UnknownId
from focqa.types import Level, Passage, Source

# A passage's id as it stands in a text: "poa-2024/2.1.c".
PASSAGE_ID = re.compile(r"\b[a-z0-9-]+/[A-Za-z0-9.~-]*[A-Za-z0-9]")


@dataclass(frozen=True)
class Catalogue:
    """Passages in reading order, documents in the manifest's order."""

    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        """Passage id to passage."""
        return {p.id: p for p in self.passages}

    @cached_property
    def documents(self) -> dict[str, Source]:
        """Document id to source."""
        return {s.id: s for s in self.sources}

    @cached_property
    def _children(self) -> dict[str, tuple[Passage, ...]]:
        found: dict[str, list[Passage]] = {}
        for p in self.passages:
            found.setdefault(p.parent or p.document, []).append(p)
        return {parent: tuple(below) for parent, below in found.items()}

    def children(self, id_: str) -> tuple[Passage, ...]:
        """What stands right under a passage or document, in order."""
        return self._children.get(id_, ())

    def below(self, id_: str, level: Level | None = None) -> tuple[Passage, ...]:
        """All that stands under a passage or document, at any depth, of one level if given, in order."""
        found: list[Passage] = []
        for child in self.children(id_):
            found += [child] if level in (None, child.level) else []
            found += self.below(child.id, level)
        return tuple(found)

    def ancestors(self, passage: Passage) -> tuple[Passage, ...]:
        """The passages above, outermost first."""
        found: list[Passage] = []
        while passage.parent:
            passage = self.by_id[passage.parent]
            found.insert(0, passage)
        return tuple(found)

    def source(self, passage: Passage) -> Source:
        """The document a passage is of."""
        return self.documents[passage.document]

    def passage(self, id_: str) -> Passage:
        """The passage of that id.

        Raises:
            UnknownId: Naming the ids that come nearest.
        """
        found = self.by_id.get(id_)
        if found:
            return found
        from rapidfuzz import process

        document = id_.split("/")[0]
        known = (
            [p.id for p in self.below(document)]
            if document in self.documents
            else sorted({*self.by_id, *self.documents})
        )
        near = [name for name, _, _ in process.extract(id_, known, limit=3)]
        raise UnknownId(f"no provision has the id {id_!r}; near it are: {', '.join(near)}")
