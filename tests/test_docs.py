"""docs/library.md: its examples run, in order, in one program, and print what it says they print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "library.md").read_text("utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.S)


@pytest.mark.usefixtures("plain")
def test_the_examples_print_what_the_page_says(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(CODE)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == re.findall(r"^# -> (.*)$", "\n".join(CODE), re.M)


@pytest.mark.parametrize(
    "topic", ["chain of your own", "asynchronous web service", "corpus", "embedder", "store", "Tracing"]
)
def test_every_topic_has_an_example(topic: str) -> None:
    section = next(s for s in PAGE.split("\n## ") if topic in s.splitlines()[0])
    assert "# -> " in section
