"""The command line as a person uses it: real processes, their output and exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from focqa.assistant import Assistant, index_folder
from tests.conftest import OFFICIAL, needs_official

pytestmark = pytest.mark.usefixtures("plain")


def focqa(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "focqa.cli", *args],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )


def refused(done: subprocess.CompletedProcess[str], *said: str, status: int = 2) -> None:
    """One line on stderr that says these things, nothing on stdout, that exit status."""
    assert done.returncode == status, done
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for part in said:
        assert part in done.stderr


def test_ask() -> None:
    done = focqa("ask", "What is Goal 2 of the 2024 programme?")
    assert done.returncode == 0
    assert "poa-2024/2" in done.stdout
    assert done.stderr == ""


def test_abstaining_has_its_own_status() -> None:
    done = focqa("ask", "What is Goal 7 of the 2024 programme?")
    assert done.returncode == 3
    assert "four goals" in done.stdout


def test_json_has_the_fields_of_the_design() -> None:
    answer = json.loads(focqa("ask", "--json", "What is Objective 3D?").stdout)
    assert {"status", "reason", "text", "sentences", "citations", "hits", "suggestions"} <= set(answer)
    assert set(answer["sentences"][0]) == {"text", "citations", "support"}
    assert {"id", "label", "quote", "start", "end", "page", "url", "edition"} <= set(answer["citations"][0])


def test_questions_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    records = [
        {"id": "a", "question": "Goal 1 of 2024?"},
        {"id": "b", "question": "and the year before?", "history": [["Goal 1 of 2024?", "It is about governance."]]},
        {"id": "c", "question": "Who won the world cup?"},
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    done = focqa("ask", "--from", str(path), "--json")
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["a", "b", "c"]
    assert [[c["id"] for c in a["citations"]] for a in answers] == [["poa-2024/1"], ["poa-2023/1"], []]
    piped = focqa("ask", "--from", "-", "--json", stdin=path.read_text())
    assert piped.stdout == done.stdout


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "no questions"),
        ("{bad", "line 1: not JSON"),
        ('{"id": 1, "question": "x"}\n{"id": 2}', "line 2"),
        ('{"id": 1, "question": "x"}\n{"id": 1, "question": "y"}', "line 2: the id '1' was used before"),
        ('{"id": 1, "question": "x", "history": [3]}', "history"),
    ],
)
def test_bad_files_of_questions(lines: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(lines)
    refused(focqa("ask", "--from", str(path)), said, str(path))


def test_one_bad_question_in_a_file_does_not_lose_the_others(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": ""}\n{"id": 2, "question": "Goal 1 of 2024"}\n')
    done = focqa("ask", "--from", str(path))
    assert done.returncode == 2
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert "empty" in first["error"]
    assert second["status"] == "answered"


def test_bad_questions() -> None:
    refused(focqa("ask", ""), "empty")
    refused(focqa("ask", "   \x01 "), "empty")
    refused(focqa("ask", "word " * 20_000), "100,000 characters", "2,000")
    refused(focqa("ask"), "give a question")
    assert focqa("ask", "Goal 2 of 2024 \x1b[2J\x07").returncode == 0
    raw = subprocess.run(
        [sys.executable, "-m", "focqa.cli", "ask", b"\xed\xa0\x80 Goal 2 of 2024"], capture_output=True, check=False
    )
    assert raw.returncode == 0
    assert b"poa-2024/2" in raw.stdout


def test_bad_options(tmp_path: Path) -> None:
    refused(focqa("ask", "x", "--corpus", str(tmp_path / "nowhere")), "nowhere", "no such corpus folder")
    refused(focqa("ask", "x", "--year", "1999"), "1999", "2023, 2024")
    refused(focqa("show", "poa-2024/9.9"), "poa-2024/9.9", "near it are")
    refused(focqa("ask", "x", FOCQA_K="many"), "setting k is 'many'")
    refused(focqa("ask", "x", FOCQA_K="1000"), "from 1 to 100")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 broken")
    refused(focqa("ask", "what is x", "--corpus", str(tmp_path)), "x.pdf: not a readable PDF")


def test_a_damaged_index_is_named_with_its_remedy(tmp_path: Path) -> None:
    env = {"FOCQA_HOME": str(tmp_path), "FOCQA_EMBEDDING": "hashing"}
    assert focqa("index", "build", **env).returncode == 0
    (file,) = (tmp_path / "default").glob("*/index.faiss")
    file.write_bytes(file.read_bytes() + b"x")
    refused(focqa("ask", "Goal 2 of 2024", **env), "index.faiss: damaged", "focqa index build", status=1)
    refused(focqa("index", "verify", **env), "index.faiss: damaged", status=1)
    assert focqa("index", "build", **env).returncode == 0
    assert focqa("index", "verify", **env).returncode == 0
    assert json.loads(focqa("index", "info", "--json", **env).stdout)["passages"] == 139


def test_verify_without_an_index(tmp_path: Path) -> None:
    refused(focqa("index", "verify", FOCQA_HOME=str(tmp_path)), "no index yet", "focqa index build")


@needs_official
def test_the_plain_edition_holds_against_the_official_texts() -> None:
    passages = focqa("passages", "--json")
    checked = subprocess.run(
        [sys.executable, str(OFFICIAL.parent / "check_edition.py")],
        input=passages.stdout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert "ids 139/139" in checked.stdout


@needs_official
def test_the_official_words_are_quoted(official: Assistant) -> None:
    question = "Which 2023 activity is about a media and communications plan?"
    done = focqa("ask", "--corpus", str(OFFICIAL), question)
    assert official.show("poa-2023/3B.5").text in done.stdout
    assert "official text" in done.stdout


def test_search_list_show_passages() -> None:
    hits = [json.loads(line) for line in focqa("search", "spyware", "--json", "-k", "3").stdout.splitlines()]
    assert [h["rank"] for h in hits] == [1, 2, 3]
    assert focqa("list", "poa-2024/2.2").stdout.startswith("poa-2024/2.2.a\n")
    assert "Goal 2, Objective 2.1, activity c" in focqa("show", "poa-2024/2.1.c").stdout
    assert len(focqa("passages", "--json").stdout.splitlines()) == 139


def test_the_index_is_where_the_settings_say(plain: Assistant) -> None:
    assert (index_folder(plain.settings) / "CURRENT").is_file()


@needs_official
def test_an_official_text_is_added_checked_and_quoted(tmp_path: Path) -> None:
    env = {"FOCQA_HOME": str(tmp_path), "FOCQA_EMBEDDING": "hashing"}
    assert focqa("ask", "Goal 2 of 2024", **env).returncode == 0
    refused(focqa("corpus", "add", "poa-2024", str(OFFICIAL / "poa-2023.txt"), **env), "read as poa-2024", "lacks")
    refused(focqa("corpus", "add", "poa-1999", str(OFFICIAL / "poa-2023.txt"), **env), "no document 'poa-1999'")
    assert focqa("corpus", "add", "poa-2024", str(OFFICIAL / "poa-2024.txt"), **env).returncode == 0
    assert "official text" in focqa("ask", "Goal 2 of 2024", **env).stdout
    assert "own words" in focqa("ask", "Goal 2 of 2023", **env).stdout
    assert "poa-2024: 55 provisions, official edition" in focqa("corpus", "check", **env).stdout
