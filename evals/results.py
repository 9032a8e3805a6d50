"""What a system gives for a question, in the form that all metrics read."""

from dataclasses import dataclass

from focqa.types import Answer


@dataclass(frozen=True, slots=True)
class Result:
    """One system's answer to one question.

    Attributes:
        id: The question's.
        status: ``answered`` or ``abstained``.
        text: What was said.
        cited: Provision ids cited, in order, each once.
        retrieved: Provision ids retrieved, best first, each once.
        supports: For each sentence whether its support verified; empty where the system says nothing of it.
        confidence: How sure it was, 0 to 1.
    """

    id: str
    status: str
    text: str
    cited: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    supports: tuple[bool, ...] = ()
    confidence: float = 1.0

    @property
    def answered(self) -> bool:
        """Whether it answered at all."""
        return self.status == "answered"


def provision(passage_id: str) -> str:
    """The provision a passage id is of: without the part of a split one."""
    return passage_id.split("~")[0]


def of_answer(id_: str, answer: Answer) -> Result:
    """The result a focqa answer is."""
    cited = tuple(dict.fromkeys(provision(c.id) for c in answer.citations))
    hits = [provision(h.passage.id) for h in answer.hits]
    return Result(
        id=id_,
        status=answer.status,
        text=answer.text,
        cited=cited,
        # What the tree decided was found without searching: it counts as retrieved, first.
        retrieved=tuple(dict.fromkeys(hits or cited)),
        supports=tuple(s.support == "verified" for s in answer.sentences),
        confidence=answer.confidence,
    )
