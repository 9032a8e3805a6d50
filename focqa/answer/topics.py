"""Lists of the provisions about something, decided by their own words: every one that has the words asked for, and no other."""

import re

from focqa.answer.places import capital, counted
from focqa.answer.tree import roots, say_items, whose
from focqa.answer.writer import Writer
from focqa.catalogue import Catalogue
from focqa.coverage import content
from focqa.lexical import tokens
from focqa.text import clean, fold, join_names
from focqa.types import Answer, Level, Passage, Query
from focqa.understand.kinds import targets
from focqa.understand.names import Names

# A topic of more words than this is a description, not words to look for.
_MOST_WORDS = 4
# An activity's items are part of it, and "items" and "points" are said of both.
_ALIKE = frozenset[Level](("activity", "item"))


def answer_topic(query: Query, catalogue: Catalogue) -> Answer | None:
    """Every provision of the wanted levels whose text has the topic's words; None where none has, or the topic is a description."""
    implied = "" if query.topic or query.addresses else _implied(query, catalogue)
    if not query.topic and not implied:
        return None
    wanted = _alternatives(query.topic or implied, Names(catalogue))
    if not wanted:
        return None
    writer = Writer(catalogue)
    levels = {*query.targets, *(_ALIKE if _ALIKE & set(query.targets) else ())}
    places = roots(query, catalogue)
    found = {
        above: tuple(p for p in catalogue.below(above) if p.level in levels and _has(p, wanted)) for above in places
    }
    having = [above for above in places if found[above]]
    for above in having:
        alone = "Of these only " if len(having) < len(places) and len(having) == 1 and len(query.documents) > 1 else ""
        _say(writer, f"{alone}{whose(above, catalogue)}", above, found[above], f"‘{implied}’" if implied else "it")
    return writer.answered(query) if writer.has_sentences else None


def _implied(query: Query, catalogue: Catalogue) -> str:
    """The longest run of words of what asks for activities that stands together in some of them, "" if none of two words or more does.

    "2024 activities that bring in the advisory network" says by no preposition what they are to be about.
    """
    if not _ALIKE & set(query.targets):
        return ""
    asked_for = [p for above in roots(query, catalogue) for p in catalogue.below(above) if p.level in _ALIKE]
    names = Names(catalogue)
    asking = " . ".join(clause for clause in re.split(r"[.?!;:]\s", fold(query.whole)) if targets(clause))
    said = re.findall(r"[^\W\d_][\w'-]*|[.,?]", asking)
    for length in range(_MOST_WORDS, 1, -1):
        for run in (said[at : at + length] for at in range(len(said) - length + 1)):
            wanted = _alternatives(" ".join(run), names) if all(len(content(word)) == 1 for word in run) else ()
            if wanted and any(_has(p, wanted) for p in asked_for):
                return " ".join(run)
    return ""


def _say(writer: Writer, name: str, above: str, found: tuple[Passage, ...], topic: str) -> None:
    parts = [counted(sum(p.level == level for p in found), level) for level in dict.fromkeys(p.level for p in found)]
    n = len(found)
    writer.say(f"{capital(name)} has {join_names(parts)} whose own words mention {topic} ({n} of {n}):", on=found)
    say_items(writer, above, found)


def _alternatives(topic: str, names: Names) -> tuple[tuple[str, ...], ...]:
    """The runs of stems of which one must stand in a provision; () for a description. An acronym and its long form stand for one another."""
    found: list[tuple[str, ...]] = []
    for said in re.split(r"\s*(?:,|/|\bor\b)\s*", fold(topic)):
        stems = tuple(tokens(said))
        if len(stems) > _MOST_WORDS:
            return ()
        others = names.forms(said)
        if content(said) or others:
            found += [run for form in (said, *others) if (run := tuple(tokens(form)))]
    return tuple(dict.fromkeys(found))


def _has(passage: Passage, wanted: tuple[tuple[str, ...], ...]) -> bool:
    stems = tokens(clean(passage.text))
    return any(tuple(stems[at : at + len(run)]) == run for run in wanted for at in range(len(stems) - len(run) + 1))
