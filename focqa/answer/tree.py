"""Answers that the tree decides: addresses, lists and counts. Complete and deterministic; similarity has no say."""

from focqa.answer.places import capital, counted, document_name, own_name, place, with_chair
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.types import Address, Answer, Level, Passage, Query, Suggestion


def answer_address(query: Query, catalogue: Catalogue) -> Answer:
    """The provisions at the addresses of a question, in their own words; both documents' where an address fits two."""
    found = [catalogue.by_id[f"{a.document}/{a.locator}"] for a in query.addresses if a.exists]
    writer = Writer(catalogue)
    documents = dict.fromkeys(p.document for p in found)
    if len(documents) > 1 and not query.documents:
        names = " and ".join(document_name(catalogue.documents[d]) for d in documents)
        writer.say(f"No year is named, and this fits {names}; here are both.", on=tuple(found))
    for passage in found:
        quote_provision(writer, passage)
    return writer.answered(query)


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
    """All provisions of a level under an address or document, counted; None where there is nothing to list."""
    writer = Writer(catalogue)
    for above in _roots(query, catalogue):
        level = query.target or _next_level(above, catalogue)
        items = catalogue.below(above, level) if level else ()
        if not items or level is None:
            continue
        _say_list(writer, above, items, level, catalogue)
    return writer.answered(query) if writer.has_sentences else None


def _roots(query: Query, catalogue: Catalogue) -> list[str]:
    """What the things to list stand under: the addresses, else the documents that have goals."""
    if query.addresses:
        return [f"{a.document}/{a.locator}" for a in query.addresses if a.exists]
    documents = query.documents or tuple(catalogue.documents)
    return [d for d in documents if catalogue.below(d, "goal")]


def _next_level(above: str, catalogue: Catalogue) -> Level | None:
    children = [p for p in catalogue.children(above) if p.level != "paragraph"]
    return children[0].level if children else None


def _say_list(writer: Writer, above: str, items: tuple[Passage, ...], level: Level, catalogue: Catalogue) -> None:
    n = len(items)
    if above in catalogue.by_id:
        root = catalogue.by_id[above]
        whose = f"{place(root, catalogue)} of {with_chair(catalogue.source(root))}"
    else:
        whose = with_chair(catalogue.documents[above])
    writer.say(f"{capital(whose)} has {counted(n, level)} ({n} of {n}):", on=items)
    direct = all((p.parent or p.document) == above for p in items)
    for item in items:
        name = (
            own_name(item)
            if direct
            else place(item, catalogue).split(", ", 1)[-1]
            if level == "objective"
            else _from_objective(item, catalogue)
        )
        writer.say(f"{name}:", (Span.whole(item),))


def _from_objective(item: Passage, catalogue: Catalogue) -> str:
    """The place from the objective on, enough to tell items apart: "Objective 3C, activity 2"."""
    return ", ".join(place(item, catalogue).split(", ")[1:]) or place(item, catalogue)
