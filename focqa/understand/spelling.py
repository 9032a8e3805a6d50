"""Misspelt words put right: into words of the corpus first, then into English."""

import re
from dataclasses import dataclass
from functools import cached_property

from spellchecker import SpellChecker

from focqa.lexical import STOPWORDS
from focqa.text import fold
from focqa.understand.names import Names

# How people write in haste; none of these is a word of its own in a question about documents.
CHAT = dict(
    pair.split("=")
    for pair in [
        "wat=what",
        "wats=what+is",
        "whats=what+is",
        "wich=which",
        "wen=when",
        "wher=where",
        "hows=how+is",
        "whos=who+is",
        "abt=about",
        "bout=about",
        "btwn=between",
        "w=with",
        "w/o=without",
        "n=and",
        "r=are",
        "u=you",
        "ur=your",
        "ppl=people",
        "yr=year",
        "yrs=years",
        "pls=please",
        "plz=please",
        "thx=thanks",
        "tel=tell",
        "hav=have",
        "hv=have",
        "sum=some",
        "kinda=kind+of",
        "gonna=going+to",
        "wanna=want+to",
        "doin=doing",
        "bein=being",
        "teh=the",
        "thier=their",
        "dont=do+not",
        "doesnt=does+not",
        "isnt=is+not",
        "cant=cannot",
        "wil=will",
        "govt=government",
        "govs=governments",
        "govts=governments",
        "gov=government",
        "orgs=organisations",
        "org=organisation",
        "intl=international",
        "prog=programme",
        "progs=programmes",
        "doc=document",
        "docs=documents",
        "diff=difference",
        "vs=versus",
        "hw=how",
        "acc=according",
        "txt=text",
        "txts=texts",
        "thru=through",
        "smth=something",
    ]
)
CHAT = {word: full.replace("+", " ") for word, full in CHAT.items()}
# Shorter words are mended only where two letters changed places; two slips are allowed from six letters on.
_MIN_SPELL, _LONG = 4, 6
# Words of the English list that stand this often in what it was counted in: rarer ones are mostly names and other languages.
_COMMON = 1000
_ENDINGS = ("s", "es", "me", "mes", "d", "ed", "ly", "al", "r", "er", "ers", "ing", "n", "ness")
# "Shared" is share and d; "chaird" is a slip.
_AFTER_E = ("d", "r")


@dataclass(frozen=True)
class Speller:
    """Mends words that are neither the corpus's nor English, where one of the corpus, or else an English one, is near enough."""

    names: Names

    @cached_property
    def _known(self) -> dict[str, int]:
        return {w: n for w, n in self.names.vocabulary.items() if len(w) >= _MIN_SPELL and w.isalpha()}

    @cached_property
    def _english(self) -> SpellChecker:
        return SpellChecker(language="en", distance=1)

    def mend(self, word: str) -> str:
        """The word that a misspelt one stands for, a chat spelling written out, or the word itself."""
        folded = fold(word)
        if folded in CHAT and folded not in self.names.vocabulary:
            return CHAT[folded]
        if not folded.isalpha() or self._is_known(folded):
            return word
        near, slips = self._nearest(folded)
        return near if slips == 1 else self._in_english(word) or near or word

    def _is_known(self, folded: str) -> bool:
        """Whether the corpus or English has a word, also with an ending the corpus does not use ("programme") or spelt the British way."""
        stems = (folded.removesuffix(ending) for ending in _ENDINGS if folded.endswith(ending))
        stems = (stem for stem in stems if stem[-1:] == "e" or folded.removeprefix(stem) not in _AFTER_E)
        american = re.sub(r"([iy])s(?=[aei])", r"\1z", folded)
        return (
            folded in self.names.vocabulary
            or folded in STOPWORDS
            or folded in self._english
            or american in self._english
            or not self._known.keys().isdisjoint(stems)
        )

    def _nearest(self, folded: str) -> tuple[str, int]:
        """The corpus's word within two slips of a word (one of a short word), and how many; "" if there is none."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

        allowed = 1 if len(folded) < _LONG else 2
        if len(folded) < _MIN_SPELL:
            return "", 0
        found = process.extract(
            folded, self._known.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=20
        )
        # Two slips are hardly ever made where one of them is the first letter.
        near = [m for m in found if m[1] == 1 or m[0][0] == folded[0]]
        if not near:
            return "", 0
        best = min(
            near, key=lambda m: (m[1], -round(JaroWinkler.similarity(m[0], folded), 3), -self._known[m[0]], m[0])
        )
        return str(best[0]), int(best[1])

    def _in_english(self, word: str) -> str | None:
        """The common English word one slip from a word in small letters; of a short word only with letters in another order."""
        if not word.islower():
            return None
        counts = self._english.word_frequency.dictionary
        near = [c for c in self._english.edit_distance_1(word) if counts.get(c, 0) >= _COMMON]
        swapped = [c for c in near if sorted(c) == sorted(word)]
        if len(word) < _MIN_SPELL:
            return next((c for c in sorted(swapped) if c in STOPWORDS), None)
        found = swapped or [c for c in near if c[0] == word[0] and len(word) >= _LONG]
        return max(found, key=lambda c: (counts[c], c), default=None)
