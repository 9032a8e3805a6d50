"""Lists of the provisions about something, decided by their own words: every one that has the words asked for, and no other."""

import re
from collections.abc import Iterable

from focqa.answer.places import capital, counted
from focqa.answer.tree import roots, say_items, whose
from focqa.answer.writer import Writer
from focqa.catalogue import Catalogue
from focqa.coverage import content
from focqa.index import Index
from focqa.lexical import STOPWORDS, tokens
from focqa.text import clean, fold, join_names, words
from focqa.types import Answer, Level, Passage, Query
from focqa.understand.asking import OF_ANY_ACTIVITY
from focqa.understand.kinds import targets
from focqa.understand.names import Names
from focqa.understand.scope import without_frame

# The most words of a run that an activity may have with the question.
_MOST_WORDS = 4
# "LGBTI people" are those too whom a text calls persons.
_ANY_OF = re.compile(
    r"\s+(?:people|persons?|individuals|folks?|communit(?:y|ies)|issues?|topics?|matters?|questions?|themes?|subjects?)$"
)
_CLAUSE = re.compile(r"[.?!;:]\s")
# So many small words may stand between them: "summit of the future".
_SMALL_WORDS = 2
# Of what a question says of activities, so much must stand in some of them, and in so few of them.
_TOLD, _FEW = 0.3, 0.25
_ASKS = re.compile(r"\W*(?:who|whom|what|which|where|how|for (?:which|what|whom))\b")
_FOR = re.compile(r"\btable of contents\b|\bfor (?:my|our|a|an|the|his|her|their)\b.*$")
# "- countries, ministers, organisations -": examples that not all of them need have.
_ASIDE = re.compile(r"\([^()]*\)|\s[-–—]\s[^-–—]*\s[-–—]\s")
# "I work for ECOWAS. Which activities name us?"
_OURSELVES = re.compile(
    r"\b(?:names?|mention\w*|refers? to|about|involv\w+|concerns?|with|for) (?:us|me|our (?:organi[sz]ation|group|body|office))\b"
)
# What somebody does: "inviting", "invited".
_VERB = re.compile(r"\b(?:(?<=\bto )\w{4,}|\w{3,}(?:ing|ed))\b")
# An activity's items are part of it, and "items" and "points" are said of both.
_ALIKE = frozenset[Level](("activity", "item"))


def answer_topic(query: Query, catalogue: Catalogue) -> Answer | None:
    """Every provision of the wanted levels whose text has the topic's words; None where none has, or the topic is a description."""
    implied = "" if query.topic or query.addresses else _implied(query, catalogue)
    if not query.topic and not implied:
        return None if query.addresses else _answer_worded(query, catalogue)
    writer = Writer(catalogue)
    places = roots(query, catalogue)
    found = _found(query.topic or implied, query, places, catalogue)
    having = [above for above in places if found[above]]
    for above in having:
        alone = "Of these only " if len(having) < len(places) and len(having) == 1 and len(query.documents) > 1 else ""
        _say(
            writer,
            f"{alone}{whose(above, catalogue)}",
            above,
            found[above],
            _as_there(implied, found[above], catalogue),
        )
    if not writer.has_sentences and not query.addresses:
        return _answer_worded(query, catalogue, of_doing=True)
    return writer.answered(query) if writer.has_sentences else None


def _as_there(implied: str, found: tuple[Passage, ...], catalogue: Catalogue) -> str:
    """What the provisions mention, by the name that they use for it."""
    forms = (implied, *Names(catalogue).forms(implied))
    stands = (re.search(rf"\b{re.escape(form)}\b", clean(p.text), re.IGNORECASE) for form in forms for p in found)
    name = next((match[0] for match in stands if match), implied)
    return f"‘{name}’" if implied else "it"


def _found(topic: str, query: Query, places: list[str], catalogue: Catalogue) -> dict[str, tuple[Passage, ...]]:
    """The provisions of the wanted levels under each place whose words, or whose section's heading, have the topic's."""
    wanted = _alternatives(topic, Names(catalogue))
    levels = {*query.targets, *(_ALIKE if _ALIKE & set(query.targets) else ())}
    return {
        above: tuple(p for p in catalogue.below(above) if p.level in levels and _has(p, wanted)) for above in places
    }


def _implied(query: Query, catalogue: Catalogue) -> str:
    """The longest run of words of what asks for activities that stands together in some of them, or an acronym; "" if none does.

    "2024 activities that bring in the advisory network" says by no preposition what they are to be about.
    """
    if not _ALIKE & set(query.targets):
        return ""
    asked_for = [p for above in roots(query, catalogue) for p in catalogue.below(above) if p.level in _ALIKE]
    names = Names(catalogue)
    asking = " . ".join(clause for clause in re.split(_CLAUSE, query.whole) if targets(fold(clause)))
    asking = query.whole if _OURSELVES.search(asking) else asking
    said = re.findall(r"[^\W\d_][\w'-]*|[.,?]", asking)
    lengths = range(_MOST_WORDS + _SMALL_WORDS, 0, -1)
    runs = [said[at : at + length] for length in lengths for at in range(len(said) - length + 1)]
    for run in sorted(runs, key=lambda run: not (run[0][0].isupper() and run[-1][0].isupper())):
        wanted = _alternatives(" ".join(run), names) if _is_name(run, names) else ()
        if wanted and any(_has(p, wanted) for p in asked_for):
            return " ".join(run)
    return ""


def _answer_worded(query: Query, catalogue: Catalogue, of_doing: bool = False) -> Answer | None:
    """The activities that have the few words which a question says of them; None where they are too few, or said of many.

    "Which activities consist in inviting someone?" has no words that stand together anywhere, but one that tells them apart.
    With ``of_doing`` only a verb may.
    """
    said, known = _telling(query, catalogue)
    places = roots(query, catalogue)
    of_them = {above: [p for p in catalogue.below(above) if p.level in _ALIKE] for above in places}
    done = frozenset(t for word in _VERB.findall(fold(query.whole)) for t in tokens(word)) & set(known)
    found = {
        above: tuple(p for p in of_them[above] if set(known) <= _stems(p) and done <= _does(p)) for above in places
    }
    most = _FEW * sum(map(len, of_them.values()))
    if (
        len(known) < max(1, _TOLD * len(said))
        or (of_doing and done != set(known))
        or not 0 < sum(map(len, found.values())) <= most
    ):
        return None
    writer = Writer(catalogue)
    for above in places:
        if found[above]:
            _say(
                writer,
                whose(above, catalogue),
                above,
                found[above],
                " and ".join(f"‘{word}’" for word in _spoken(query, known)),
            )
    return writer.answered(query)


def _spoken(query: Query, stems: tuple[str, ...]) -> list[str]:
    """The question's own words for its stems."""
    said = words(fold(query.whole))
    return [next((word for word in said if stem in tokens(word)), stem) for stem in stems]


def tells_apart(query: Query, index: Index) -> bool:
    """Whether a question says of activities what no one of them has in these words: no list of all answers it."""
    said, known = _telling(query, index.catalogue)
    if not known:
        return any(index.coverage.known((stem,)) for stem in said)
    return len(known) >= max(2, _TOLD * len(said))


def _telling(query: Query, catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems of what asks for activities that are not said of any list, and those of them that stand in some of the activities."""
    if query.kind not in ("list", "count") or not _ALIKE & set(query.targets):
        return (), ()
    said_of_them = _ASIDE.sub(" ", without_frame(query.whole, catalogue))
    clauses = [_FOR.sub(" ", clause) for clause in re.split(_CLAUSE, said_of_them)]
    said = _own(clause for clause in clauses if targets(clause)) or _own(filter(_ASKS.match, clauses))
    there = {
        stem
        for above in roots(query, catalogue)
        for p in catalogue.below(above)
        if p.level in _ALIKE
        for stem in _stems(p)
    }
    return said, tuple(t for t in said if t in there)


def _own(clauses: Iterable[str]) -> tuple[str, ...]:
    """The stems of clauses that are not said of any list."""
    return tuple(t for t in content(" ".join(clauses)) if t not in OF_ANY_ACTIVITY and t.isalpha())


def _does(passage: Passage) -> frozenset[str]:
    """The stems that a provision has in another form than in -s: plans say "invite", and "invites" are things."""
    return frozenset(t for word in words(fold(clean(passage.text))) if not word.endswith("s") for t in tokens(word))


def _stems(passage: Passage) -> frozenset[str]:
    return frozenset(tokens(clean(passage.text)))


def _is_name(run: list[str], names: Names) -> bool:
    """Whether words begin and end with such as say something, with only small words between; one alone must be an acronym."""
    if len(run) == 1:
        return fold(run[0]) in names.definitions and bool(content(run[0]))
    telling = [bool(content(word)) for word in run]
    small = [word for word, tells in zip(run, telling, strict=True) if not tells]
    return telling[0] and telling[-1] and all(word in STOPWORDS for word in small)


def _say(writer: Writer, name: str, above: str, found: tuple[Passage, ...], topic: str) -> None:
    parts = [counted(sum(p.level == level for p in found), level) for level in dict.fromkeys(p.level for p in found)]
    n = len(found)
    writer.say(f"{capital(name)} has {join_names(parts)} whose own words mention {topic} ({n} of {n}):", on=found)
    say_items(writer, above, found)


def _alternatives(topic: str, names: Names) -> tuple[tuple[str, ...], ...]:
    """The runs of stems of which one must stand in a provision. An acronym and its long form stand for one another."""
    found: list[tuple[str, ...]] = []
    for said in re.split(r"\s*(?:,|/|\bor\b)\s*", fold(topic)):
        others = names.forms(said)
        spelt = " ".join(next(iter(names.long_forms(word)), word) for word in said.split())
        if content(said) or others:
            found += [tuple(tokens(form)) for form in (said, _ANY_OF.sub("", said), spelt, *others)]
    return tuple(dict.fromkeys(filter(None, found)))


def _has(passage: Passage, wanted: tuple[tuple[str, ...], ...]) -> bool:
    heading = " ".join(passage.headings) if passage.level == "paragraph" else ""
    return any(_stands(run, tokens(text)) for text in (clean(passage.text), heading) for run in wanted)


def _stands(run: tuple[str, ...], stems: list[str]) -> bool:
    return any(tuple(stems[at : at + len(run)]) == run for at in range(len(stems) - len(run) + 1))
