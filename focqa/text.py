"""Small, pure helpers on text that several rooms share."""

import re
import unicodedata
from functools import lru_cache

_DROPPED = {"Cf", "Co", "Cn", "Cs", "Cc"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_SUPERSCRIPT = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_STRAY_IMAGE = re.compile(r"^[a-z]+(?:_[a-z0-9]+)+(?=[A-Z])")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-"})
# Overrides and isolates of direction, tag characters, byte order marks, and code points that are no characters.
_UNFIT = re.compile("[\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\U000e0000-\U000e007f]|[\ufffe\uffff]").match
_WORD = re.compile(r"\d+(?:[./]\d+)*[A-Za-z]?|[^\W\d_]+(?:['’][^\W\d_]+)*(?:\+\d+)?", re.UNICODE)


def normalise(text: str) -> str:
    """NFKC (footnote marks kept), terminal escapes, control and invisible characters dropped, white space folded."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", _ANSI.sub("", text))
    return " ".join("".join(map(_composed, composed)).split())


@lru_cache(maxsize=4096)
def _composed(char: str) -> str:
    """A character as normalised text has it; "" for one that is dropped."""
    kept = char if char in _SUPERSCRIPT else unicodedata.normalize("NFKC", char)
    spaced = (" " if c.isspace() else c for c in kept)
    return "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED)


def readable(text: str) -> str:
    """For writing on a page: as it is, but without terminal escapes, controls, half characters and what reorders or hides.

    Emoji, joiners and marks of direction stay; white space is folded.
    """
    spaced = (" " if c.isspace() else c for c in _ANSI.sub("", text))
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs") and not _UNFIT(c)).split())


@lru_cache(maxsize=4096)  # one question is folded in many rooms, and the documents' names with it
def fold(text: str) -> str:
    """For comparing only: normalised, straight quotes and dashes, lower case."""
    return normalise(text).translate(_QUOTES).casefold()


def clean(text: str) -> str:
    """For reading only: link targets, emphasis, footnote marks and stray image names of an extraction removed."""
    text = _LINK.sub(r"\1", text).replace("**", "").replace("__", "")
    text = _STRAY_IMAGE.sub("", text)
    text = re.sub(f"(?<=[^\\s\\d])[{_SUPERSCRIPT}]", "", text)
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    return " ".join(text.split())


def words(text: str) -> tuple[str, ...]:
    """Words and numbers in order; ``1.1.10``, ``20/8`` and ``WSIS+20`` stay whole."""
    return tuple(_WORD.findall(text.replace("’", "'")))


def slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens: "Ad Hoc Task Forces & Groups" is ``ad-hoc-task-forces-groups``."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("’", "")
    ascii_only = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


@lru_cache(maxsize=4096)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets ``(start, end)`` of the sentences of a text, surrounding white space left out."""
    import nupunkt

    spans = []
    for start, end in nupunkt.sent_spans(text):
        sentence = text[start:end]
        lead = len(sentence) - len(sentence.lstrip())
        if sentence.strip():
            spans.append((start + lead, start + lead + len(sentence.strip())))
    return tuple(spans)


def join_names(names: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Join in prose: ``a``, ``a and b``, ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
