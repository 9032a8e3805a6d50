"""Question sets: JSON Lines, checked line by line against the corpus they are about."""

import re
from dataclasses import dataclass
from pathlib import Path

from focqa import questions
from focqa.catalogue import Catalogue
from focqa.errors import InputError
from focqa.types import Turn

KINDS = (
    "address", "list", "fact", "paraphrase", "acronym", "comparison", "joined", "follow-up", "unanswerable",
    "out-of-domain", "false-premise", "misspelt",
)  # fmt: skip
EXPECTATIONS = ("answer", "abstain", "correct")
FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what a right answer needs.

    Attributes:
        id: Unique in its set.
        question: What is asked.
        history: Earlier turns.
        kind: One of ``KINDS``.
        expect: ``answer``, ``abstain``, or ``correct`` for a false premise that the documents contradict.
        gold: Groups of passage ids: any id of a group serves, every group is needed.
        facts: Patterns (case ignored) that an ideal answer's text holds in either edition.
        count: For counts, the number that must be said.
        cluster: Paraphrases of one question and turns of one dialogue share it; they are no independent observations.
        note: Why it is as it is.
    """

    id: str
    question: str
    history: tuple[Turn, ...]
    kind: str
    expect: str
    gold: tuple[tuple[str, ...], ...]
    facts: tuple[str, ...]
    count: int | None
    cluster: str
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer (for a false premise: its correction)."""
        return self.expect != "abstain"

    @property
    def gold_ids(self) -> frozenset[str]:
        """All ids of all groups."""
        return frozenset(i for group in self.gold for i in group)


def resolve(name: str) -> Path:
    """The file of a set: a path, or the name of one of ours (``dev``, ``test``)."""
    own = FOLDER / f"{name}.jsonl"
    return own if own.is_file() else Path(name)


def load(path: Path, catalogue: Catalogue | None = None) -> tuple[Question, ...]:
    """Read a set; with a catalogue, every gold id must be in it.

    Raises:
        InputError: Naming file and line, if a field is missing or wrong, an id is unknown, or a pattern does not compile.
    """
    return tuple(_question(asked, f"{path}, line {asked.line}", catalogue) for asked in questions.read(path))


def _question(asked: questions.Asked, where: str, catalogue: Catalogue | None) -> Question:
    record = asked.record
    kind, expect = record.get("kind", "fact"), record.get("expect", "answer")
    if kind not in KINDS:
        raise InputError(f"{where}: kind {kind!r}; there are: {', '.join(KINDS)}")
    if expect not in EXPECTATIONS:
        raise InputError(f"{where}: expect {expect!r}; there are: {', '.join(EXPECTATIONS)}")
    gold = _groups(record.get("gold", []), where)
    if bool(gold) == (expect == "abstain"):
        raise InputError(f"{where}: a question to be answered needs gold, one to abstain on has none")
    for id_ in (i for group in gold for i in group):
        if catalogue is not None and id_ not in catalogue.by_id:
            raise InputError(f"{where}: gold id {id_!r} is not in the corpus")
    count = record.get("count")
    return Question(
        id=asked.id,
        question=asked.question,
        history=asked.history,
        kind=kind,
        expect=expect,
        gold=gold,
        facts=_patterns(record.get("facts", []), where),
        count=count if isinstance(count, int) else None,
        cluster=str(record.get("cluster") or asked.id),
        note=str(record.get("note", "")),
    )


def _groups(gold: object, where: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(gold, list) or not all(
        isinstance(g, list) and g and all(isinstance(i, str) for i in g) for g in gold
    ):
        raise InputError(f"{where}: gold is a list of groups, each a list of ids")
    return tuple(tuple(g) for g in gold)


def _patterns(facts: object, where: str) -> tuple[str, ...]:
    if not isinstance(facts, list) or not all(isinstance(f, str) for f in facts):
        raise InputError(f"{where}: facts is a list of patterns")
    for pattern in facts:
        try:
            re.compile(pattern)
        except re.error as error:
            raise InputError(f"{where}: the pattern {pattern!r} does not compile ({error})") from None
    return tuple(facts)
