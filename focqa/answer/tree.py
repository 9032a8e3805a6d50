"""Answers that the tree decides: addresses, lists and counts. Complete and deterministic; similarity has no say."""

import re

from focqa.answer.places import PLURAL, capital, counted, counted_word, document_name, own_name, place, with_chair
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.text import fold, join_names, sentence_spans
from focqa.types import Address, Answer, Level, Passage, Query, Suggestion
from focqa.understand.kinds import claimed


def say_addresses(query: Query, catalogue: Catalogue) -> Writer:
    """The provisions at the addresses of a question, in their own words; both documents' where an address fits two."""
    found = [catalogue.by_id[f"{a.document}/{a.locator}"] for a in query.addresses if a.exists]
    writer = Writer(catalogue)
    documents = dict.fromkeys(p.document for p in found)
    if len(documents) > 1 and not query.documents:
        names = join_names([document_name(catalogue.documents[d]) for d in documents])
        writer.say(f"No year is named, and this fits {names}; here is each.", on=tuple(found))
    opened = {child.id for p in found if p.text.endswith(":") for child in catalogue.children(p.id)}
    for passage in found:
        if passage.id not in opened:
            quote_provision(writer, passage)
    return writer


def quote_provision(writer: Writer, passage: Passage) -> None:
    """A provision in its own words; one that ends in a colon is not whole without what stands under it."""
    where = place(passage, writer.catalogue)
    writer.say(f"{capital(where)} of {with_chair(writer.catalogue.source(passage))} says:", (Span.whole(passage),))
    if passage.text.rstrip().endswith(":"):
        for child in writer.catalogue.children(passage.id):
            writer.say(f"{own_name(child)}:", (Span.whole(child),))


def answer_missing(query: Query, catalogue: Catalogue) -> Answer:
    """An address that does not exist: said so, with what does exist near it."""
    writer = Writer(catalogue)
    suggestions: list[Suggestion] = []
    for address in query.addresses:
        if not address.document:
            known = " and ".join(document_name(s) for s in catalogue.sources if s.year)
            writer.say(f"There is no {address.asked.removeprefix('a ')} here. There is {known}.")
            suggestions += [
                Suggestion(f"What are the goals of {document_name(s)}?") for s in catalogue.sources if s.year
            ]
            continue
        near = _near(address, catalogue)
        writer.say(
            f"{capital(document_name(catalogue.documents[address.document]))} has no {_asked(address)}. {_there(address, near, catalogue)}"
        )
        suggestions += [Suggestion(p.label, p.id) for p in near]
    return writer.abstained(query, "no-such-provision", tuple(dict.fromkeys(suggestions)))


def _asked(address: Address) -> str:
    return address.asked or address.locator


def _near(address: Address, catalogue: Catalogue) -> tuple[Passage, ...]:
    """What does exist under the deepest part of the address that does."""
    above = f"{address.document}/{address.locator}" if address.locator else address.document
    children = catalogue.children(above)
    numbered = tuple(p for p in children if p.level != "paragraph")
    return numbered or ((catalogue.by_id[above],) if above in catalogue.by_id else ())


def _there(address: Address, near: tuple[Passage, ...], catalogue: Catalogue) -> str:
    """What there is instead: "It has four goals: 1, 2, 3 and 4"."""
    if not near:
        return ""
    level = near[0].level
    above = f"{address.document}/{address.locator}"
    whose = place(catalogue.by_id[above], catalogue) if above in catalogue.by_id else "It"
    if above in catalogue.by_id and near[0].id == above:
        return f"{whose} exists, with nothing under it."
    numbers = [p.number for p in near]
    listed = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    return f"{whose} has {counted(len(near), level)}: {listed}."


def answer_list(query: Query, catalogue: Catalogue) -> Answer | None:
    """All provisions of the wanted levels under an address or document, counted; None where there is nothing to list."""
    writer = Writer(catalogue)
    places = roots(query, catalogue)
    places = [p for p in places if any(catalogue.below(p, level) for level in query.targets)] or places
    for above in places:
        levels = _levels(query, above, catalogue)
        items = tuple(p for p in catalogue.below(above) if p.level in levels)
        if items and query.itself and above in catalogue.by_id:
            quote_provision(writer, catalogue.by_id[above])
        if items:
            say_list(writer, above, items)
            wrong = _takes_for(query, levels) not in (None, len(items))
            if (query.kind == "compare" or wrong) and len(levels) == 1:
                _say_stated(writer, above, len(items), levels[0])
    return writer.answered(query) if writer.has_sentences else None


def _takes_for(query: Query, levels: tuple[Level, ...]) -> int | None:
    """How many of a level a question takes there to be: "the five goals"; None if it does not say."""
    said = claimed(fold(query.whole))
    return said[0] if said and (said[1],) == levels else None


def roots(query: Query, catalogue: Catalogue) -> list[str]:
    """What the things to list stand under: the addresses, else the documents that have goals; for paragraphs all documents."""
    if query.addresses:
        return [f"{a.document}/{a.locator}" for a in query.addresses if a.exists]
    documents = query.documents or tuple(catalogue.documents)
    return [d for d in documents if "paragraph" in query.targets or catalogue.below(d, "goal")]


def _levels(query: Query, above: str, catalogue: Catalogue) -> tuple[Level, ...]:
    """The wanted levels that stand under a place; where none does, the level right under it."""
    below = tuple(dict.fromkeys(p.level for p in catalogue.below(above)))
    if query.targets != ("paragraph",):
        below = tuple(level for level in below if level != "paragraph")
    return tuple(level for level in query.targets if level in below) or below[:1]


def say_list(writer: Writer, above: str, items: tuple[Passage, ...]) -> None:
    """The items that stand under a place, counted, each in its own words."""
    levels = dict.fromkeys(p.level for p in items)
    parts = [counted(sum(p.level == level for p in items), level) for level in levels]
    n = len(items)
    writer.say(f"{capital(whose(above, writer.catalogue))} has {join_names(parts)} ({n} of {n}):", on=items)
    say_items(writer, above, items)


def say_items(writer: Writer, above: str, items: tuple[Passage, ...]) -> None:
    """Each item in its own words, named as seen from the place it stands under."""
    for item in items:
        direct = (item.parent or item.document) == above
        if item.level == "paragraph":
            name = capital(place(item, writer.catalogue))
        else:
            name = own_name(item) if direct else _from_objective(item, writer.catalogue)
        writer.say(f"{name}:", (Span.whole(item),))


def whose(above: str, catalogue: Catalogue) -> str:
    """A document or a place in one, as a sentence names it."""
    if above not in catalogue.by_id:
        return with_chair(catalogue.documents[above])
    root = catalogue.by_id[above]
    return f"{place(root, catalogue)} of {with_chair(catalogue.source(root))}"


def _say_stated(writer: Writer, document: str, number: int, level: Level) -> None:
    """Where a document itself says how many of them it has, its sentence: for compared years, and against a number taken for granted."""
    said = re.compile(rf"\b(?:{number}|{counted_word(number)})\s+(?:[\w-]+\s+)?{PLURAL[level]}\b", re.IGNORECASE)
    for passage in writer.catalogue.below(document, "paragraph") if document in writer.catalogue.documents else ():
        for start, end in sentence_spans(passage.text):
            if said.search(passage.text, start, end):
                source = writer.catalogue.source(passage)
                lead = f"{capital(document_name(source))} says so itself, {place(passage, writer.catalogue)}:"
                writer.say(lead, (Span(passage, start, end),))
                return


def _from_objective(item: Passage, catalogue: Catalogue) -> str:
    """The place from the objective on, enough to tell items apart: "Objective 3C, activity 2"."""
    steps = place(item, catalogue).split(", ")
    return ", ".join(steps[1:] or steps)
