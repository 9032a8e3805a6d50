"""Questions whose every word that says something stands in a provision, however unlike other questions they sound.

"How did the approach to the Universal Periodic Review change?" asks for what each programme says of that name; "what was
taken over from Canada's year?" for what is said of Canada.
"""

import re

from focqa.coverage import content
from focqa.index import Index
from focqa.lexical import tokens
from focqa.text import fold
from focqa.types import Hit, Query
from focqa.understand.asking import ASKING

# Said of whatever is compared, or handed on.
_SAID_OF_ANY = ASKING | frozenset(
    tokens(
        "differ different difference differently change changed changes shift shifted approach use used relation relate role way treat treatment "
        "emphasis versus vs compare comparison contrast programme program plan year one other chair chairship american americans dutch speak mention "
        "take took taken over carry carried inherit inherited leave left behind build built building on next time country coalition foc successor"
    )
)
_HANDED_ON = re.compile(
    r"\b(?:(?:take[ns]?|took|carr(?:y|ied|ies)|hand(?:ed|s)?)(?: \w+){0,3}? over|inherit\w*|le(?:ft|ave\w*) behind|buil[dt]\w* on)\b"
)
# What these ask for is not said by a topic's words alone.
_DETAIL = re.compile(r"\b(?:how (?:many|much|long|often)|number|when|who|whom|whose|why|where|cost|budget)\b")
_FEWEST_COMPARED, _MOST_WORDS, _MOST_PASSAGES = 2, 4, 3


def met_whole(query: Query, index: Index, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Of the best hits those that have all that the question says; () where it says too much or nothing, or none has it.

    Only for comparisons, and for what a chair handed on, which few questions are like.
    """
    asked = fold(query.question)
    terms = {t for t in content(query.text) if t not in _SAID_OF_ANY and not t.isdigit()}
    compared = query.kind == "compare" and len(terms) >= _FEWEST_COMPARED
    handed_on = query.kind != "compare" and _HANDED_ON.search(asked)
    if not 0 < len(terms) <= _MOST_WORDS or not (compared or handed_on) or _DETAIL.search(asked):
        return ()
    having = index.own_words.terms
    met = tuple(h for h in hits if terms <= having[index.position[h.passage.id]])
    if compared:
        return met if len({h.passage.document for h in met}) > 1 else ()
    return met if len(met) <= _MOST_PASSAGES else ()
