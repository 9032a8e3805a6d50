"""Which goals or objectives have the most, the fewest or so many of what stands under them; counted in the tree."""

from focqa.answer.places import capital, counted, place, with_chair
from focqa.answer.tree import roots, say_items, whose
from focqa.answer.writer import Span, Writer
from focqa.catalogue import Catalogue
from focqa.types import Answer, Having, Passage, Query

_SAID = {
    "more": "more than {}",
    "least": "at least {}",
    "fewer": "fewer than {}",
    "exactly": "exactly {}",
}


def answer_having(query: Query, catalogue: Catalogue) -> Answer | None:
    """Those that have it: for the most and the fewest with what stands under them, else in their own words; None where none is."""
    wanted = query.having
    if not wanted:
        return None
    writer = Writer(catalogue)
    for above in roots(query, catalogue):
        numbers = {p: len(catalogue.below(p.id, wanted.of)) for p in catalogue.below(above, wanted.level)}
        fitting = _fitting(numbers, wanted)
        if fitting:
            _say(writer, above, fitting, wanted, numbers[fitting[0]])
    return writer.answered(query) if writer.has_sentences else None


def _fitting(numbers: dict[Passage, int], wanted: Having) -> tuple[Passage, ...]:
    counts = [n for n in numbers.values() if n]
    if not counts:
        return ()
    n = wanted.number
    bounds = {
        "most": (max(counts), max(counts)),
        "fewest": (min(counts), min(counts)),
        "more": (n + 1, max(counts)),
        "least": (n, max(counts)),
        "fewer": (0, n - 1),
        "exactly": (n, n),
    }
    least, most = bounds[wanted.rule]
    return tuple(p for p, m in numbers.items() if least <= m <= most)


def _say(writer: Writer, above: str, fitting: tuple[Passage, ...], wanted: Having, number: int) -> None:
    catalogue = writer.catalogue
    if wanted.rule in ("most", "fewest") and len(fitting) == 1:
        items = catalogue.below(fitting[0].id, wanted.of)
        lead = f"Of all {wanted.level}s of {with_chair(catalogue.source(fitting[0]))} it is {place(fitting[0], catalogue)} that has the {wanted.rule}: {counted(number, wanted.of)} ({number} of {number}):"
        writer.say(lead, on=items)
        say_items(writer, fitting[0].id, items)
        return
    if wanted.rule in ("most", "fewest"):
        much = f"the {wanted.rule}, {counted(number, wanted.of)} each"
    else:
        much = _SAID[wanted.rule].format(counted(wanted.number, wanted.of))
    n = len(fitting)
    verb = "has" if n == 1 else "have"
    writer.say(
        f"{capital(counted(n, wanted.level))} of {whose(above, catalogue)} {verb} {much} ({n} of {n}):", on=fitting
    )
    for passage in fitting:
        writer.say(f"{capital(place(passage, catalogue))}:", (Span.whole(passage),))
