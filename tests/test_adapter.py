"""The adapter: what was learnt from the phrasings, in a file of our own beside them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from focqa.adapter import Adapter
from focqa.assistant import Assistant
from focqa.corpus import ADAPTER, open_corpus
from focqa.embedders import class_scores, classes, embed, open_embedder
from focqa.errors import ModelError
from focqa.settings import default_corpus

SHIPPED = default_corpus() / ADAPTER


def test_it_goes_with_the_phrasings(toy: Path) -> None:
    assert open_corpus().adapter == SHIPPED
    assert open_corpus(toy).adapter is None


def test_it_changes_vectors_and_the_fingerprint() -> None:
    bare, adapted = open_embedder("minilm"), open_embedder("minilm", SHIPPED)
    assert bare.fingerprint != adapted.fingerprint
    question = ["Which bodies meet about spyware?"]
    assert not np.allclose(embed(bare, question), embed(adapted, question), atol=0.01)
    assert not classes(bare)


def test_it_brings_near_what_was_written_of_the_same_provision() -> None:
    phrasings = list(open_corpus().phrasings.values())[::5]
    texts = [gloss for phrased in phrasings for gloss in phrased.glosses[:2]]

    def together(adapter: Path | None) -> float:
        """Share of glosses whose nearest other one is of the same provision."""
        vectors = embed(open_embedder("minilm", adapter), texts)
        cosines = vectors @ vectors.T - 2 * np.eye(len(texts), dtype=np.float32)
        return float((cosines.argmax(axis=1) // 2 == np.arange(len(texts)) // 2).mean())

    assert together(SHIPPED) > together(None) + 0.1


def test_it_tells_glosses_from_silences(plain: Assistant) -> None:
    phrased = open_corpus().phrasings["poa-2024/2.1.c"]
    index = plain.index
    glosses, silences = (
        [asked for v in embed(index.embedder, list(texts)) if (asked := index.asked(v))]
        for texts in (phrased.glosses, phrased.silences)
    )
    assert np.mean([one.odds for one in glosses]) > 0 > np.mean([one.odds for one in silences])
    here = index.position["poa-2024/2.1.c"]
    assert np.mean([one.answered.argmax() == here for one in glosses]) > 0.8


@pytest.mark.parametrize("data", [b"", b"not tensors at all"])
def test_a_damaged_file_is_named(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / ADAPTER
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"adapter\.safetensors: not readable as safetensors"):
        embed(open_embedder("minilm", path), ["x"])


def test_one_that_lacks_a_part_or_does_not_fit_is_named(tmp_path: Path) -> None:
    tensors = load_file(SHIPPED)
    lacking, foreign = tmp_path / "lacking.safetensors", tmp_path / "foreign.safetensors"
    save_file({n: t for n, t in tensors.items() if n != "classes.bias"}, lacking, {"classes": "poa-2024/1"})
    with pytest.raises(ModelError, match=r"lacks 'classes\.bias'"):
        Adapter(lacking).deltas  # noqa: B018
    save_file(
        tensors | {"no.such.layer.A": np.ones((1, 2), np.float16), "no.such.layer.B": np.ones((2, 1), np.float16)},
        foreign,
    )
    with pytest.raises(ModelError, match="does not fit the model"):
        embed(open_embedder("minilm", foreign), ["x"])


def test_training_writes_what_the_model_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evals import adapt

    corpus = open_corpus()
    few = {
        i: replace(p, glosses=p.glosses[:20], silences=p.silences[:20]) for i, p in list(corpus.phrasings.items())[:4]
    }
    monkeypatch.setattr(adapt, "EPOCHS", 1)
    monkeypatch.setattr(adapt, "BATCH", 20)
    out = tmp_path / ADAPTER
    adapt.train(replace(corpus, phrasings=few), out)
    written, shipped = load_file(out), load_file(SHIPPED)
    assert {n: t.shape for n, t in written.items()} == {n: t.shape for n, t in shipped.items() if "classes" not in n}
    assert any(t.any() for n, t in written.items() if n.endswith(".B")), "nothing was learnt"
    assert embed(open_embedder("minilm", out), ["x"]).shape == (1, 384)


def test_training_goes_on_with_dialogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evals import adapt_dialogues

    corpus = open_corpus()
    few = dict(list(corpus.phrasings.items())[:3])
    monkeypatch.setattr(adapt_dialogues, "EPOCHS", 1)
    monkeypatch.setattr(adapt_dialogues, "BATCH", 2)
    turns = (("Who drew it up?", "The chair did.", (next(iter(few)),)),)
    asked = [
        adapt_dialogues.FollowUp(turns, q, f"{q} The chair?", ids)
        for q, ids in (("And why?", ()), ("When?", (next(iter(few)),)))
    ] * 4
    out = tmp_path / ADAPTER
    adapt_dialogues.train(replace(corpus, phrasings=few), SHIPPED, out, asked)
    written, shipped = load_file(out), load_file(SHIPPED)
    assert {n: t.shape for n, t in written.items()} == {n: t.shape for n, t in shipped.items() if "classes" not in n}
    assert any((written[n] != t).any() for n, t in shipped.items() if n.endswith(".B")), "nothing was learnt"


def test_classes_are_of_phrasings_and_dialogues(tmp_path: Path) -> None:
    from evals import adapt_classes
    from evals.adapt_dialogues import FollowUp

    corpus = open_corpus()
    few = replace(corpus, phrasings={i: corpus.phrasings[i] for i in ("poa-2024/1", "poa-2024/2", "elsewhere")})
    turns = (("What is the first goal?", "Standards.", ("poa-2024/1",)),)
    follow_ups = [FollowUp(turns, "and the next?", "What is the second goal?", ("poa-2024/2",))]
    follow_ups += [FollowUp(turns, "who pays for it?", "Who pays for the first goal?", ())]
    heard = adapt_classes.heard(follow_ups)
    assert [name for _, name in heard] == ["poa-2024/2", "not poa-2024/1"]
    assert all("first goal" in text for text, _ in heard)
    out = tmp_path / ADAPTER
    out.write_bytes(SHIPPED.read_bytes())
    adapt_classes.fit(adapt_classes.phrased(few) + heard, out)
    embedder = open_embedder("minilm", out)
    names = classes(embedder)
    assert names == ("not elsewhere", "not poa-2024/1", "not poa-2024/2", "poa-2024/1", "poa-2024/2")
    for text, name in ((p.glosses[0], i) for i, p in few.phrasings.items() if p.glosses):
        assert names[int(class_scores(embedder, embed(embedder, [text])[0]).argmax())] == name
