"""Fits the weights of confidence on a question set: ``python -m evals.calibrate dev [--corpus DIR]``.

The label is whether a question can be answered; questions the tree answers are left out, as confidence has no say there.
Prints the weights for ``focqa/answer/evidence.py`` and, by cross-validation over clusters, how well they tell the two
apart and what each threshold gives. Never run on ``test``.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from evals import sets
from focqa.answer.compose import by_tree, compared
from focqa.answer.evidence import FEATURES, weigh
from focqa.assistant import Assistant, open_assistant
from focqa.retrieve import hits, signals

_FOLDS = 5
_STRENGTH = 3.0


def features(
    assistant: Assistant, questions: tuple[sets.Question, ...]
) -> tuple[list[list[float]], list[bool], list[str]]:
    """Evidence, answerability and cluster of every question that retrieval decides."""
    rows, labels, clusters = [], [], []
    index = assistant.index
    for q in questions:
        query = assistant.understanding.read(q.question, q.history)
        if by_tree(query, index):
            continue
        encoded = index.embedder.encode([query.text])[0]
        documents = compared(query, index) if query.kind == "compare" else query.documents
        found = signals(index, query.text, encoded)
        evidence = weigh(query, index, encoded, found, hits(index, found.total, documents, assistant.settings.k))
        rows.append([float(getattr(evidence, name)) for name in FEATURES])
        labels.append(q.answerable)
        clusters.append(q.cluster)
    return rows, labels, clusters


def main() -> None:
    """Fit and print."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    parser = argparse.ArgumentParser(description="Fit the weights of confidence.")
    parser.add_argument("set", nargs="?", default="dev")
    parser.add_argument(
        "--corpus", action="append", default=[], help="another edition to fit on as well; may be repeated"
    )
    given = parser.parse_args()
    rows, labels, clusters = [], [], []
    for corpus in [None, *given.corpus]:
        assistant = open_assistant(Path(corpus) if corpus else None)
        found = features(assistant, sets.load(sets.resolve(given.set), assistant.catalogue))
        rows += found[0]
        labels += found[1]
        clusters += found[2]
    x, y = np.array(rows), np.array(labels)
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    sure = cross_val_predict(model, x, y, groups=clusters, cv=GroupKFold(_FOLDS), method="predict_proba")[:, 1]
    model.fit(x, y)
    say = sys.stdout.write
    say(
        f"n = {len(y)} questions, {int((~y).sum())} of them unanswerable; AUC {roc_auc_score(y, sure):.3f} (cross-validated)\n"
    )
    say(f"WEIGHTS = ({', '.join(f'{w:.2f}' for w in model.coef_[0])})\nBIAS = {model.intercept_[0]:.2f}\n")
    for threshold in np.quantile(sure, np.linspace(0.02, 0.5, 13)):
        say(
            f"  threshold {threshold:.2f}: answerable answered {(sure[y] >= threshold).mean():.2f}, unanswerable declined {(sure[~y] < threshold).mean():.2f}\n"
        )


if __name__ == "__main__":
    main()
