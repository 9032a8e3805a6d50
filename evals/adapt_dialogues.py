"""Trains a corpus's adapter further, on dialogues: ``python -m evals.adapt_dialogues [--out FILE]``; half an hour on 2 cores.

Goes on from the adapter that ``evals.adapt`` trained on phrasings alone. A follow-up with the turns before it, as one text, is
to come near what its own question made whole comes near: the glosses and sentences of the provision that answers it, or,
where none does, the silences of the provision last talked about. Phrasings are gone over besides, so that nothing is
forgotten. The dialogues (``evals/dialogues.jsonl``) were written by people who had seen no question of a set.
"""

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from evals.adapt import LATE, SHARPNESS, Class, Trainer, classes, contrast, late
from focqa.corpus import ADAPTER, Corpus, open_corpus
from focqa.settings import default_corpus
from focqa.types import Turn
from focqa.understand.dialogue import read_dialogue

DIALOGUES = Path(__file__).parent / "dialogues.jsonl"
EPOCHS, BATCH, RATE, SEED, MAX_TOKENS = 3, 16, 8e-4, 0, 160
# The share of earlier answers for which the whole provision is read, as focqa quotes it; and how much more a dialogue weighs.
QUOTED, WEIGHT = 0.25, 2.0


@dataclass(frozen=True)
class FollowUp:
    """A question in a dialogue.

    Attributes:
        turns: What was asked and answered before, oldest first, with the ids of what was cited.
        question: What is asked.
        whole: The same as a question that stands alone.
        ids: The provisions that answer it; () if none does.
    """

    turns: tuple[tuple[str, str, tuple[str, ...]], ...]
    question: str
    whole: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """A text and its class: a provision's number for what it answers, -1 less that number for what it does not."""

    text: str
    label: int


def read(path: Path = DIALOGUES) -> list[FollowUp]:
    """Every question of the dialogues that is asked after another."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        dialogue = json.loads(line)
        turns = tuple((t["q"], t["a"], tuple(t["ids"])) for t in dialogue["turns"])
        inner = [(turns[:n], t) for n, t in enumerate(dialogue["turns"]) if n]
        for before, turn in (*inner, *((turns, t) for t in dialogue["next"])):
            found.append(FollowUp(before, turn["q"], turn["whole"], tuple(turn["ids"])))
    return found


class Dialogues:
    """Draws samples from a corpus and dialogues about it."""

    def __init__(self, corpus: Corpus, asked: list[FollowUp]) -> None:
        """The provisions with phrasings are numbered in their order."""
        self.classes = classes(corpus)
        phrased = [p for p in corpus.catalogue.passages if p.id in corpus.phrasings]
        self.number = {p.id: n for n, p in enumerate(phrased)}
        self.text = {p.id: p.text for p in phrased}
        self.asked = asked

    def label(self, one: FollowUp) -> int:
        """Of what answers a follow-up, or, if nothing does, of what the provision last talked about leaves unsaid."""
        return self.number[random.choice(one.ids)] if one.ids else -1 - self.before(one)

    def before(self, one: FollowUp) -> int:
        """The number of a provision last talked about."""
        return self.number[random.choice(one.turns[-1][2])]

    def heard(self, one: FollowUp) -> str:
        """A follow-up with the turns before it; some answers as the provision has them."""
        turns = [
            Turn(q, self.text[ids[0]] if ids and random.random() < QUOTED else answer) for q, answer, ids in one.turns
        ]
        return read_dialogue(one.question, tuple(turns))

    def like(self, label: int) -> Sample:
        """Some phrasing of a class."""
        return Sample(random.choice(self.known(label).glosses if label >= 0 else self.known(label).silences), label)

    def known(self, label: int) -> Class:
        """The provision a label is about."""
        return self.classes[max(label, -1 - label)]


def loss(trainer: Trainer, drawn: Dialogues, asked: list[FollowUp], glosses: list[Sample]) -> Tensor:
    """The losses of ``evals.adapt`` over as many glosses as follow-ups, those without their turns, and those with them."""
    n = len(asked)
    numbers = [sample.label for sample in glosses]
    phrased = [*glosses, *map(drawn.like, numbers), *(drawn.like(-1 - i) for _ in range(2) for i in numbers)]
    labels = [drawn.label(one) for one in asked]
    whole = [Sample(one.whole, label) for one, label in zip(asked, labels, strict=True)]
    talk = [Sample(drawn.heard(one), label) for one, label in zip(asked, labels, strict=True)]
    # What was asked before is the nearest thing to fall for.
    others = [*map(drawn.like, labels), *(drawn.like(drawn.before(one)) for one in asked)]
    told = [Sample(random.choice(drawn.known(i).sentences), i) for i in (*numbers, *labels) if i >= 0]
    short = trainer.encode([s.text for s in (*phrased, *whole, *others)], MAX_TOKENS)
    long = [trainer.encode([s.text for s in samples], MAX_TOKENS) for samples in (talk, told)]
    vectors = torch.cat([short.vectors, *(e.vectors for e in long)])
    every = torch.tensor([s.label for s in (*phrased, *whole, *others, *talk, *told)])
    first = len(phrased) + len(whole) + len(others)
    ours = torch.cat([torch.arange(n), 2 * n + torch.arange(n)])
    anchors = torch.cat([ours, len(phrased) + torch.arange(n), first + torch.arange(n)])
    weights = torch.tensor([1.0] * (3 * n) + [WEIGHT] * n)
    itself = anchors[:, None] == torch.arange(len(every))[None]
    alike = (every[anchors][:, None] == every[None]) & ~itself
    by_token = late(short.rows[ours], short.counts[ours], short.rows[: 4 * n], short.counts[: 4 * n])
    judged = torch.cat([torch.arange(len(phrased) + n), first + torch.arange(n)])
    logits = trainer.head(vectors[judged] * SHARPNESS).squeeze(1)
    heavier = torch.tensor([1.0] * (len(judged) - n) + [WEIGHT] * n)
    return (
        contrast(vectors[anchors] @ vectors.T, alike, itself, weights)
        + LATE * contrast(by_token, alike[: 2 * n, : 4 * n], itself[: 2 * n, : 4 * n])
        + functional.binary_cross_entropy_with_logits(logits, (every[judged] >= 0).float(), heavier)
    )


def train(corpus: Corpus, adapter: Path, out: Path, asked: list[FollowUp]) -> None:
    """Go on from an adapter and write the new one."""
    torch.manual_seed(SEED)
    random.seed(SEED)
    trainer = Trainer(adapter)
    drawn = Dialogues(corpus, asked)
    glosses = [Sample(g, i) for i, c in enumerate(drawn.classes) for g in c.glosses if c.silences]
    a_round = len(asked) // BATCH

    def of_step(step: int) -> Tensor:
        at = step % a_round
        if at == 0:
            random.shuffle(asked)
        return loss(trainer, drawn, asked[at * BATCH : (at + 1) * BATCH], random.sample(glosses, BATCH))

    trainer.learn(of_step, EPOCHS * a_round, RATE)
    trainer.save(out)


def main() -> None:
    """Train on the default corpus."""
    parser = argparse.ArgumentParser(description="Train the adapter of the default corpus on dialogues.")
    parser.add_argument("--out", type=Path, default=default_corpus() / ADAPTER)
    given = parser.parse_args()
    train(open_corpus(), default_corpus() / ADAPTER, given.out, read())


if __name__ == "__main__":
    main()
