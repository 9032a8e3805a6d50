"""Numbers as people write them in addresses: ordinals, number words, roman numerals, places counted from the end."""

import re

_RANKS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
# Counted from the end: 0 is the last, -1 the one before it.
_FROM_END = (
    (-2, r"third[ -](?:to|from)[ -]last|third[ -]last|last but two|antepenultimate"),
    (-1, r"(?:next|second)[ -](?:to|from)[ -](?:the )?last|second[ -]last|last but one|penultimate"),
    (0, r"(?:very )?last|final|bottom|closing"),
)
_FROM_START = r"(?:very )?first|opening|top"
RANK = "|".join((*(ends for _, ends in _FROM_END), _FROM_START, *_RANKS, r"\d{1,2}(?:st|nd|rd|th)"))
COUNT = "|".join(_NUMBERS)


def digits(number: str) -> str:
    """A number word as digits; anything else as it is."""
    return str(_NUMBERS.index(number) + 1) if number in _NUMBERS else number


def read_rank(word: str) -> int:
    """Rank of an ordinal, from 1; 0 for the last, -1 for the one before it."""
    for rank, ends in _FROM_END:
        if re.fullmatch(ends, word):
            return rank
    if re.fullmatch(_FROM_START, word):
        return 1
    return _RANKS.index(word) + 1 if word in _RANKS else int(re.sub(r"\D", "", word))
