"""Embedders and stores: one contract each, held by all of a kind."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from focqa import registry
from focqa.embedders import Embedder, embed, open_embedder, sentence_transformer
from focqa.errors import InputError, ModelError

TEXTS = [
    "human rights online",
    "The FOC meets in Geneva.",
    "",
    "…",
    "naïve café",
    "a" * 5000,
    "full-width ＦＯＣ and \ud800 surrogate",
]


@pytest.fixture(scope="module", params=["hashing", "minilm"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return open_embedder(request.param)


def test_rows_are_unit_float32(embedder: Embedder) -> None:
    rows = embed(embedder, TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert embed(embedder, []).shape == (0, embedder.dim)


def test_a_text_s_vector_does_not_depend_on_the_others(embedder: Embedder) -> None:
    together = embed(embedder, TEXTS)
    alone = np.concatenate([embed(embedder, [t]) for t in TEXTS])
    assert np.allclose(together, alone, rtol=0, atol=1e-6)
    assert embed(embedder, TEXTS).tobytes() == together.tobytes()


def test_tokens_have_rows(embedder: Embedder) -> None:
    one = embedder.encode(["multistakeholder governance of AI"])[0]
    assert one.rows.shape == (len(one.pieces), embedder.dim)
    assert np.allclose(np.linalg.norm(one.rows, axis=1), 1, atol=1e-5)
    assert "[CLS]" not in one.pieces


def test_the_real_model_knows_meaning() -> None:
    model = open_embedder("minilm")
    asked, near, far = embed(
        model, ["spying on dissidents", "covert surveillance of opponents", "a recipe for lemon cake"]
    )
    assert asked @ near > asked @ far + 0.3


def test_the_same_vectors_as_the_vendor_gives() -> None:
    from sentence_transformers import SentenceTransformer

    model = open_embedder("minilm")
    folder = sentence_transformer._packaged()
    vendor = SentenceTransformer(str(folder), device="cpu").encode(["Internet freedom"], normalize_embeddings=True)
    assert np.allclose(vendor, embed(model, ["Internet freedom"]), atol=1e-5)


def test_text_beyond_128_tokens_is_embedded() -> None:
    model = open_embedder("minilm")
    long = "rights " * 150
    shorter, longer = embed(model, [long, long + "spyware " * 20])
    assert not np.allclose(shorter, longer, atol=1e-3)


def copied_model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(sentence_transformer._packaged(), folder)
    return folder


def test_one_changed_byte_is_refused(tmp_path: Path) -> None:
    folder = copied_model(tmp_path)
    sentence_transformer.check_files(folder)
    data = bytearray((folder / "tokenizer.json").read_bytes())
    data[100] ^= 1
    (folder / "tokenizer.json").write_bytes(data)
    with pytest.raises(ModelError, match=r"tokenizer\.json: missing or not the known bytes"):
        sentence_transformer.check_files(folder)


@pytest.mark.parametrize("name", ["evil.py", "pytorch_model.bin", "extra.pkl"])
def test_files_that_could_run_code_are_refused(name: str, tmp_path: Path) -> None:
    folder = copied_model(tmp_path)
    (folder / name).write_bytes(b"x")
    with pytest.raises(ModelError, match="may not hold"):
        open_embedder(str(folder))


def test_a_folder_may_be_named_and_has_its_own_fingerprint(tmp_path: Path) -> None:
    folder = copied_model(tmp_path)
    own, packaged = open_embedder(str(folder)), open_embedder("minilm")
    assert embed(own, ["x"]).tobytes() == embed(packaged, ["x"]).tobytes()
    before = own.fingerprint
    (folder / "README.md").write_text("changed")
    assert open_embedder(str(folder)).fingerprint != before


def test_an_unknown_model_is_refused_without_a_network() -> None:
    with pytest.raises(ModelError, match="not in the local model cache"):
        open_embedder("nobody/no-such-model")


def test_known_hashes_are_of_the_installed_files() -> None:
    folder = sentence_transformer._packaged()
    for name, known in sentence_transformer.KNOWN_FILES.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == known


STORES = registry.names("stores")


@pytest.mark.parametrize("name", STORES)
def test_stores_agree_with_the_exact_one(name: str) -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(500, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[10] = rows[3]  # a tie
    queries = np.concatenate([rows[:20], rows[3:4]])
    store = registry.load("stores", name).Store.build(rows)
    exact = registry.load("stores", "exact").Store.build(rows)
    (ids, scores), (want_ids, want_scores) = store.search(queries, 10), exact.search(queries, 10)
    assert (ids == want_ids).mean() > 0.99
    assert np.allclose(scores, want_scores, atol=1e-5)
    assert list(ids[-1][:2]) == [3, 10]
    assert (np.diff(scores, axis=1) <= 0).all()


@pytest.mark.parametrize("name", STORES)
def test_stores_come_back_from_bytes(name: str) -> None:
    rows = np.eye(8, dtype=np.float32)
    kind = registry.load("stores", name).Store
    data = kind.build(rows).to_bytes()
    back = kind.from_bytes(data)
    assert np.array_equal(back.vectors(), rows)
    assert kind.build(rows).to_bytes() == data
    assert back.search(rows[:1], 99)[0].shape == (1, 8)


def test_an_unknown_store_lists_those_there_are() -> None:
    with pytest.raises(InputError, match="there are: exact, faiss"):
        registry.load("stores", "cloud")
