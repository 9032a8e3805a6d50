"""The README's commands run and print what it says they print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
# Each command with the output printed below it, up to the next command or the end of the block.
COMMANDS = [
    (m[1], m[2].strip("\n"))
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for m in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.M)
]
pytestmark = pytest.mark.usefixtures("plain")


def run(command: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))} | {
        "PATH": path,
        "COLUMNS": "120",
    }
    return subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, env=env)


def test_there_are_commands() -> None:
    assert [c for c, _ in COMMANDS][:2] == ['make ask Q="What is Goal 2 of the 2024 programme?"', "make test"]


@pytest.mark.parametrize(("command", "printed"), [c for c in COMMANDS if c[0] != "make test"])
def test_a_command_prints_what_the_readme_shows(command: str, printed: str) -> None:
    if command.startswith("make") and not (ROOT / ".venv").is_dir():
        command = command.replace("make ask", "make -n ask")
    done = run(command)
    assert done.returncode in (0, 3), done.stderr
    if printed:
        assert done.stdout.strip("\n") == printed


def test_make_test_is_a_target_that_lints_and_tests() -> None:
    planned = run("make -n test").stdout
    assert "pytest" in planned
    assert "mypy" in planned


def test_make_passes_any_question_through() -> None:
    done = run("""make ask Q="What's \\"Goal 2\\" of \\$HOME; echo \\`id\\` 2024?" """)
    assert "poa-2024/2" in done.stdout, done
    assert "uid=" not in done.stdout + done.stderr


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.S))
def test_the_python_examples_run(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("answered ['poa-2023/3C.1'")
    assert done.stdout.splitlines()[1] == "3"


def test_every_command_is_in_the_readme() -> None:
    from focqa import cli

    named = {c.name or (c.callback.__name__ if c.callback else "") for c in cli.app.registered_commands}
    named |= {g.name for g in cli.app.registered_groups if isinstance(g.name, str)}
    assert all(f"focqa {name}" in README for name in named), named
