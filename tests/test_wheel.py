"""The wheel carries all it needs: built, installed outside the checkout, and asked."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_it_carries_the_plain_edition_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "focqa/_corpus/corpus.toml" in names
    assert sum(n.startswith("focqa/_corpus/plain/") for n in names) == 5
    assert [n for n in names if n.endswith(".safetensors")] == ["focqa/_corpus/adapter.safetensors"]
    assert not [n for n in names if n.startswith(("tests/", "index/")) or n.endswith((".faiss", ".pkl"))]
    assert any(n.endswith("licenses/NOTICE") for n in names)


@pytest.mark.usefixtures("plain")
def test_it_answers_outside_the_checkout(wheel: Path, tmp_path: Path, home: Path) -> None:
    # The index of the checkout's corpus fits the wheel's, byte for byte; building one is tested elsewhere.
    cache = tmp_path / "cache" / "focqa" / "default"
    shutil.copytree(home / "default", cache)
    version = (cache / "CURRENT").read_text()
    outside = tmp_path / "env"
    venv.create(outside, with_pip=True)
    python = outside / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    # The dependencies are lent by this environment, so that nothing is downloaded; focqa itself is the wheel's.
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    (Path(site.stdout.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    env = {k: v for k, v in os.environ.items() if k not in ("FOCQA_HOME", "PYTHONPATH")} | {
        "XDG_CACHE_HOME": str(tmp_path / "cache")
    }
    done = subprocess.run(
        [outside / "bin" / "focqa", "ask", "Who manages the Digital Defenders Partnership?"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Hivos" in done.stdout
    assert (cache / "CURRENT").read_text() == version, "it built an index of its own"
