"""The index on disk: whole or refused, never half-read, never unpickled."""

import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from focqa.assistant import index_folder, open_assistant
from focqa.corpus import open_corpus
from focqa.embedders import Encoded, open_embedder
from focqa.embedders.hashing import HashingEmbedder
from focqa.errors import FocqaError, IndexBusy, IndexDamaged, IndexMismatch
from focqa.index import files
from focqa.index.build import build_index, open_index
from focqa.lexical import Lexical, pairs, tokens
from focqa.settings import Settings


@pytest.fixture
def built(toy_settings: Settings) -> Path:
    """The folder of a built index of the toy corpus."""
    open_assistant(settings=toy_settings)
    return index_folder(toy_settings)


def version(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text()


def reopen(folder: Path, settings: Settings) -> Any:
    return open_index(open_corpus(settings.corpus), open_embedder("hashing"), "faiss", folder)


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(version(folder))) for p in version(folder).rglob("*") if p.is_file())


def test_it_has_the_promised_files_and_no_pickle(built: Path) -> None:
    assert {"index.faiss", "passages.jsonl", "manifest.json"} <= set(names(built))
    assert any(n.startswith("bm25/") for n in names(built))
    manifest = json.loads((version(built) / "manifest.json").read_text())
    assert manifest["format"] == files.FORMAT
    assert set(manifest["files"]) == set(names(built)) - {"manifest.json"}
    assert manifest["corpus"]
    assert manifest["embedder"] == HashingEmbedder.fingerprint


def test_rebuilding_gives_the_same_bytes(built: Path, toy_settings: Settings) -> None:
    before = {n: (version(built) / n).read_bytes() for n in names(built)}
    name = version(built).name
    build_index(open_corpus(toy_settings.corpus), open_embedder("hashing"), "faiss", built)
    assert version(built).name == name
    assert {n: (version(built) / n).read_bytes() for n in names(built)} == before
    fresh = built.parent / "fresh"
    build_index(open_corpus(toy_settings.corpus), open_embedder("hashing"), "faiss", fresh)
    assert version(fresh).name == name


@pytest.mark.parametrize("cut", ["0", "1", "half", "all but one", "more"])
def test_every_truncation_of_every_file_is_refused_by_name(cut: str, built: Path, toy_settings: Settings) -> None:
    for name in names(built):
        path = version(built) / name
        data = path.read_bytes()
        path.write_bytes(
            {"0": b"", "1": data[:1], "half": data[: len(data) // 2], "all but one": data[:-1], "more": data + b"x"}[
                cut
            ]
        )
        with pytest.raises(IndexDamaged, match=Path(name).name):
            reopen(built, toy_settings)
        path.write_bytes(data)
    reopen(built, toy_settings)


def test_one_flipped_bit_is_refused(built: Path, toy_settings: Settings) -> None:
    for name in names(built):
        path = version(built) / name
        data = path.read_bytes()
        for at in {0, len(data) // 3, len(data) - 1}:
            changed = bytearray(data)
            changed[at] ^= 4
            path.write_bytes(changed)
            with pytest.raises((IndexDamaged, IndexMismatch)):
                reopen(built, toy_settings)
        path.write_bytes(data)


def test_missing_and_extra_files_are_refused(built: Path, toy_settings: Settings) -> None:
    (version(built) / "index.pkl").write_bytes(b"malicious")
    with pytest.raises(IndexDamaged, match=r"index\.pkl: not a file of this index"):
        reopen(built, toy_settings)
    (version(built) / "index.pkl").unlink()
    (version(built) / "index.faiss").rename(version(built).parent / "elsewhere")
    with pytest.raises(IndexDamaged, match=r"index\.faiss: missing"):
        reopen(built, toy_settings)


def test_a_current_that_names_nothing(built: Path, toy_settings: Settings) -> None:
    (built / "CURRENT").write_text("../../etc/passwd")
    with pytest.raises(IndexDamaged, match="names no version"):
        reopen(built, toy_settings)


def test_nothing_is_ever_unpickled(built: Path, toy_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("unpickled")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    reopen(built, toy_settings)


def test_another_model_of_the_same_dimension_is_refused(built: Path, toy_settings: Settings) -> None:
    class Other(HashingEmbedder):
        fingerprint = "0" * 64

    with pytest.raises(IndexMismatch, match=r"another embedder.*focqa index build"):
        open_index(open_corpus(toy_settings.corpus), Other(), "faiss", built)


def test_a_changed_corpus_is_refused_and_a_rebuild_mends_it(built: Path, toy: Path, toy_settings: Settings) -> None:
    path = toy / "notes.txt"
    path.write_text(path.read_text().replace("well", "pump"))
    with pytest.raises(IndexMismatch, match=r"another corpus.*focqa index build"):
        open_assistant(settings=toy_settings)
    build_index(open_corpus(toy), open_embedder("hashing"), "faiss", built)
    assert "pump" in open_assistant(settings=toy_settings).show("notes/water.1").text


def test_the_default_corpus_rebuilds_itself(toy: Path, toy_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (toy / "corpus.toml").write_text(
        '[[document]]\nid = "n"\nkind = "page"\ntitle = "N"\nissuer = ""\nurl = ""\nedition = "plain"\nfile = "notes.txt"\nstructure = "sections"\n'
    )
    monkeypatch.setattr("focqa.corpus.default_corpus", lambda: toy)
    default = replace(toy_settings, corpus=None)
    open_assistant(settings=default)
    (toy / "notes.txt").write_text("Notes\n\nThe shed is red.\n")
    assert "red" in open_assistant(settings=default).show("n/notes.1").text


def test_an_older_format_is_refused_by_name(built: Path, toy_settings: Settings) -> None:
    path = version(built) / "manifest.json"
    path.write_text(path.read_text().replace(f'"format": {files.FORMAT}', '"format": 0'))
    with pytest.raises(IndexMismatch, match=f"index format 0, this focqa reads {files.FORMAT}"):
        reopen(built, toy_settings)


class Counting(HashingEmbedder):
    """Counts the texts it embeds."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> list[Encoded]:
        self.seen += texts
        return super().encode(texts)


def test_only_changed_passages_are_embedded_again(toy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ix"
    first = Counting()
    build_index(open_corpus(toy), first, "faiss", folder)
    again = Counting()
    build_index(open_corpus(toy), again, "faiss", folder)
    assert again.seen == []
    (toy / "notes.txt").write_text((toy / "notes.txt").read_text().replace("tools", "spades"))
    changed = Counting()
    index = build_index(open_corpus(toy), changed, "faiss", folder)
    assert len(changed.seen) == 1
    assert "spades" in changed.seen[0]
    fresh = build_index(open_corpus(toy), Counting(), "faiss", tmp_path / "fresh")
    assert index.store.to_bytes() == fresh.store.to_bytes()


def test_two_builds_at_once(built: Path, toy_settings: Settings) -> None:
    started = time.monotonic()
    with files.lock(built), pytest.raises(IndexBusy, match="another process"):
        build_elsewhere(toy_settings, built)
    assert time.monotonic() - started < 30


def build_elsewhere(settings: Settings, folder: Path) -> None:
    """Build in another process and raise here what it raised there."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(_build, (settings.corpus, folder))


def _build(corpus: Path, folder: Path) -> None:
    build_index(open_corpus(corpus), HashingEmbedder(), "faiss", folder)


def test_killed_builds_leave_the_old_version_in_force(built: Path, toy: Path) -> None:
    before = version(built).name
    code = (
        "import sys; from pathlib import Path; from focqa.corpus import open_corpus; from focqa.embedders.hashing import HashingEmbedder;"
        "from focqa.index.build import build_index; print('go', flush=True);"
        "build_index(open_corpus(Path(sys.argv[1])), HashingEmbedder(), 'faiss', Path(sys.argv[2]))"
    )
    versions = set()
    for n in range(8):
        (toy / "notes.txt").write_text(f"Notes\n\nThe shed holds {n} tools.\n")
        child = subprocess.Popen([sys.executable, "-c", code, str(toy), str(built)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.004 * n * n)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        opened = open_index(None, HashingEmbedder(), "faiss", built)
        versions.add(version(built).name)
        assert len(opened.catalogue.passages) == opened.manifest["passages"]
    assert len(versions) > 1 or before in versions
    build_index(open_corpus(toy), HashingEmbedder(), "faiss", built)
    assert not list(built.glob(".staging-*"))


def test_a_failing_disk_leaves_the_old_version_in_force(
    built: Path, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version(built).name
    (toy / "notes.txt").write_text("Notes\n\nNew words.\n")
    real, calls, succeeded, causes = os.fsync, 0, False, list[str]()
    for fail_at in range(1, 60):
        calls = 0

        def fsync(handle: int, limit: int = fail_at) -> None:
            nonlocal calls
            calls += 1
            if calls == limit:
                raise OSError(28, "No space left on device")
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)
        try:
            build_index(open_corpus(toy), HashingEmbedder(), "faiss", built)
            succeeded = True
        except FocqaError as error:
            causes.append(str(error))
        monkeypatch.setattr(os, "fsync", real)
        opened = open_index(None, HashingEmbedder(), "faiss", built)
        assert version(built).name == before or "New words." in [p.text for p in opened.catalogue.passages]
        if succeeded:
            break
    assert succeeded
    assert causes
    assert all("No space left" in cause for cause in causes)


def test_a_build_where_nothing_can_be_written_fails_plainly(toy: Path) -> None:
    with pytest.raises(FocqaError, match="cannot be written"):
        build_index(open_corpus(toy), HashingEmbedder(), "faiss", Path("/proc/focqa"))


def test_lexical_terms() -> None:
    assert tokens("The U.S. FOC-AN's WSIS+20, 1.1.10 and 20/8") == ["foc-an", "foc", "wsis+20", "1.1.10", "20/8"]
    index = Lexical.build(["clause 1.1.10 speaks", "clause 10 speaks", "WSIS+20 review", "nothing"])
    assert index.scores("1.1.10").argmax() == 0
    assert index.scores("wsis+20").argmax() == 2
    assert not index.scores("absent words").any()


def test_neighbouring_words_as_one_term() -> None:
    assert pairs("The donor's principles of 2023") == ["donor principl", "principl 2023"]
    index = Lexical.build(["principles for a donor", "of the donor principles"], pairs)
    assert index.scores("donor principles").tolist()[0] == 0
    assert index.scores("donor principles").argmax() == 1
