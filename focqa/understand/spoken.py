"""Places as people say or abbreviate them, put as the documents number them: "objective three C", "four point two b", "G2/O1/c"."""

import re

from focqa.understand.numerals import COUNT, digits

_NUMBER = rf"(?:\d{{1,2}}|{COUNT})"
# What may follow a letter that is the end of a number, and not an article.
_ENDS = r"(?=\s*(?:$|[?.,;:!)\"'”’/\]+&–—-]|(?:of|in|from|under|and|or|to|say|says|please|pls|plz|activit\w+|point|number|no|item|20\d\d|the)\b))"
_OBJECTIVE = r"(?P<word>objective|obj\.?)\s+"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (r"¶\s*(?P<para>\d{1,2})\b", "paragraph {para}"),
        # "four point two", "2 dot 1"
        (rf"\b(?P<goal>{_NUMBER})[\s-]+(?:point|dot)[\s-]+(?P<obj>{_NUMBER})\b", "{goal}.{obj}"),
        # "three C point four"
        (
            rf"\b(?P<goal>{_NUMBER})[\s-]*(?P<obj>[a-h])\s+(?:point|dot)\s+(?P<act>{_NUMBER})\b",
            "{goal}{obj}.{act}",
        ),
        # "objective one A", "Obj. 3 C"
        (rf"\b{_OBJECTIVE}(?P<goal>{_NUMBER})[\s-]+(?P<obj>[a-h]){_ENDS}", "{word} {goal}{obj}"),
        # "G2 O1 c", "g4/o4/d", "G3.OC.2"
        (
            r"\bg(?P<goal>\d)[\s./,-]*o(?P<obj>\d|[a-h])[\s./,-]*a?(?P<act>\d{1,2}|[a-h])\b",
            "goal {goal} objective {obj} activity {act}",
        ),
        (r"\bg(?P<goal>\d)[\s./,-]*o(?P<obj>\d|[a-h])\b", "goal {goal} objective {obj}"),
        # "1.A.10", "3-B-4"
        (r"(?<![\w.-])(?P<goal>\d)[.-](?P<obj>[a-h])[.-](?P<act>\d{1,2})(?![\w-])", "{goal}{obj}.{act}"),
        (r"(?<![\w.-])(?P<goal>\d)[.-](?P<obj>[A-H])(?![\w-])", "{goal}{obj}"),
    )
)
# "the seventh of three C": only with a capital, or it is an article.
_CAPITAL = re.compile(rf"\b(?P<lead>(?:of|under|in|from)\s+)(?P<goal>{COUNT})[\s-]+(?P<obj>[A-H])(?!\w)")
# "the sub-points (i, ii, …)" says how they are numbered, not which are meant.
_SERIES = re.compile(r"\(\s*\w{1,3}\s*(?:,\s*\w{1,3}\s*)*,?\s*(?:\.\.\.?|…|etc\.?)\s*\)")


def as_numbered(question: str) -> str:
    """The question with spoken and abbreviated places put as the documents number them."""
    question = _SERIES.sub(" ", question)
    for pattern, form in (*_FORMS, (_CAPITAL, "{lead}{goal}{obj}")):
        question = pattern.sub(lambda m, form=form: form.format(**_said(m)), question)  # type: ignore[misc]
    return question


def _said(m: re.Match[str]) -> dict[str, str]:
    return {name: digits(said.casefold()) if len(said) > 1 else said for name, said in m.groupdict().items()}
