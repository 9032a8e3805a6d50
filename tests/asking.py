"""What questions are read as, and what holds for their answers."""

import json

from focqa.assistant import Assistant
from focqa.render import answer_json
from focqa.types import Answer, Turn
from focqa.understand import Understanding


def addresses(reads: Understanding, question: str, *turns: Turn) -> list[str]:
    """The addresses a question names after these turns; those that do not exist with a question mark."""
    query = reads.read(question, turns)
    return [f"{a.document}/{a.locator}" + ("" if a.exists else "?") for a in query.addresses]


def check(answer: Answer, assistant: Assistant) -> None:
    """What holds for every answer: exact quotes, markers that resolve, sentences where their citations say."""
    for number, citation in enumerate(answer.citations, start=1):
        passage = assistant.show(citation.id)
        assert passage.text[citation.start : citation.end] == citation.quote
        assert citation.label == passage.label
        assert f"[{number}]" in answer.text
        assert answer.text[citation.answer_start : citation.answer_end] in {s.text for s in answer.sentences}
        assert citation.edition == assistant.catalogue.documents[passage.document].edition
    if answer.status == "answered":
        assert answer.reason is None
        assert all(s.citations for s in answer.sentences)
    else:
        assert answer.reason
        assert not answer.citations
    json.dumps(answer_json(answer))


def cited(answer: Answer) -> list[str]:
    """The ids an answer cites, each once, in order."""
    return list(dict.fromkeys(c.id for c in answer.citations))
