"""Fits the weights of confidence: ``python -m evals.calibrate [--corpus DIR] [--bare]``.

Fitted on ``dev``, ``tune`` and ``pairs`` ; the label is whether a question can be answered, and questions
the tree answers are left out, as confidence has no say there. Half of ``pairs`` is unanswerable, which no user's questions
are, so each of its questions weighs less. Prints the weights for ``focqa/answer/evidence.py`` and, by cross-validation over
clusters, how well they tell the two apart on ``dev`` and ``tune`` and what each threshold gives there. ``--bare`` leaves
the phrasings and their adapter out, for the weights of corpora that have none. Never run on ``test``.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from evals import sets
from evals.variants import open_bare
from focqa.answer.by_tree import by_tree
from focqa.answer.evidence import BARE, PHRASED, Evidence, weigh
from focqa.answer.found import scored, searched
from focqa.assistant import Assistant, open_assistant
from focqa.retrieve import hits

_SETS = {"dev": 1.0, "tune": 1.0, "pairs": 0.3}
_FOLDS = 5
_STRENGTH = 3.0


@dataclass(frozen=True, slots=True)
class Example:
    """A question that retrieval decides, with its evidence."""

    question: sets.Question
    evidence: Evidence
    weight: float


def examples(assistant: Assistant) -> Iterator[Example]:
    """The evidence of every question of the sets that retrieval decides."""
    index = assistant.index
    for name, weight in _SETS.items():
        for q in sets.load(sets.resolve(name), assistant.catalogue):
            query = assistant.understanding.read(q.question, q.history)
            if by_tree(query, index):
                continue
            encoded = index.embedder.encode([query.text])[0]
            documents = searched(query, index)
            found = scored(query, index, encoded)
            best = hits(index, found.total, documents, assistant.settings.k)
            yield Example(q, weigh(query, index, found, best), weight)


def main() -> None:
    """Fit and print."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    parser = argparse.ArgumentParser(description="Fit the weights of confidence.")
    parser.add_argument(
        "--corpus", action="append", default=[], help="another edition to fit on as well; may be repeated"
    )
    parser.add_argument("--bare", action="store_true", help="without phrasings")
    given = parser.parse_args()
    found: list[Example] = []
    with TemporaryDirectory() as home:
        for corpus in [None, *map(Path, given.corpus)]:
            found += examples(open_bare(corpus, Path(home)) if given.bare else open_assistant(corpus))
    names = BARE if given.bare else PHRASED
    x = np.array([[float(getattr(e.evidence, name)) for name in names] for e in found])
    y = np.array([e.question.answerable for e in found])
    weights = np.array([e.weight for e in found])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    folds = {
        "groups": [e.question.cluster for e in found],
        "cv": GroupKFold(_FOLDS),
        "params": {"sample_weight": weights},
    }
    natural = weights == 1.0
    sure = cross_val_predict(model, x, y, method="predict_proba", **folds)[natural, 1]
    model.fit(x, y, sample_weight=weights)
    say = sys.stdout.write
    told = y[natural]
    say(
        f"n = {len(y)}, {int((~y).sum())} unanswerable; on dev and tune AUC {roc_auc_score(told, sure):.3f} (cross-validated)\n"
    )
    say(
        f"weights of {', '.join(names)}: ({', '.join(f'{w:.2f}' for w in model.coef_[0])}), bias {model.intercept_[0]:.2f}\n"
    )
    for threshold in np.linspace(0.3, 0.8, 11):
        answered, declined = (sure[told] >= threshold).mean(), (sure[~told] < threshold).mean()
        say(f"  threshold {threshold:.2f}: answerable answered {answered:.2f}, unanswerable declined {declined:.2f}\n")


if __name__ == "__main__":
    main()
