"""Writing an answer: sentences with their citations become text with [1] markers, and every offset is kept."""

import re
from dataclasses import dataclass, field, replace

from focqa.catalogue import Catalogue
from focqa.text import clean
from focqa.types import Answer, Citation, Hit, Passage, Query, Reason, Sentence, Suggestion

UNVERIFIED = "(unverified)"
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage's text to quote: ``text[start:end]``."""

    passage: Passage
    start: int
    end: int

    @classmethod
    def whole(cls, passage: Passage) -> "Span":
        """All of a passage."""
        return cls(passage, 0, len(passage.text))

    @property
    def quote(self) -> str:
        """The words, to the letter."""
        return self.passage.text[self.start : self.end]


@dataclass
class Writer:
    """Collects an answer's sentences; each call of ``say`` is one sentence and one line of the text."""

    catalogue: Catalogue
    _lines: list[str] = field(default_factory=list)
    _sentences: list[Sentence] = field(default_factory=list)
    _citations: list[Citation] = field(default_factory=list)

    def say(self, lead: str, spans: tuple[Span, ...] = (), on: tuple[Passage, ...] = ()) -> None:
        """Add a sentence: the lead, then the quoted spans, each with its marker.

        Args:
            lead: Fixed words that name document and place.
            spans: What is quoted.
            on: Provisions the sentence rests on without quoting them (a count rests on what is counted); they are cited
                by the lines that quote them.
        """
        start = sum(len(line) + 1 for line in self._lines)
        shown = " ".join(f"{lead} {self._quoted(spans)}".split())
        line = shown
        for span in spans:
            line += f" [{self._number(span, start, start + len(shown))}]"
        self._lines.append(line)
        ids = dict.fromkeys(p.id for p in (*(s.passage for s in spans), *on))
        self._sentences.append(Sentence(shown, tuple(ids)))

    def phrase(self, sentence: Sentence, spans: tuple[Span, ...]) -> None:
        """Add a sentence in a chat model's words, with the marker of each span it rests on; one that does not hold says so."""
        start = sum(len(line) + 1 for line in self._lines)
        line = sentence.text
        for span in spans:
            line += f" [{self._number(span, start, start + len(sentence.text))}]"
        self._lines.append(line if sentence.support == "verified" else f"{line} {UNVERIFIED}")
        self._sentences.append(sentence)

    def take(self, answer: Answer) -> None:
        """Add the sentences of an answer, their marks counted on."""
        by_id = self.catalogue.by_id
        for line, sentence in zip(answer.text.split("\n"), answer.sentences, strict=True):
            start = sum(len(said) + 1 for said in self._lines)
            shown = sentence.text
            cited = (answer.citations[int(mark) - 1] for mark in _MARK.findall(line[len(shown) :]))
            numbers = [self._number(Span(by_id[c.id], c.start, c.end), start, start + len(shown)) for c in cited]
            self._lines.append(shown + "".join(f" [{n}]" for n in numbers))
            self._sentences.append(sentence)

    def _quoted(self, spans: tuple[Span, ...]) -> str:
        return " … ".join(f"“{clean(span.quote)}”" for span in spans)

    def _number(self, span: Span, start: int, end: int) -> int:
        """The citation's number; the same span keeps the number it has."""
        for number, cited in enumerate(self._citations, start=1):
            if (cited.id, cited.start, cited.end) == (span.passage.id, span.start, span.end):
                return number
        source = self.catalogue.source(span.passage)
        passage = span.passage
        self._citations.append(
            Citation(
                passage.id,
                passage.label,
                span.quote,
                span.start,
                span.end,
                passage.page,
                source.url,
                source.edition,
                start,
                end,
            )
        )
        return len(self._citations)

    @property
    def has_sentences(self) -> bool:
        """Whether anything was said yet."""
        return bool(self._sentences)

    def answered(self, query: Query, hits: tuple[Hit, ...] = (), confidence: float = 1.0) -> Answer:
        """The answer as written so far."""
        return self._finished(query, hits, confidence)

    def abstained(
        self,
        query: Query,
        reason: Reason,
        suggestions: tuple[Suggestion, ...],
        hits: tuple[Hit, ...] = (),
        confidence: float = 0.0,
    ) -> Answer:
        """The same as an abstention: what was written says why, nothing is cited."""
        return replace(
            self._finished(query, hits, confidence),
            status="abstained",
            reason=reason,
            suggestions=suggestions,
            sentences=(),
            citations=(),
        )

    def _finished(self, query: Query, hits: tuple[Hit, ...], confidence: float) -> Answer:
        return Answer(
            question=query.question,
            status="answered",
            reason=None,
            text="\n".join(self._lines),
            sentences=tuple(self._sentences),
            citations=tuple(self._citations),
            hits=hits,
            confidence=round(confidence, 4),
        )
