"""Names the corpus itself defines: acronyms with their long forms, and the words it uses.

Nothing is listed by hand. "Internet Corporation for Assigned Names and Numbers (ICANN)" defines ICANN wherever it stands.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from focqa.catalogue import Catalogue
from focqa.lexical import tokens
from focqa.text import clean, fold, words

# "Long Form (ABC)" and "ABC (long form)".
_AFTER = re.compile(r"\(([A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:[-+]\w+)*)\)")
_BEFORE = re.compile(r"\b([A-Z]{2,}(?:[-+]\w+)*) \(([a-z][a-z ]+|[A-Z][\w’' ]+)\)")
_NAME = re.compile(r"[A-Z][a-z]+(?:(?:\s+(?:of|on|for|to|and|the|in)){0,2}\s+[A-Z][a-z]+)+")
_LEAST_INITIALS = 3
_SMALL = {"of", "the", "and", "for", "to", "on", "in", "a"}


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym, its long form, and the passage that gives both."""

    acronym: str
    long_form: str
    passage: str


@dataclass(frozen=True)
class Names:
    """What the passages of a catalogue define and how they spell."""

    catalogue: Catalogue

    @cached_property
    def definitions(self) -> dict[str, tuple[Definition, ...]]:
        """Folded acronym to its definitions, in reading order."""
        found: dict[str, list[Definition]] = {}
        for passage in self.catalogue.passages:
            for d in _defined(passage.id, clean(passage.text)):
                found.setdefault(fold(d.acronym), []).append(d)
        return {acronym: tuple(ds) for acronym, ds in found.items()}

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """Folded word to how often the corpus uses it."""
        counted: Counter[str] = Counter()
        for p in self.catalogue.passages:
            counted.update(words(fold(f"{p.label} {' '.join(p.headings)} {clean(p.text)}")))
        return counted

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of the passages."""
        return frozenset(stem for p in self.catalogue.passages for stem in tokens(clean(p.text)))

    def expansion(self, word: str) -> str | None:
        """The long form of an acronym, or None."""
        found = self.definitions.get(fold(word))
        return found[0].long_form if found else None

    @cached_property
    def _initials(self) -> dict[str, str]:
        """Initials of the names that the corpus writes out and never shortens, folded: ``udhr`` to the name."""
        found: dict[str, str] = {}
        for passage in self.catalogue.passages:
            for run in _NAME.finditer(clean(passage.text)):
                parts = run[0].split()
                for start in range(len(parts)):
                    for end in range(start + _LEAST_INITIALS, len(parts) + 1):
                        name = parts[start:end]
                        if name[0][0].isupper() and name[-1][0].isupper():
                            initials = "".join(p[0] for p in name if p[0].isupper())
                            found.setdefault(fold(initials), " ".join(name))
        return found

    def long_forms(self, acronym: str) -> tuple[str, ...]:
        """All that an acronym may stand for here: as defined, or a name of two words with these initials ("UN"); folded."""
        folded = fold(acronym)
        defined = [fold(d.long_form) for d in self.definitions.get(folded, ())]
        if defined or not re.fullmatch(r"[a-z]{2}", folded):
            return tuple(dict.fromkeys(defined))
        name = re.compile(rf"\b{folded[0].upper()}[a-z]+ {folded[1].upper()}[a-z]+\b")
        return tuple(dict.fromkeys(fold(n) for p in self.catalogue.passages for n in name.findall(clean(p.text))))

    def forms(self, said: str) -> tuple[str, ...]:
        """What stands for the same: its long forms and acronyms; "advisory network" has those of "FOC Advisory Network (FOC-AN)"."""
        found = list(self.long_forms(said))
        found += [ds[0].acronym for ds in self.definitions.values() if fold(ds[0].long_form) == fold(said)]
        found += [self._initials[fold(said)]] if fold(said) in self._initials else []
        for acronym, definitions in self.definitions.items():
            owner = acronym.partition("-")[0]
            short = {fold(d.long_form).removeprefix(f"{owner} ") for d in definitions}
            if "-" in acronym and (fold(said) in short or fold(said) == acronym):
                found += [acronym, *sorted(short)]
        return tuple(dict.fromkeys(map(fold, found)))

    def spelt_out(self, question: str) -> str:
        """The question with acronyms that stand nowhere in the corpus replaced by the name whose initials they are."""
        return re.sub(r"(?<![\w+-])[A-Z]{3,6}(?![\w+-])", lambda m: self._spelt(m[0]), question)

    def _spelt(self, acronym: str) -> str:
        folded = fold(acronym)
        known = folded in self.vocabulary or f"{folded}s" in self.vocabulary or folded in self.definitions
        return acronym if known else self._initials.get(folded, acronym)

    def shortened(self, text: str) -> list[str]:
        """Acronyms whose long form a text spells out."""
        folded = fold(text)
        return [ds[0].acronym for ds in self.definitions.values() if fold(ds[0].long_form) in folded]


def _defined(passage: str, text: str) -> list[Definition]:
    found = []
    for m in _AFTER.finditer(text):
        long_form = _long_form(text[: m.start()], m[1])
        if long_form:
            found.append(Definition(m[1], long_form, passage))
    before = (Definition(m[1], m[2], passage) for m in _BEFORE.finditer(text) if _fits(m[2].split(), m[1]))
    return [*found, *before]


def _long_form(before: str, acronym: str) -> str | None:
    """The words before "(ABC)" whose initials it is: the shortest run, back from the bracket, that fits."""
    tokens = before.split()
    for start in range(len(tokens) - 1, max(-1, len(tokens) - 14), -1):
        if tokens[start].lower() in _SMALL and start != len(tokens) - 1:
            continue
        if _fits(tokens[start:], acronym):
            return " ".join(t.strip(",;") if i == len(tokens) - start - 1 else t for i, t in enumerate(tokens[start:]))
    return None


def _fits(tokens: list[str], acronym: str) -> bool:
    """Whether the acronym's letters are initials of the words, in order and from the first word on."""
    letters = acronym.split("+")[0]
    head, _, tail = letters.partition("-")
    if tail and head in tokens:
        letters, tokens = tail, tokens[tokens.index(head) + 1 :]
    letters = re.sub(r"[^a-z]", "", (letters[:-1] if letters[-1:] == "s" else letters).casefold())
    parts = [part for t in tokens for part in re.findall(r"[A-Za-z]+", t)]
    return bool(parts and letters) and parts[0][0].casefold() == letters[0] and _covers(parts, letters)


def _covers(parts: list[str], letters: str) -> bool:
    """Whether the letters can be read off: one from a word, all from a word that is itself in capitals."""
    at = 0
    for part in parts:
        whole = part.casefold()
        if part.isupper() and len(part) > 1 and letters.startswith(whole, at):
            at += len(part)
        elif at < len(letters) and whole[0] == letters[at]:
            at += 1
    return at == len(letters)
