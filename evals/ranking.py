"""Fits the weights of the ranking: ``python -m evals.ranking [--dialogues | --without adapter|phrasings] [--corpus DIR]``. Never run on ``test``.

A softmax over the passages of the documents a question is about, on the signals of ``focqa/retrieve.py``; what is made
likely is that one of the gold passages is drawn. Questions that stand alone give ``ADAPTED``, without the adapter ``PHRASED``, without
the phrasings too ``BARE``; with ``--dialogues`` those asked in dialogues give ``FOLLOW_UP``. Prints them and how often a gold passage comes first and gold groups are among the first
three and five, now and, by cross-validation over clusters, as fitted.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from evals import sets
from evals.variants import open_bare
from focqa.answer.by_tree import by_tree
from focqa.answer.found import searched
from focqa.assistant import Assistant, open_assistant
from focqa.index import Index
from focqa.likeness import Likeness
from focqa.retrieve import ADAPTED, BARE, FOLLOW_UP, PHRASED, FollowUpWeights, Signals, Weights, signals
from focqa.types import Query

_SETS = ("dev", "tune", "pairs")
_WEIGHTS = {None: ADAPTED, "adapter": PHRASED, "phrasings": BARE}
_FOLDS, _STRENGTH, _FIRST = 5, 1e-3, (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Example:
    """A question's signals ``(passages, weights)``, which passages are gold, and which may be drawn."""

    signals: torch.Tensor
    gold: torch.Tensor
    allowed: torch.Tensor
    groups: tuple[tuple[int, ...], ...]
    cluster: str


def of_text(index: Index, text: str) -> Signals:
    """The signals of a text."""
    return signals(index, text, index.embedder.encode([text])[0])


def stands_alone(index: Index, query: Query) -> dict[str, object]:
    """What ``Weights`` multiply, for each passage."""
    found = signals(index, query.text, index.embedder.encode([query.text])[0], replace(ADAPTED, late=1.0))
    passages = index.catalogue.passages
    return {
        "dense": found.dense,
        "gloss": found.gloss,
        "lexical": found.lexical / max(float(found.lexical.max()), 1e-9),
        "late": found.late,
        "worded": _answered(found.worded, found.dense),
        "asked": _answered(found.asked, found.dense),
        "objective": [p.level == "objective" for p in passages],
        "item": [p.level == "item" for p in passages],
        "opening": [p.text.endswith(":") for p in passages],
    }


def in_dialogue(index: Index, query: Query) -> dict[str, object]:
    """What ``FollowUpWeights`` multiply, for each passage."""
    whole = of_text(index, query.text)
    own = of_text(index, query.own) if query.own else whole
    heard = index.asked(index.embedder.encode([query.dialogue])[0].vector)
    return {"whole": whole.total, "own": own.total, "asked": _answered(heard, whole.total)}


def _answered(likeness: Likeness | None, like: np.ndarray) -> np.ndarray:
    return likeness.answered if likeness else np.zeros_like(like)


def examples(assistant: Assistant, dialogues: bool) -> Iterator[Example]:
    """Every answerable question that retrieval decides, of those that stand alone or of those in dialogues."""
    index = assistant.index
    for q in (q for name in _SETS for q in sets.load(sets.resolve(name), assistant.catalogue) if q.answerable):
        query = assistant.understanding.read(q.question, q.history)
        if bool(query.dialogue) != dialogues or by_tree(query, index):
            continue
        columns = in_dialogue(index, query) if dialogues else stands_alone(index, query)
        found = np.stack([np.asarray(column, np.float32) for column in columns.values()], axis=1)
        documents = searched(query, index)
        passages = index.catalogue.passages
        yield Example(
            torch.from_numpy(found),
            torch.tensor([p.id in q.gold_ids for p in passages]),
            torch.tensor([not documents or p.document in documents for p in passages]),
            tuple(tuple(index.position[i] for i in group) for group in q.gold),
            q.cluster,
        )


def scores(example: Example, weights: torch.Tensor) -> torch.Tensor:
    """Of every passage; those of other documents far below."""
    return (example.signals @ weights).masked_fill(~example.allowed, -1e4)


def fit(given: list[Example]) -> torch.Tensor:
    """The weights that make gold likeliest; large ones are held back in units of how much each signal varies."""
    within = [e for e in given if (e.gold & e.allowed).any()]
    spread = torch.cat([e.signals for e in given]).std(0)
    spread[spread == 0.0] = 1.0  # what is never there
    weights = torch.zeros(len(spread), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        drawn = [torch.logsumexp(torch.log_softmax(scores(e, weights / spread), 0)[e.gold], 0) for e in within]
        value = -torch.stack(drawn).mean() + _STRENGTH * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach() / spread


def found_first(given: list[Example], weights: torch.Tensor) -> np.ndarray:
    """Mean share of gold groups among the first one, three and five."""
    rows = []
    for e in given:
        rank = torch.argsort(torch.argsort(scores(e, weights), descending=True, stable=True))
        best = [min(int(rank[i]) for i in group) for group in e.groups]
        rows.append([np.mean([b < k for b in best]) for k in _FIRST])
    shares: np.ndarray = np.asarray(rows).mean(axis=0)
    return shares


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description="Fit the weights of the ranking.")
    parser.add_argument(
        "--corpus", action="append", default=[], help="another edition to fit on as well; may be repeated"
    )
    parser.add_argument("--dialogues", action="store_true", help="fit those of follow-ups")
    parser.add_argument("--without", choices=("adapter", "phrasings"), help="fit those of an index that lacks these")
    told = parser.parse_args()
    weights: Weights | FollowUpWeights = FOLLOW_UP if told.dialogues else _WEIGHTS[told.without]
    names = [f.name for f in fields(weights)]
    given: list[Example] = []
    with TemporaryDirectory() as home:
        for corpus in [None, *map(Path, told.corpus)]:
            bare = told.without and open_bare(corpus, Path(home), phrasings=told.without == "adapter")
            given += examples(bare or open_assistant(corpus), told.dialogues)
    clusters = sorted({e.cluster for e in given})
    fold = {cluster: i % _FOLDS for i, cluster in enumerate(clusters)}
    parts = [
        ([e for e in given if fold[e.cluster] != n], [e for e in given if fold[e.cluster] == n]) for n in range(_FOLDS)
    ]
    crossed = np.mean([found_first(held, fit(rest)) for rest, held in parts], axis=0)
    now = found_first(given, torch.tensor([getattr(weights, name) for name in names]))
    say = sys.stdout.write
    say(f"n = {len(given)}; groups among the first {_FIRST}: now {now.round(3)}, fitted anew {crossed.round(3)}\n")
    say(", ".join(f"{name} {w:.1f}" for name, w in zip(names, fit(given), strict=True)) + "\n")


if __name__ == "__main__":
    main()
