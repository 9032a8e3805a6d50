"""The values that flow through focqa: frozen, slotted, standard library only.

They are listed in the order in which they come into being: a file becomes ``RawText``, that becomes a
``Document`` of ``Provision``s, those are indexed as ``Passage``s, a question becomes a ``Query``, the query finds
``Hit``s, and the hits are composed into an ``Answer`` of ``Sentence``s with ``Citation``s.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

BlockKind = Literal["heading", "text", "item", "footnote"]
Level = Literal["goal", "objective", "activity", "item", "paragraph"]
Edition = Literal["plain", "official"]
Status = Literal["answered", "abstained"]
Reason = Literal["no-such-provision", "not-in-corpus", "out-of-scope", "ambiguous"]
Support = Literal["verified", "unverified"]
QueryKind = Literal["address", "list", "count", "compare", "fact", "definition"]
Rule = Literal["most", "fewest", "more", "least", "fewer", "exactly"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text as a format reader saw it.

    Attributes:
        text: The words, white space folded, list bullets and emphasis removed.
        kind: What the layout says it is.
        level: Heading level from 1, or 0 where the format cannot tell; for items the nesting depth from 0.
        page: Page on which the block starts, from 1; None where the format has no pages.
    """

    text: str
    kind: BlockKind = "text"
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """A file as read: blocks in reading order. ``notes`` are remarks for the person who added the file."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What the manifest says of one document.

    Attributes:
        id: Document id such as ``poa-2024``; lower-case letters, digits, hyphens.
        kind: ``programme``, ``statement``, ``page`` or ``document``.
        title: Title as people write it.
        issuer: Who published it.
        year: Year it applies to; None for an undated page.
        chair: Country that chaired the issuer that year, or "".
        url: Official address, or "".
        edition: ``plain`` (our own retelling) or ``official`` (the publisher's words).
        path: The file.
        structure: Name of the parser under ``structures/``.
        printed_title: First line of the document where it is a title and not the heading of a section, or "".
        locators: The provisions the manifest expects, in order; empty means any.
        names: Other names people use for the document.
        chair_names: The chair's names and demonyms.
    """

    id: str
    kind: str
    title: str
    issuer: str
    year: int | None
    chair: str
    url: str
    edition: Edition
    path: Path
    structure: str
    printed_title: str = ""
    locators: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    chair_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """One numbered or nameable piece of a document.

    Attributes:
        locator: The document's own numbering (``2.1.c``, ``1A.4``) or ``section-slug.n``.
        text: Its words.
        level: Its place in the tree.
        number: The last part of its numbering as printed (``2``, ``2.1``, ``1A``, ``c``, ``iii``, ``4``).
        parent: Locator of the provision it stands under, or None.
        section: Heading of the section it stands in, or "".
        page: Page it starts on, from 1, or None.
    """

    locator: str
    text: str
    level: Level
    number: str
    parent: str | None = None
    section: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source and its provisions in reading order."""

    source: Source
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision as indexed.

    Attributes:
        id: ``document/locator``; the second part of an over-long provision is ``document/locator~2``.
        document: Document id.
        locator: Locator of the provision.
        level: Level of the provision.
        number: Number of the provision as printed.
        parent: Passage id of the provision above, or None.
        label: What people read: "Program of Action 2024, Goal 2, Objective 2.1, activity c".
        headings: The texts it stands under, outermost first.
        text: Its own words.
        page: Page it starts on, from 1, or None.
    """

    id: str
    document: str
    locator: str
    level: Level
    number: str
    parent: str | None
    label: str
    headings: tuple[str, ...]
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Questions in our own words about a provision, searched and never quoted.

    Attributes:
        glosses: Lay phrasings of what it says.
        silences: Questions on its topic that no document answers.
    """

    glosses: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. ``score`` is higher for better; ``rank`` counts from 1."""

    passage: Passage
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Address:
    """A provision, or a document where ``locator`` is "", that the question names. ``exists`` says whether it is there."""

    document: str
    locator: str
    exists: bool
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and, where known, its answer's text and cited passage ids."""

    question: str
    answer: str = ""
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Having:
    """What a question wants counted: those of ``level`` that have the most, or so many, of level ``of`` under them.

    Attributes:
        level: What is asked for.
        of: What is counted under each.
        rule: How many there must be; ``least`` is "at least".
        number: The number the rule needs; 0 for ``most`` and ``fewest``.
    """

    level: Level
    of: Level
    rule: Rule
    number: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    Attributes:
        question: What was asked, cleaned.
        whole: The question made whole: spelling mended, what earlier turns say filled in.
        text: What is searched for: ``whole`` without the words that only name a document, with acronyms spelt out.
        own: For a follow-up its own words, spelling mended; "" if it has none, and for a question that stands alone.
        dialogue: The question with the turns before it, for a model that reads dialogues; "" if it has nothing to do with them.
        before: The question and the answer it goes on from; () if none.
        kind: What sort of answer is wanted.
        addresses: Provisions it names by number.
        rest: Where it names provisions: what it says besides them.
        documents: Ids of the documents it is confined to, by name, year or filter; empty means all.
        carried: Whether those are only the ones that the turn before was about.
        confined: Whether the caller confines it to them.
        years: Years it names.
        targets: For lists and counts: the levels of the things listed.
        itself: For those at an address: whether the provision there is asked for as well.
        topic: For lists and counts: what the things are to be about, or "" for all of them.
        having: What those asked for must have under them, where that is asked.
        named: Kinds of names to list as the text has them: "Task Force".
        defined: Acronyms it asks the meaning of, each with the id of a passage that spells it out.
    """

    question: str
    whole: str
    text: str
    own: str
    kind: QueryKind
    dialogue: str = ""
    before: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    rest: str = ""
    documents: tuple[str, ...] = ()
    carried: bool = False
    confined: bool = False
    years: tuple[int, ...] = ()
    targets: tuple[Level, ...] = ()
    itself: bool = False
    topic: str = ""
    having: Having | None = None
    named: tuple[str, ...] = ()
    defined: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """What a sentence of the answer rests on.

    Attributes:
        id: Passage id.
        label: What people read.
        quote: ``text[start:end]`` of the passage, to the letter.
        start: First character of the quote in the passage's text, from 0.
        end: One past its last character.
        page: Page the provision starts on, or None.
        url: Official address of the document.
        edition: Whose words the quote is in.
        answer_start: First character, in the answer's text, of the sentence it supports.
        answer_end: One past the last.
    """

    id: str
    label: str
    quote: str
    start: int
    end: int
    page: int | None
    url: str
    edition: Edition
    answer_start: int = 0
    answer_end: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, the passage ids it cites, and whether they bear it out."""

    text: str
    citations: tuple[str, ...] = ()
    support: Support = "verified"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to try after an abstention: a near provision (``id`` set) or a question that can be answered."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer, or why there is none.

    Attributes:
        question: The question as asked.
        status: ``answered`` or ``abstained``.
        reason: Why it abstained, else None.
        text: Readable text with [1] markers.
        sentences: The text's sentences in order.
        citations: The evidence, numbered from 1 in the order of the markers.
        hits: What was retrieved, cited or not.
        suggestions: On abstaining, what comes nearest and what can be asked.
        confidence: How well the evidence meets the question, 0 to 1; 1 where the tree decided.
        notes: What the reader should know besides, a sentence each: what of the question is left open, what happened with a chat model.
        model: The chat model whose words these are, such as ``openai:NAME``; "" for the composed answer.
    """

    question: str
    status: Status
    reason: Reason | None
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 0.0
    notes: tuple[str, ...] = ()
    model: str = ""
