"""A chat model's reply as it comes: cut into sentences, each checked and written with its citations."""

from dataclasses import dataclass, replace

from focqa.answer.abstain import abstain
from focqa.answer.faithful import bears_out, best_span
from focqa.answer.prompts import Block, Claim, Message, claims, cut, inert, messages, parse, refuses
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.text import fold
from focqa.types import Answer, Passage, Query, Sentence

# Characters of a reply that are read; provisions given beside those of the composed answer; characters of all of them.
MAX_REPLY = 8000
GIVEN = 8
MAX_GIVEN = 24_000
IGNORED = "cited no provision"
SILENT = "said nothing"
UNBORNE = "said nothing that the provisions bear out"
PARTIAL = "left out or changed part of the answer"
DECLINED = "declined to tell it"
_THINKS = ("<think>", "</think>")


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked to phrase.

    Attributes:
        query: The question.
        composed: The composed answer.
        catalogue: Where the provisions are.
        given: Ids of the provisions it gets; empty where they are too long to give.
        messages: What it is sent.
        needed: Of each group it must cite an id in a sentence that holds.
        fixed: Whether the tree decided: then every sentence must hold.
    """

    query: Query
    composed: Answer
    catalogue: Catalogue
    given: frozenset[str]
    messages: tuple[Message, ...]
    needed: tuple[frozenset[str], ...]
    fixed: bool


def prepare(query: Query, composed: Answer, catalogue: Catalogue) -> Task | None:
    """What to ask for an answer; None for an abstention, which no model overrules."""
    if composed.status == "abstained":
        return None
    cited = list(dict.fromkeys(i for s in composed.sentences for i in s.citations))
    fixed = not composed.hits
    drafted = fixed or query.kind == "compare"
    further = [] if fixed else [h.passage.id for h in composed.hits if h.passage.id not in cited]
    given = _fitting([catalogue.by_id[i] for i in cited], [catalogue.by_id[i] for i in further], len(cited))
    blocks = tuple(Block(p.id, f"{p.label}. {' '.join(p.headings)}", p.text) for p in given)
    draft = tuple(Claim(s.text, s.citations) for s in composed.sentences) if drafted else ()
    return Task(
        query=query,
        composed=composed,
        catalogue=catalogue,
        given=frozenset(p.id for p in given),
        messages=messages(query.whole, blocks, draft),
        needed=_needed(composed, fixed) if drafted else (),
        fixed=fixed,
    )


def _fitting(cited: list[Passage], further: list[Passage], least: int) -> list[Passage]:
    """What is cited and as much more as fits; nothing where not even that does."""
    kept, size = [], 0
    for passage in [*cited, *further[: max(0, GIVEN - least)]]:
        size += len(passage.text) + sum(map(len, passage.headings))
        if size > MAX_GIVEN:
            break
        kept.append(passage)
    return kept if len(kept) >= least else []


def _needed(composed: Answer, fixed: bool) -> tuple[frozenset[str], ...]:
    """Each provision the tree named; of a comparison one provision of each document."""
    ids = dict.fromkeys(i for s in composed.sentences for i in s.citations)
    if fixed:
        return tuple(frozenset([i]) for i in ids)
    documents = dict.fromkeys(i.split("/")[0] for i in ids)
    return tuple(frozenset(i for i in ids if i.split("/")[0] == d) for d in documents)


class Reply:
    """Collects a reply; ``answer`` is what can be said of it so far."""

    def __init__(self, task: Task, model: str) -> None:
        """Begin with nothing said."""
        self._task, self._model = task, model
        self._writer = Writer(task.catalogue)
        self._text, self._rest, self._size = "", "", 0
        self._cites = False
        self._sentences: list[Sentence] = []
        # What is cited with a marker; a sentence that only counts provisions does not tell them.
        self._told: set[str] = set()
        self._abstains: Answer | None = None

    @property
    def full(self) -> bool:
        """Whether no more of it is read."""
        return self._size >= MAX_REPLY

    @property
    def showable(self) -> bool:
        """Whether what is there can be shown already: a sentence holds, and nothing that must be whole is under way."""
        return not self._task.needed and any(s.support == "verified" for s in self._sentences)

    def feed(self, piece: str) -> bool:
        """Take in more of it; whether that finished a sentence."""
        piece = piece[: MAX_REPLY - self._size]
        self._size += len(piece)
        self._text += piece
        self._rest = _thought(self._rest + piece)
        if self._rest.startswith(_THINKS[0]):
            return False
        units, self._rest = cut(self._rest)
        return self._say(units)

    def finish(self) -> str | None:
        """Take the reply as ended; what is wrong with it, or None."""
        answer_text = _thought(self._text, final=True)
        if refuses(answer_text):
            return self._abstain()
        if not self._rest.startswith(_THINKS[0]):
            self._say(cut(self._rest, final=True)[0])
        self._rest = ""
        holding = [s for s in self._sentences if s.support == "verified"]
        if not holding:
            return UNBORNE if self._cites else IGNORED if self._sentences else SILENT
        whole = all(group & self._told for group in self._task.needed)
        if not whole or (self._task.fixed and len(holding) < len(self._sentences)):
            return PARTIAL
        return None

    @property
    def answer(self) -> Answer:
        """The answer so far."""
        task = self._task
        written = self._writer.answered(task.query, task.composed.hits, task.composed.confidence)
        made = (
            replace(written, sentences=tuple(self._sentences), notes=(*task.composed.notes, *self.notes))
            if not self._abstains
            else None
        )
        return replace(made or self._abstained(), question=task.composed.question, model=self._model)

    def _abstained(self) -> Answer:
        assert self._abstains is not None
        return self._abstains

    def _abstain(self) -> str | None:
        """A refusal: an abstention, unless the tree has decided."""
        task = self._task
        if task.fixed:
            return DECLINED
        found = abstain(task.query, task.catalogue, "not-in-corpus", task.composed.hits, task.composed.confidence)
        self._abstains = replace(found, notes=("The chat model found no answer in the provisions it was given.",))
        return None

    def _say(self, units: tuple[str, ...]) -> bool:
        said = False
        for claim in map(parse, units):
            repeated = self._repeated(claim)
            for sentence in [repeated] if repeated else self._checked(claim):
                if sentence in self._sentences:
                    continue  # models loop
                said = True
                self._cites = self._cites or bool(sentence.citations)
                self._sentences.append(sentence)
                spans = self._spans(sentence, repeated is not None)
                self._told |= {span.passage.id for span in spans}
                self._writer.phrase(sentence, spans)
        return said

    def _repeated(self, unit: Claim) -> Sentence | None:
        """The sentence of the composed answer that a unit repeats as it is; it holds."""
        for composed in self._task.composed.sentences:
            if fold(unit.text) == fold(inert(composed.text)) and set(unit.ids) == set(composed.citations):
                return replace(composed, support="verified")
        return None

    def _checked(self, unit: Claim) -> list[Sentence]:
        task = self._task
        said = [Sentence(c.text, c.ids) for c in claims(unit)]
        return [replace(s, support=bears_out(s, task.given, task.catalogue)) for s in said]

    def _spans(self, sentence: Sentence, repeated: bool) -> tuple[Span, ...]:
        """What a sentence that holds rests on: of each passage the sentence nearest to it, or what was quoted."""
        if sentence.support == "unverified":
            return ()
        by_id = self._task.catalogue.by_id
        if repeated:
            quoted = [c for c in self._task.composed.citations if c.id in sentence.citations and "“" in sentence.text]
            return tuple(Span(by_id[c.id], c.start, c.end) for c in quoted)
        return tuple(Span(by_id[i], *best_span(sentence.text, by_id[i])) for i in sentence.citations)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of it."""
        invented = dict.fromkeys(i for s in self._sentences for i in s.citations if i not in self._task.given)
        notes = [f"The chat model cited {', '.join(invented)}, which it was not given." for _ in list(invented)[:1]]
        notes += [f"The chat model's reply was cut at {MAX_REPLY:,} characters." for _ in range(self.full)]
        return tuple(notes)


def _thought(text: str, final: bool = False) -> str:
    """A reply without the thinking some models print first; while that goes on, as it is."""
    bare = text.lstrip()
    if not bare.startswith(_THINKS[0]):
        return text
    _, end, after = bare.partition(_THINKS[1])
    return after if end else "" if final else bare
