"""Questions for what another text says, one that the documents only name: "the recommendations of the Ottawa Agenda"."""

import re

from focqa.text import fold

_TEXT = r"(?:Agendas?|Declarations?|Statements?|Principles|Resolutions?|Terms of Reference|Recommendations?|Compacts?|Toolkits?|Conventions?|Treat(?:y|ies)|Codes?|Guidelines)"
# A text's name: it has a capital before or in its last word; a resolution has a number.
_NAMED = rf"(?:(?:the|its|that|this|each|all|every)\s+)*(?:(?:[\w’'&+-]+\s+){{0,6}}?[A-Z][\w’'-]*\s+(?:(?:of|on|for|and|the)\s+)?{_TEXT}|{_TEXT}(?= on\b| for\b)|(?:[\w’'-]+\s+){{0,4}}?[Rr]esolution\s+\d+/\d+)"
# The same right after a verb, so that nothing else is its object.
_CALLED = rf"(?:the\s+)?[A-Z][\w’'-]*(?:\s+(?:of|on|for|and|the|[A-Z][\w’'-]*))*?\s+{_TEXT}"
_PARTS = r"(?:recommendations|commitments|wording|text|title|contents?|clauses|articles|conclusions|(?:opening|first|last|final) (?:paragraph|sentence|words))"
# The same of what the turn before named.
_OF_IT = re.compile(
    rf"\b{_PARTS}\b.*\b(?:it|that|this|them|there|text|document|paper|agenda|statement|declaration)\b"
    r"|\bwhat (?:does|do|did) (?:it|that|this|they|the (?:text|document|paper|agenda|statement|declaration))(?: actually| exactly| really| itself)*"
    r" (?:say|contain|recommend|demand|state|promise|call for)(?: exactly| then| in detail)?\W*$"
)
_TOLD = re.compile(rf"(?:[\w’'-]+\s+)?[A-Z][\w’'-]*\s+(?:(?:of|on|for|and|the)\s+)?{_TEXT}")
_ASKED = re.compile(
    rf"\b{_PARTS}\b\s+(?:(?:of|in|inside|from)\s+){_NAMED}"
    rf"|\b{_PARTS}\s+(?:does|do|did|are|were)\s+{_NAMED}"
    rf"|\b(?:[Qq]uote|[Ii]temi[sz]e|[Ll]ist|[Rr]ecite|[Ss]pell out)(?:\s+me)?\s+(?:the\s+(?:first|second|third|last)\s+of\s+)?{_CALLED}"
    rf"|\btext of\s+{_NAMED}"
    r"|\b(?:[Pp]rinciple|[Cc]ommitment|[Rr]ecommendation|[Aa]rticle|[Cc]lause|[Cc]hapter)s?\s+(?:(?:[Nn]o\.?|[Nn]umber|#)\s*)?\d+\b"
    r"|\b[Ww]hat(?:'s|’s| is| are) (?:all )?(?:in|inside)\s+(?:the|that)\s+(?:[\w’'-]+\s+){0,3}?toolkit\b"
)


def asks_contents(question: str, told: str = "") -> bool:
    """Whether a question asks what stands in a text with a name of its own.

    Args:
        question: As asked, capitals and all; it names none of the documents.
        told: The turn before, where it is a follow-up and that one named none of the documents either.
    """
    return bool(_ASKED.search(question) or (_OF_IT.search(fold(question)) and _TOLD.search(told)))
