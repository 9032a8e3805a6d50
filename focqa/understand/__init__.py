"""Understanding: a question, with the turns before it, becomes a ``Query``. No model, no retrieval; rules and the tree."""

import re
from dataclasses import dataclass
from functools import cached_property

from focqa.catalogue import PASSAGE_ID, Catalogue
from focqa.coverage import content
from focqa.errors import InputError
from focqa.text import fold, join_names, normalise, words
from focqa.types import Address, Level, Passage, Query, QueryKind, Turn
from focqa.understand.addresses import resolve, with_only_child
from focqa.understand.asking import ASKING
from focqa.understand.chains import chained
from focqa.understand.dialogue import read_dialogue
from focqa.understand.exceptions import cut_exception, without
from focqa.understand.having import read_having
from focqa.understand.history import follow
from focqa.understand.kinds import (
    claimed,
    contents,
    counts,
    first_target,
    is_telegram,
    read_kind,
    targets,
    wants_itself,
    wants_sections,
)
from focqa.understand.levels import Step
from focqa.understand.named import asked_kinds
from focqa.understand.names import Names
from focqa.understand.neighbours import above, beside, names_neighbour
from focqa.understand.scope import Scope, read_scope, with_centuries, without_frame
from focqa.understand.sections import paragraphs, sections, shared_sections
from focqa.understand.spelling import Speller
from focqa.understand.spoken import as_numbered
from focqa.understand.steps import paths, without_steps
from focqa.understand.themes import numbered, themed
from focqa.understand.topics import EVERY_LEVEL, lead, quoted, topic, wants_everything
from focqa.understand.turns import place

# Acronyms that stand in nearly every passage: spelling them out tells no passage from another.
_PLAIN_ACRONYMS = ("foc", "un")


# Parts that documents may have and number.
_PARTS = re.compile(
    r"\b(?P<part>annex|appendix|footnote|endnote|table|figure|box|schedule|protocol|recital)\s+(?:number\s+|no\.?\s*)?(?:\d{1,2}|[ivx]+|[a-h])\b(?!\s+[a-z]*ing\b)"
)

# Of what a list is to be about, so much may be other words than its place's own, and only say which place is meant.
_UNTOLD = 0.34


@dataclass(frozen=True)
class Understanding:
    """Reads questions about one catalogue."""

    catalogue: Catalogue

    @cached_property
    def names(self) -> Names:
        """Acronyms and vocabulary of the corpus."""
        return Names(self.catalogue)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.names)

    def read(self, question: str, history: tuple[Turn, ...] = (), documents: tuple[str, ...] = ()) -> Query:
        """Understand a question.

        Args:
            question: Cleaned, not empty.
            history: Earlier turns, oldest first.
            documents: Ids it is confined to by the caller; empty means all.

        Raises:
            InputError: If the question names only other documents.
        """
        placed = place(self.mend(question), history)
        mended, last = placed.question, placed.history[-1] if placed.history and not placed.alone else None
        before = self.read(last.question, placed.history[:-1]) if last else None
        followed = follow(mended, last, before, self.catalogue) if last and before else None
        asked = followed.asked if followed else mended
        scope = read_scope(asked, self.catalogue)
        about = followed.documents if followed and not (followed.carried and scope.documents) else scope.documents
        named = tuple(d for d in about or scope.documents if not documents or d in documents)
        if documents and not named:
            self._refuse_conflict(mended, documents)
        allowed = named or documents
        addresses = self._addresses(asked, scope, allowed or tuple(self.catalogue.documents))
        kind, wanted = self._wanted(asked, scope, addresses)
        if kind == "count" and not any(a.exists for a in addresses) and self._miscounted(scope, ()):
            addresses = ()  # "the fifth of its five goals", where there are four
        if not allowed and not addresses:
            allowed = self._having_as_many(scope, wanted)
        if followed and before and followed.same_kind and before.kind in ("list", "count"):
            kind, wanted = before.kind, wanted or before.targets
        whole = followed.text if followed else mended
        searched = without_frame(whole, self.catalogue) if allowed or kind == "compare" else whole
        return Query(
            question=question,
            whole=whole,
            text=self._expanded(searched, whole if followed and not followed.own else mended),
            own=followed.own if followed else "",
            kind=kind,
            dialogue="" if placed.alone else read_dialogue(question, history),
            before=(last.question, last.answer) if last and followed else (),
            addresses=addresses,
            rest=self._rest(scope, mended) if addresses else "",
            documents=allowed,
            carried=bool(followed and followed.carried and named and not documents),
            confined=bool(documents),
            years=scope.years,
            targets=wanted,
            itself=bool(addresses) and wants_itself(scope.masked),
            topic=self._topic(asked, addresses, scope) if wanted else "",
            having=None if topic(asked) else read_having(scope.masked),
            defined=self._defined(asked, allowed) if kind == "definition" else (),
            named=asked_kinds(asked, self.catalogue) if kind in ("list", "count", "fact") and not addresses else (),
        )

    def _wanted(self, asked: str, scope: Scope, addresses: tuple[Address, ...]) -> tuple[QueryKind, tuple[Level, ...]]:
        """The kind of answer wanted, and the levels of what is listed or counted."""
        folded = fold(asked)
        numbered = {step.level for path in paths(scope.masked) for step in path}
        levels = self._points(folded, addresses) or tuple(lv for lv in targets(folded) if lv not in numbered)
        dated = sum(1 for d in scope.documents if self.catalogue.documents[d].year)
        kind = _kind(read_kind(asked, dated), addresses, levels)
        if kind == "address" and not levels:
            kind, levels = self._contents(folded, addresses)
            kind = "count" if kind == "list" and counts(folded) else kind
        if kind in ("fact", "address") and (level := self._miscounted(scope, addresses)):
            return "count", (level,)
        if kind == "fact" and levels and not addresses and is_telegram(scope.masked):
            return "list", levels
        if not levels and not addresses and kind in ("fact", "compare"):
            about = self._topic(asked, addresses, scope)
            if wants_everything(asked) and about:
                return "list", EVERY_LEVEL
            if scope.documents and wants_sections(folded) and not about:
                return "count" if counts(folded) else "list", ("paragraph",)
        return kind, levels

    def _points(self, folded: str, addresses: tuple[Address, ...]) -> tuple[Level, ...]:
        """The "points" of an activity are its items; () where that is not what is asked for."""
        within = [self.catalogue.by_id[f"{a.document}/{a.locator}"] for a in addresses if a.exists]
        having = [p for p in within if p.level == "activity" and self.catalogue.children(p.id)]
        return ("item",) if having and "activity" in targets(folded) else ()

    def _miscounted(self, scope: Scope, addresses: tuple[Address, ...]) -> Level | None:
        """The level of which a question takes there to be more or fewer than there are, at the place it names."""
        said = claimed(scope.masked)
        places = [f"{a.document}/{a.locator}" for a in addresses if a.exists] or list(scope.documents)
        counts_there = [len(self.catalogue.below(place, said[1])) for place in places] if said else []
        there = [n for n in counts_there if n]
        return said[1] if said and there and said[0] not in there else None

    def _having_as_many(self, scope: Scope, wanted: tuple[Level, ...]) -> tuple[str, ...]:
        """The one document that has as many of a level as the question says: "the three goals"; () if it does not tell."""
        said = claimed(scope.masked)
        if not said or said[1] not in wanted:
            return ()
        fitting = tuple(d for d in self.catalogue.documents if len(self.catalogue.below(d, said[1])) == said[0])
        return fitting if len(fitting) == 1 else ()

    def _rest(self, scope: Scope, own: str) -> str:
        """What a question says besides the places and documents it names."""
        if not paths(scope.masked) or names_neighbour(scope.masked):
            return ""
        rest = without_steps(PASSAGE_ID.sub(" ", scope.masked))
        return self._expanded(without_frame(rest, self.catalogue), own) if content(rest) else ""

    def _topic(self, asked: str, addresses: tuple[Address, ...], scope: Scope) -> str:
        """What a list is to be about; what the place or document it names says itself only tells which is meant."""
        about = topic(_asking(asked) if addresses else asked) or ("" if addresses else self._lead(asked))
        said = claimed(scope.masked)
        if said and any(a.exists and len(self._under(a, said[1])) == said[0] for a in addresses):
            return ""  # "the three activities on membership (3D)" are all of that place
        at = [self.catalogue.by_id[f"{a.document}/{a.locator}"].text for a in addresses if a.exists]
        for source in map(self.catalogue.documents.__getitem__, scope.documents):
            at += [source.title, *source.names]
        terms, told = set(content(about)), {*content(" ".join(at)), *ASKING}
        return "" if len(terms - told) <= _UNTOLD * len(terms) else about

    def _lead(self, asked: str) -> str:
        """What stands before the question like a heading or in quotation marks, where the documents have all its words."""
        said = lead(asked) or quoted(asked)
        spellings = (said, said.replace("-", ""))
        return next((about for about in spellings if content(about) and set(content(about)) <= self.names.stems), "")

    def _under(self, address: Address, level: Level) -> tuple[Passage, ...]:
        return self.catalogue.below(f"{address.document}/{address.locator}", level)

    def _defined(self, question: str, documents: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The acronyms of a question that passages of the documents spell out, each with the first such passage."""
        found: dict[str, str] = {}
        for word in re.findall(r"[\w+-]+", question):
            if fold(word) in _PLAIN_ACRONYMS and not re.search(
                rf"\b{word} (?:stands?|means?|is short)\b(?! by)", question
            ):
                continue  # "what does the FOC mean by …" asks something else
            for one in self.names.definitions.get(fold(word), ()):
                if word == one.acronym and (not documents or one.passage.split("/")[0] in documents):
                    found.setdefault(one.acronym, one.passage)
        return tuple(found.items())

    def _refuse_conflict(self, question: str, documents: tuple[str, ...]) -> None:
        """A question that itself names only documents which the caller leaves out would be answered about others."""
        asked = read_scope(question, self.catalogue).documents
        if asked and not set(asked) & set(documents):
            titles = [join_names([self.catalogue.documents[d].title for d in ids]) for ids in (asked, documents)]
            raise InputError(f"the question names {titles[0]}, but only {titles[1]} may be used; change one of them")

    def _contents(self, folded: str, addresses: tuple[Address, ...]) -> tuple[QueryKind, tuple[Level, ...]]:
        """An address question that asks what stands there is a list: of what is to be done, of the next level, or of all."""
        wanted = contents(folded)
        below = [p for a in addresses if a.exists for p in self.catalogue.below(f"{a.document}/{a.locator}")]
        levels = tuple(dict.fromkeys(p.level for p in below))
        if wanted == "none" or not levels:
            return "address", ()
        if wanted == "activities" and "activity" in levels:
            return "list", ("activity",)
        return "list", levels if wanted == "all" else levels[:1]

    def mend(self, question: str) -> str:
        """The question with misspelt words put right and unknown acronyms of known names spelt out; ids and everything the corpus or English knows left alone."""
        pieces = re.split(r"([^\W\d_]+(?:['’][^\W\d_]+)?)", normalise(question))
        mended = "".join(self._speller.mend(piece) if i % 2 else piece for i, piece in enumerate(pieces))
        return with_centuries(as_numbered(self.names.spelt_out(mended)), self.catalogue)

    def _expanded(self, text: str, own: str) -> str:
        """The text with the long form of each acronym of the question beside it, and the acronym of each long form."""
        folded = fold(text)
        spoken = words(folded)
        long_forms = (
            self.names.expansion(w)
            for w in dict.fromkeys(re.findall(r"[\w+-]+", own))
            if fold(w) not in _PLAIN_ACRONYMS and fold(w) in spoken
        )
        extra = [form for form in long_forms if form and fold(form) not in folded]
        short = [a for a in self.names.shortened(own) if fold(a) not in spoken and fold(a) not in _PLAIN_ACRONYMS]
        return " ".join((text, *extra, *short))

    def _addresses(self, text: str, scope: Scope, documents: tuple[str, ...]) -> tuple[Address, ...]:
        named = (i.partition("/") for i in PASSAGE_ID.findall(text))
        ids = tuple(
            Address(d, at, f"{d}/{at}" in self.catalogue.by_id, at)
            for d, _, at in named
            if d in self.catalogue.documents
        )
        if ids:
            return ids
        folded = fold(text)
        row = chained(self.catalogue, scope.masked, documents)
        titled = (
            ()
            if row
            else sections(self.catalogue, folded, documents) or paragraphs(self.catalogue, folded, scope.documents)
        )
        if not titled and not row and read_kind(text, len(scope.documents)) == "compare":
            titled = shared_sections(self.catalogue, folded, documents)
        if titled:
            return titled
        if part := self._lacking(folded):
            return tuple(Address(d, "", False, part) for d in scope.documents) or (Address("", "", False, part),)
        if scope.unknown_years and not scope.documents:
            return tuple(Address("", "", False, f"a programme of {year}") for year in scope.unknown_years)
        kept, excepted = cut_exception(scope.masked)
        if all(path[0].rank is not None or _skips_objective(path) for path in paths(kept)):
            kept, documents = numbered(self.catalogue, kept, documents)
        found = self._resolved(kept, documents, bool(scope.documents))
        found = row if _says_more(row, found) else found
        if not any(a.exists for a in found) and read_kind(text, len(scope.documents)) == "compare":
            found = self._resolved(kept, tuple(self.catalogue.documents), False)  # what it is compared with
        found = above(self.catalogue, kept, beside(self.catalogue, kept, found))
        if not found and targets(folded):
            found = themed(self.catalogue, scope.masked, documents)
        return without(self.catalogue, found, excepted) if excepted else found

    def _lacking(self, folded: str) -> str:
        """The numbered part that a question names and of which no document has any: "annex 2"."""
        found = _PARTS.search(folded)
        return found[0] if found and found["part"] not in self.names.vocabulary else ""

    def _resolved(self, text: str, documents: tuple[str, ...], confined: bool) -> tuple[Address, ...]:
        """The addresses a text names by number; those that do not exist only where none does."""
        found = [a for path in paths(text) for a in resolve(self.catalogue, path, documents, confined)]
        unique = tuple(dict.fromkeys(found))
        existing = tuple(a for a in unique if a.exists)
        return with_only_child(self.catalogue, existing, text) or unique


def _says_more(row: tuple[Address, ...], found: tuple[Address, ...]) -> bool:
    """Whether a row of numbers leads further down than the steps that were read, or to fewer places."""
    there = [a for a in found if a.exists]
    return bool(row) and (not there or len(row) < len(there) or _deep(row[0]) > max(map(_deep, there)))


def _skips_objective(path: tuple[Step, ...]) -> bool:
    """Whether a path goes from a goal to a rank under one of its objectives: "the second activity on coordination, goal four"."""
    return [step.level for step in path] == ["goal", "activity"] and path[-1].rank is not None


def _deep(address: Address) -> int:
    return len(re.findall(r"\d+|[a-z]+", address.locator, re.IGNORECASE))


def _asking(question: str) -> str:
    """A question from the first level it names, or the first place, on: what stands before says nothing of the list."""
    folded = fold(question)
    starts = [step.span[0] for path in paths(folded) for step in path]
    named = first_target(folded)
    return folded[min([*starts, *([] if named is None else [named])], default=0) :]


def _kind(kind: QueryKind, addresses: tuple[Address, ...], wanted: tuple[Level, ...]) -> QueryKind:
    """An address makes a fact question an address question, or a list where levels under it are named."""
    if addresses and wanted and kind != "count":
        return "list"
    if addresses and (kind in ("fact", "definition", "compare") or (kind == "list" and not wanted)):
        return "address"
    return kind
