"""Does a sentence in a chat model's words say what the provision says? Stricter than ``verify``, and made to err towards no.

Beyond ``verify.check`` a sentence must keep to its source's words, since one strange word ("oppose" for "support") turns
it round. Every content word stands in what it cites; most of them, and every name and number, in one sentence of it, names
and numbers in its order; what is negated or opposed there is so here, and the other way round; may, must, only, all and
their like are the source's; and every passage cited has a share in it.
"""

import re
from itertools import pairwise

from focqa.answer.verify import check
from focqa.catalogue import Catalogue
from focqa.lexical import STOPWORDS, stem, tokens
from focqa.text import clean, fold, sentence_spans, words
from focqa.types import Passage, Sentence, Support

# Shares of a sentence's content words: those in one sentence of the source, and those in each passage cited.
IN_ONE, IN_EACH = 0.7, 0.34
# How many content words a word such as "prevent" is taken to turn round.
REACH = 4
_QUOTE = re.compile(r"[“\"]([^”\"]*)[”\"]")
_NEGATIONS = frozenset(["not", "no", "never", "none", "nor", "neither", "without", "cannot", "non"])
_REVERSALS = frozenset(
    tokens(
        "oppose prevent stop counter combat refrain avoid resist condemn reject deny end eliminate prohibit ban reduce"
        " against fight curb stem limit restrict refuse fail lack instead rather concern threat"
    )
)
# Words that change what is claimed though search leaves most of them out.
_FORCE = frozenset(
    words(
        "may might can could must shall should will would only all every each any some few many most never always often"
        " before after until unless except if than less more least both either two three four five six seven eight nine"
        " ten eleven twelve"
    )
)
# Words that tell where something stands; they claim nothing.
_FRAME = frozenset(
    tokens(
        "FOC Freedom Online Coalition programme program document text statement page provision paragraph section goal"
        " objective activity item year chair chairship states read reads sets out under according aim aims asks plan"
        " plans include includes following commit commits"
    )
)
_LEVELS = frozenset(["goal", "objective", "activity", "item", "paragraph"])


def bears_out(sentence: Sentence, given: frozenset[str], catalogue: Catalogue) -> Support:
    """Whether the passages a model's sentence cites, all of them among those it was given, bear it out."""
    if not sentence.citations or not given.issuperset(sentence.citations) or check(sentence, catalogue) == "unverified":
        return "unverified"
    cited = [catalogue.by_id[i] for i in sentence.citations]
    if not all(_stands(quote, cited) for quote in _QUOTE.findall(sentence.text)):
        return "unverified"
    said, about = sentence.text.translate({ord(c): " " for c in '“”"'}), _about(cited, catalogue)
    known = about | {t for p in cited for text in (*p.headings, clean(p.text)) for t in tokens(text)}
    faithful = (
        set(tokens(said)) <= known
        and all(_has_share(said, p, about) for p in cited)
        and any(_says(said, clean(source), about) for p in cited for source in _sentences(p))
    )
    return "verified" if faithful else "unverified"


def best_span(text: str, passage: Passage) -> tuple[int, int]:
    """Offsets of the sentence of a passage that a text shares most words with; the first of equals."""
    wanted = set(tokens(text))
    spans = sentence_spans(passage.text) or ((0, len(passage.text)),)
    return max(spans, key=lambda s: len(wanted & set(tokens(passage.text[s[0] : s[1]]))))


def _sentences(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in sentence_spans(passage.text)]


def _stands(quote: str, cited: list[Passage]) -> bool:
    return any(fold(clean(quote)) in fold(clean(p.text)) for p in cited)


def _about(cited: list[Passage], catalogue: Catalogue) -> frozenset[str]:
    """Terms that name the documents and places cited, and those that only frame."""
    sources = [catalogue.source(p) for p in cited]
    named = [t for s in sources for t in (s.title, s.issuer, s.chair, *s.names, *s.chair_names, str(s.year or ""))]
    return _FRAME | frozenset(tokens(" ".join([*named, *(p.label for p in cited)])))


def _has_share(said: str, passage: Passage, about: frozenset[str]) -> bool:
    wanted, have = set(tokens(said)), set(tokens(clean(passage.text)))
    telling = (wanted & have) | (wanted - about)
    return bool(telling) and len(telling & have) / len(telling) >= IN_EACH


def _says(said: str, source: str, about: frozenset[str]) -> bool:
    """Whether one sentence of the source says what the sentence says."""
    wanted, have = set(tokens(said)), set(tokens(source))
    telling = (wanted & have) | (wanted - about)
    if len(wanted & have - _FRAME) == 0 or len(telling & have) / len(telling) < IN_ONE:
        return False
    alike = _negated_alike(said, source) and _force(said) <= _force(source) and _turned_alike(said, source)
    return alike and _in_order(said, source) and not _strays(said, source, about)


def _negated_alike(said: str, source: str) -> bool:
    """Whether the words that a negation stands before are the same, as far as the sentence has them."""
    here, there = _negated(said), _negated(source)
    dangling = bool(_negations(said)) and not here
    return here <= there and not (there & set(tokens(said))) - here and not dangling


def _negations(text: str) -> list[str]:
    return [w for w in words(fold(text)) if w in _NEGATIONS or w.endswith("n't")]


def _negated(text: str) -> frozenset[str]:
    """Stems of the first content word after each negation."""
    found, waits = [], False
    for word in words(fold(text)):
        if word in _NEGATIONS or word.endswith("n't"):
            waits = True
        elif waits and word not in STOPWORDS:
            found.append(stem(word.removesuffix("'s")))
            waits = False
    return frozenset(found)


def _turned_alike(said: str, source: str) -> bool:
    """Whether "prevent" and its like are kept before the words they turn round, and none is added."""
    here, there = tokens(said), tokens(source)
    if not _REVERSALS.intersection(here) <= _REVERSALS.intersection(there):
        return False
    turned = [(t, there[i + 1 : i + 1 + REACH]) for i, t in enumerate(there) if t in _REVERSALS]
    return all(t in here or not set(after) & set(here) for t, after in turned)


def _force(text: str) -> frozenset[str]:
    return frozenset(words(fold(text))) & _FORCE


def _in_order(said: str, source: str) -> bool:
    """Whether the names and numbers that both have come in one order."""
    here, there = _hard(said), _hard(source)
    at = [there.index(w) for w in dict.fromkeys(here) if w in there]
    return at == sorted(at)


def _strays(said: str, source: str, about: frozenset[str]) -> bool:
    """Whether a name or number is neither in the source's sentence nor tells the place."""
    have = set(tokens(source)) | set(words(fold(source)))
    if any(not w[0].isdigit() and not {w, stem(w)} & (have | about) for w in _hard(said)):
        return True
    spoken = words(fold(said))
    numbers = [(before, w) for before, w in pairwise(("", *spoken)) if w[0].isdigit() and w not in have]
    return any(w not in about or (before not in _LEVELS and len(w) != len("2024")) for before, w in numbers)


def _hard(text: str) -> list[str]:
    """Names and numbers of a text: words with a capital or a figure, folded."""
    found = [fold(w).removesuffix("'s") for w in words(text) if w[0].isdigit() or w[0].isupper()]
    return [w for w in found if w not in STOPWORDS]
