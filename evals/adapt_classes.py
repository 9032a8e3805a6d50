"""Fits the classes of a corpus's adapter: ``python -m evals.adapt_classes [--out FILE]``; a few minutes on 2 cores.

A multinomial logistic regression over vectors as the adapted model makes them: of every gloss and silence, of questions about
quite other things, and of the dialogues' follow-ups with the turns before them. Its classes are those of ``focqa/likeness.py``.
To be run after ``evals.adapt`` and ``evals.adapt_dialogues``, and again when phrasings or dialogues are added.
"""

import argparse
from pathlib import Path

import numpy as np

from evals.adapt_dialogues import FollowUp, read
from focqa.adapter import CLASSES
from focqa.corpus import ADAPTER, Corpus, open_corpus
from focqa.embedders import embed, open_embedder
from focqa.likeness import SILENT
from focqa.settings import default_corpus
from focqa.types import Turn
from focqa.understand.dialogue import read_dialogue

# How little the weights are held back (scikit-learn's C), most rounds of the solver, texts embedded at once.
STRENGTH, ROUNDS, PIECE = 10.0, 200, 256


def phrased(corpus: Corpus) -> list[tuple[str, str]]:
    """Every phrasing with its class."""
    return [
        (text, name)
        for id_, p in corpus.phrasings.items()
        for texts, name in ((p.glosses, id_), (p.silences, SILENT + id_))
        for text in texts
    ]


def heard(asked: list[FollowUp]) -> list[tuple[str, str]]:
    """Every follow-up with the turns before it, and the class of what answers it or was last talked about."""
    return [
        (
            read_dialogue(one.question, tuple(Turn(q, answer) for q, answer, _ in one.turns)),
            one.ids[0] if one.ids else SILENT + one.turns[-1][2][0],
        )
        for one in asked
    ]


def fit(texts: list[tuple[str, str]], path: Path) -> None:
    """Tell the classes of texts apart by the adapter at ``path``, and write them there too, in half precision."""
    from safetensors.numpy import load_file, save_file
    from sklearn.linear_model import LogisticRegression

    embedder = open_embedder("minilm", path)
    pieces = [[text for text, _ in texts[at : at + PIECE]] for at in range(0, len(texts), PIECE)]
    vectors = np.concatenate([embed(embedder, piece) for piece in pieces])
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS).fit(vectors, [name for _, name in texts])
    # Row by row: the format would take the solver's columns for rows.
    fitted = {f"{CLASSES}.weight": model.coef_, f"{CLASSES}.bias": model.intercept_}
    tensors = load_file(path) | {name: value.astype(np.float16, order="C") for name, value in fitted.items()}
    save_file(tensors, path, {CLASSES: "\n".join(model.classes_)})


def main() -> None:
    """Fit those of the default corpus."""
    parser = argparse.ArgumentParser(description="Fit the classes of the default corpus's adapter.")
    parser.add_argument("--out", type=Path, default=default_corpus() / ADAPTER)
    fit(phrased(open_corpus()) + heard(read()), parser.parse_args().out)


if __name__ == "__main__":
    main()
