"""The evaluation suite: metrics by hand, traps of other scorers, statistics, runs, gates."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from evals import baselines, compare, sets, stats
from evals.baselines.langchain import covers
from evals.metrics import all_metrics, mean, score_all
from evals.metrics._shared import ancestors
from evals.results import Result
from evals.sets import Question
from focqa.assistant import Assistant
from focqa.corpus import open_corpus
from focqa.errors import InputError
from tests.conftest import OFFICIAL
from tests.test_cli import focqa, refused

GOLD = (("poa-2024/2.1.c", "poa-2024/2.1.d"), ("poa-2023/3A.2",))
ASKED = Question("q", "?", (), "joined", "answer", GOLD, ("troika", r"\b2023\b"), None, "q")
SILENT = Question("u", "?", (), "unanswerable", "abstain", (), (), None, "u")


def result(
    text: str = "",
    cited: tuple[str, ...] = (),
    status: str = "answered",
    retrieved: tuple[str, ...] = (),
    supports: tuple[bool, ...] = (),
    id_: str = "q",
) -> Result:
    return Result(id_, status, text, cited, retrieved, supports)


def value(metric: str, given: Result, question: Question = ASKED) -> float | None:
    module = all_metrics()[metric]
    assert module.applies(question)
    found = module.score(question, given)
    assert found is None or isinstance(found, float)
    return found


HALF = result("the troika", ("poa-2024/2.1.d", "poa-2024/2.1"))
WHOLE = result(
    "the troika of 2023", ("poa-2024/2.1.c", "poa-2023/3A.2"), retrieved=("x/1", "poa-2023/3A.2", "poa-2024/2.1.c")
)
NONE = result(status="abstained")


@pytest.mark.parametrize(
    ("metric", "half", "whole", "none"),
    [
        ("citation_recall", 0.5, 1.0, 0.0),
        ("citation_precision", 0.5, 1.0, None),
        ("citation_precision_related", 1.0, 1.0, None),
        ("fact_recall", 0.5, 1.0, 0.0),
        ("correct", 0.0, 1.0, 0.0),
        ("answered", 1.0, 1.0, 0.0),
        ("truthfulness", 0.5, 1.0, 0.0),
        ("wrong_confident", 0.0, 0.0, 0.0),
        ("wrong_year", 0.0, 0.0, None),
        ("abstention_precision", None, None, 0.0),
        ("support", None, None, None),
    ],
)
def test_metrics_by_hand(metric: str, half: float | None, whole: float | None, none: float | None) -> None:
    assert [value(metric, r) for r in (HALF, WHOLE, NONE)] == [half, whole, none]


def test_ranking_metrics_by_hand() -> None:
    # Three relevant ids; found at ranks 2 and 3.
    assert value("mrr", WHOLE) == pytest.approx(1 / 2)
    assert value("map", WHOLE) == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert value("recall_at_5", WHOLE) == pytest.approx(2 / 3)
    assert value("recall_at_10", WHOLE) == pytest.approx(2 / 3)
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert value("ndcg", WHOLE) == pytest.approx((1 / np.log2(3) + 1 / np.log2(4)) / ideal)
    assert value("all_gold_at_5", WHOLE) == 1.0
    assert value("mrr", NONE) == 0.0


def test_lists_counts_and_exactness_by_hand() -> None:
    listed = replace(ASKED, kind="list", gold=(("d/1",), ("d/2",)), facts=(), count=2)
    assert value("exact", result("two things", ("d/1", "d/2")), listed) == 1.0
    assert value("exact", result("three things", ("d/1", "d/2")), listed) == 0.0
    assert value("exact", result("two things", ("d/1", "d/2", "d/3")), listed) == 0.0
    assert value("list_completeness", result("two", ("d/1", "d/2", "d/3")), listed) == 1.0
    assert value("list_completeness", result("two", ("d/1",)), listed) == 0.0
    missing = replace(SILENT, kind="address")
    assert value("exact", NONE, missing) == 1.0
    assert value("exact", HALF, missing) == 0.0


def test_unanswerable_questions_by_hand() -> None:
    assert value("abstention_recall", NONE, SILENT) == 1.0
    assert value("abstention_recall", HALF, SILENT) == 0.0
    assert value("truthfulness", NONE, SILENT) == 1.0
    assert value("truthfulness", HALF, SILENT) == -1.0
    assert value("wrong_confident", HALF, SILENT) == 1.0
    assert value("abstention_precision", NONE, SILENT) == 1.0


def test_wrong_years_and_failed_sentences() -> None:
    one_year = replace(ASKED, gold=(("poa-2024/1",),))
    assert value("wrong_year", result("", ("poa-2023/1",)), one_year) == 1.0
    assert value("support", result("", supports=(True, True, False, False))) == 0.5
    assert value("truthfulness", replace(WHOLE, supports=(True, False))) == -1.0
    assert value("correct", replace(WHOLE, supports=(True, False))) == 0.0


def test_every_metric_says_what_it_is() -> None:
    for name, metric in all_metrics().items():
        text = metric.__doc__ or ""
        assert "Range" in text, name
        assert "ormula" in text or "ir_measures" in text, name
        assert isinstance(metric.DEFAULT, float)
        assert isinstance(metric.HIGHER_IS_BETTER, bool)


# The ten traps of other scorers (evaluation guide of this project, section 5).
def test_trap_1_unanswered_questions_count_as_their_worst() -> None:
    scores = score_all((ASKED, replace(ASKED, id="missing")), (WHOLE,))
    assert scores["missing"]["truthfulness"] == -1.0
    assert mean([row["citation_recall"] for row in scores.values()]) == 0.5


def test_trap_2_recall_never_exceeds_one() -> None:
    twice = replace(WHOLE, cited=("poa-2024/2.1.c", "poa-2024/2.1.d", "poa-2024/2.1.c", "poa-2023/3A.2"))
    assert value("citation_recall", twice) == 1.0


def test_trap_3_the_threshold_is_a_setting_not_chosen_on_the_set() -> None:
    from evals import calibrate, run

    assert "min_confidence" in Path(run.__file__).read_text("utf-8")
    assert "Never run on ``test``" in (calibrate.__doc__ or "")


def test_trap_4_abstention_is_read_from_the_status() -> None:
    assert value("abstention_recall", result("I don't know."), SILENT) == 0.0
    assert value("answered", result("The documents do not say so; however …")) == 1.0


def test_trap_5_copying_everything_does_not_win(plain: Assistant) -> None:
    questions = sets.load(sets.resolve("dev"), plain.catalogue)
    everything = tuple(p.id for p in plain.catalogue.passages)
    text = "\n".join(p.text for p in plain.catalogue.passages)
    scores = score_all(questions, [Result(q.id, "answered", text, everything, everything) for q in questions])
    precise = mean([row["citation_precision"] for row in scores.values() if "citation_precision" in row])
    assert precise is not None
    assert precise < 0.05
    assert mean([row["exact"] for row in scores.values() if "exact" in row]) == 0.0
    assert mean([row["abstention_recall"] for row in scores.values() if "abstention_recall" in row]) == 0.0


def test_trap_6_n_is_counted_not_stated() -> None:
    found = stats.interval([1.0, 0.0, None], ["a", "b", "c"])
    assert found is not None
    assert (found.n, found.null) == (2, 1)


def test_trap_7_equal_texts_get_credit_beside_the_strict_figure(tmp_path: Path) -> None:
    figures = beir(tmp_path, '{"_id": "d/2", "text": "Cats sleep in the sun all day."}\n')
    strict, equal = re.findall(r"RR@10\s+(\S+) .* (\S+)$", figures, re.M)[0]
    assert float(equal) == 1.0
    assert float(strict) < 1.0


def test_trap_8_markers_are_never_parsed_from_text() -> None:
    assert value("citation_recall", result("see [1] [poa-2024/2.1.c] [2024")) == 0.0


def test_trap_9_means_are_over_questions() -> None:
    long = replace(ASKED, id="long")
    scores = score_all((ASKED, long), (result("", supports=(True,)), result("", supports=(False,) * 9, id_="long")))
    assert mean([row["support"] for row in scores.values()]) == 0.5


def test_trap_10_no_denominator_is_null_and_counted() -> None:
    assert value("citation_precision", result("x")) is None
    assert value("fact_recall", WHOLE, replace(ASKED, facts=())) is None


def test_unknown_ids_raise_and_inputs_stay_as_they_were() -> None:
    with pytest.raises(InputError, match="no question of the set"):
        score_all((ASKED,), (replace(WHOLE, id="else"),))
    with pytest.raises(InputError, match="two results"):
        score_all((ASKED,), (WHOLE, WHOLE))
    questions, results = [ASKED, SILENT], [WHOLE, replace(NONE, id="u")]
    score_all(questions, results)
    assert questions == [ASKED, SILENT]
    assert results == [WHOLE, replace(NONE, id="u")]


def test_broken_systems_score_as_badly_as_they_should(plain: Assistant) -> None:
    questions = sets.load(sets.resolve("dev"), plain.catalogue)
    ids = [p.id for p in plain.catalogue.passages]
    rng = random.Random(3)
    never = [Result(q.id, "abstained", "") for q in questions]
    guess = [
        Result(q.id, "answered", "words", tuple(rng.sample(ids, 2)), tuple(rng.sample(ids, 10))) for q in questions
    ]
    for name, metric in all_metrics().items():
        asked = [q for q in questions if metric.applies(q)]
        for results in (never, guess):
            by_id = {r.id: r for r in results}
            found = mean([metric.score(q, by_id[q.id]) for q in asked])
            if found is None:
                continue
            if name in ("wrong_confident",):
                assert found == 0.0 if results is never else found > 0.9
            elif name == "wrong_year":
                assert found > 0.4
            elif name in ("abstention_recall",):
                assert found == (1.0 if results is never else 0.0)
            elif name == "answered":
                assert found == (0.0 if results is never else 1.0)
            elif name in ("abstention_precision", "exact", "truthfulness"):
                assert found < 0.3, name
            else:
                assert found < 0.15, name


def test_relatives() -> None:
    assert ancestors("d/1.1.a.iii") == {"d/1", "d/1.1", "d/1.1.a"}
    assert ancestors("d/1A.4") == {"d/1A", "d/1"}
    assert ancestors("d/context.2") == set()


def test_a_chunk_covers_a_provision_it_holds_most_of() -> None:
    assert covers("before one two three four after", "one two three four five six")
    assert not covers("one two x three four", "one two three four five six")


# Statistics.
def test_intervals_resample_clusters() -> None:
    alone = stats.interval([0, 1] * 50, [str(n) for n in range(100)])
    paired = stats.interval([0, 1] * 50, [str(n // 2) for n in range(100)])
    assert alone is not None
    assert paired is not None
    assert alone.mean == paired.mean == 0.5
    assert alone.high - alone.low == pytest.approx(0.2, abs=0.03)
    assert paired.low == paired.high == 0.5


def test_the_bootstrap_agrees_with_scipy_on_single_clusters() -> None:
    from scipy.stats import bootstrap

    values = np.random.default_rng(0).random(80)
    ours = stats.interval(list(values), [str(n) for n in range(80)])
    theirs = bootstrap((values,), np.mean, method="percentile", random_state=0).confidence_interval
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.006)


def test_the_randomisation_test_agrees_with_scipy() -> None:
    from scipy.stats import permutation_test

    rng = np.random.default_rng(1)
    a = rng.random(40)
    b = a + rng.normal(0.05, 0.2, 40)
    ours = stats.difference(list(a), list(b), [str(n) for n in range(40)])
    theirs = permutation_test(
        (b, a), lambda x, y: np.mean(x - y), permutation_type="samples", n_resamples=9999, random_state=0
    )
    assert ours.p == pytest.approx(theirs.pvalue, abs=0.03)


def test_no_difference_is_claimed_of_nothing() -> None:
    same = stats.difference([1.0] * 20, [1.0] * 20, [str(n) for n in range(20)])
    assert (same.mean, same.p, same.is_claimed) == (0.0, 1.0, False)
    one = stats.difference([0.0] * 20, [1.0] + [0.0] * 19, [str(n) for n in range(20)])
    assert not one.is_claimed
    clear = stats.difference([0.0] * 40, [1.0] * 30 + [0.0] * 10, [str(n) for n in range(40)])
    assert clear.is_claimed


def test_wilson() -> None:
    assert stats.wilson(0, 75)[1] == pytest.approx(0.0487, abs=0.001)
    assert stats.wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=0.001)


# Question sets.
@pytest.mark.parametrize("name", ["dev", "test"])
@pytest.mark.parametrize("edition", ["plain", "official"])
def test_our_sets_hold_against_both_editions(name: str, edition: str) -> None:
    if edition == "official" and not OFFICIAL.is_dir():
        pytest.skip("the official texts are not beside this checkout")
    catalogue = open_corpus(None if edition == "plain" else OFFICIAL).catalogue
    for q in sets.load(sets.resolve(name), catalogue):
        text = " ".join(" ".join(catalogue.by_id[i].text.split()) for i in sorted(q.gold_ids))
        for fact in q.facts:
            assert re.search(fact, text, re.IGNORECASE), (q.id, fact)


def test_our_sets_are_large_enough_and_apart() -> None:
    dev, test = (sets.load(sets.resolve(n)) for n in ("dev", "test"))
    assert len(dev) + len(test) >= 300
    for kind in sets.KINDS:
        assert sum(q.kind == kind for q in (*dev, *test)) >= 20, kind
    assert not {q.cluster for q in dev} & {q.cluster for q in test}
    assert not {q.question.casefold() for q in dev} & {q.question.casefold() for q in test if not q.history}


def test_phrasings_are_of_this_corpus_and_repeat_no_question_of_a_set() -> None:
    corpus = open_corpus()
    assert set(corpus.phrasings) == set(corpus.catalogue.by_id)
    asked = {q.question.casefold().strip("?. ") for n in ("dev", "test") for q in sets.load(sets.resolve(n))}
    for phrasings in corpus.phrasings.values():
        assert not {p.casefold().strip("?. ") for p in (*phrasings.glosses, *phrasings.silences)} & asked


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '{"id": "a", "question": "x", "gold": [["poa-2024/99"]]}',
            "line 2: gold id 'poa-2024/99' is not in the corpus",
        ),
        ("{", "line 2: not JSON"),
        ('{"id": "first", "question": "x", "gold": [["poa-2024/1"]]}', "line 2: the id 'first' was used before"),
        ('{"id": "a", "question": "x", "kind": "odd", "gold": [["poa-2024/1"]]}', "line 2: kind 'odd'"),
        (
            '{"id": "a", "question": "x", "gold": [], "expect": "answer"}',
            "line 2: a question to be answered needs gold",
        ),
        (
            '{"id": "a", "question": "x", "gold": [["poa-2024/1"]], "facts": ["("]}',
            "line 2: the pattern '(' does not compile",
        ),
    ],
)
def test_wrong_sets_are_refused_by_file_and_line(line: str, said: str, tmp_path: Path, plain: Assistant) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "first", "question": "x", "gold": [["poa-2024/1"]]}\n' + line)
    done = focqa("eval", "run", str(path), "--out", str(tmp_path / "run"), FOCQA_HOME=str(plain.settings.home))
    refused(done, said, "set.jsonl")


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text("")
    refused(focqa("eval", "run", str(tmp_path / "set.jsonl")), "no questions")
    refused(focqa("eval", "run"), "give a question set")
    refused(focqa("eval", "run", "dev", "--system", "oracle", "--out", str(tmp_path / "r")), "no system named 'oracle'")


# Runs.
@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = (sets.FOLDER / "dev.jsonl").read_text("utf-8").splitlines()[::6]
    path = tmp_path_factory.mktemp("sets") / "small.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.usefixtures("plain")
def test_a_killed_run_goes_on_to_the_same_bytes(small: Path, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    assert focqa("eval", "run", str(small), "--out", str(whole)).returncode == 0
    child = subprocess.Popen(
        [sys.executable, "-m", "focqa.cli", "eval", "run", str(small), "--out", str(cut)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ,
    )
    for _ in range(600):
        if (cut / "answers.jsonl").exists() and (cut / "answers.jsonl").read_bytes().count(b"\n") >= 8:
            break
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not (cut / "scores.jsonl").exists()
    with (cut / "answers.jsonl").open("ab") as file:
        file.write(b'{"id": "half a li')
    assert focqa("eval", "run", str(small), "--out", str(cut)).returncode == 0
    for name in ("scores.jsonl", "answers.jsonl", "run.trec", "settings.json"):
        assert (cut / name).read_bytes() == (whole / name).read_bytes(), name
    refused(focqa("eval", "run", str(small), "--out", str(whole), "--system", "bm25"), "another system")


@pytest.fixture(scope="module")
def runs(small: Path, tmp_path_factory: pytest.TempPathFactory, plain: Assistant) -> dict[str, Path]:
    from evals.run import run

    out = tmp_path_factory.mktemp("runs")
    return {name: run(small, name, plain, out / name) for name in baselines.names()}


def test_every_system_answers_every_question(runs: dict[str, Path], small: Path) -> None:
    n = len(small.read_text("utf-8").splitlines())
    assert set(runs) == set(baselines.ORDER)
    for folder in runs.values():
        assert len(compare.rows_of(folder)) == n


def figure(folder: Path, metric: str) -> float:
    found = mean([r["scores"][metric] for r in compare.rows_of(folder) if metric in r["scores"]])
    assert found is not None
    return found


def test_focqa_beats_every_baseline_on_the_headline(runs: dict[str, Path]) -> None:
    own = figure(runs["focqa"], "truthfulness")
    for name in ("fusion", "dense", "bm25", "langchain", "paste5", "abstain"):
        assert own > figure(runs[name], "truthfulness"), name
    assert figure(runs["gold"], "citation_recall") == 1.0


def test_without_its_gold_it_cites_nothing_of_it(runs: dict[str, Path]) -> None:
    assert figure(runs["leave_out"], "citation_recall") == 0.0
    assert figure(runs["leave_out"], "answered") < figure(runs["focqa"], "answered")


def test_false_provisions_of_a_side_document_are_not_cited(runs: dict[str, Path]) -> None:
    answers = [json.loads(line) for line in (runs["distractors"] / "answers.jsonl").read_text("utf-8").splitlines()]
    cited = [i for a in answers for i in a["result"]["cited"] if i.startswith("side-notes/")]
    assert cited == []


def test_diff(runs: dict[str, Path]) -> None:
    same = focqa("eval", "diff", str(runs["focqa"]), str(runs["focqa"]))
    assert "No question differs" in same.stdout
    assert "0 questions changed" in same.stdout
    other = json.loads(focqa("eval", "diff", str(runs["bm25"]), str(runs["focqa"]), "--json").stdout)
    assert other["claimed"]
    assert other["low"] > 0
    assert len(other["changed"]) > 5
    refused(
        focqa("eval", "diff", str(runs["bm25"]), str(runs["focqa"]), "--metric", "beauty"), "no metric named 'beauty'"
    )
    refused(focqa("eval", "diff", str(runs["bm25"]), "/nowhere"), "no finished run")


def test_gate_junit_and_ragas(small: Path, runs: dict[str, Path], tmp_path: Path) -> None:
    gate = tmp_path / "gate.toml"
    gate.write_text(
        'support = 1.0\nwrong_confident = {max = 0.9}\nlists = {metric = "citation_recall", kind = "list", min = 0.1}\n'
    )
    args = ("eval", "run", str(small), "--out", str(runs["focqa"]))
    done = focqa(*args, "--gate", str(gate), "--junit", str(tmp_path / "j.xml"), "--ragas", str(tmp_path / "r.jsonl"))
    assert done.returncode == 0, done.stderr
    suite = ElementTree.parse(tmp_path / "j.xml").getroot()
    assert int(suite.attrib["tests"]) == len(suite)
    row = json.loads((tmp_path / "r.jsonl").read_text("utf-8").splitlines()[0])
    assert {"user_input", "response", "retrieved_context_ids", "reference_context_ids"} <= set(row)
    gate.write_text("truthfulness = 1.0\n")
    missed = focqa(*args, "--gate", str(gate))
    assert missed.returncode == 4
    assert "truthfulness" in missed.stderr
    gate.write_text("beauty = 1.0\n")
    assert focqa(*args, "--gate", str(gate)).returncode == 2


def test_the_report_is_one_page_that_loads_nothing(
    runs: dict[str, Path], small: Path, plain: Assistant, tmp_path: Path
) -> None:
    from evals import reports

    written = reports.write(runs, sets.load(small), plain.catalogue, tmp_path, "small <set>")
    page = written.html.read_text("utf-8")
    assert "small &lt;set&gt;" in page
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|<script", page)
    assert page.count("<svg") >= 5
    for name in runs:
        assert f"| {name} " in written.markdown.splitlines()[2]
    assert "truthfulness" in written.markdown


def beir(tmp_path: Path, extra: str = "") -> str:
    """A tiny BEIR folder through the command; its figures."""
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(
        '{"_id": "d/1", "text": "Animals"}\n{"_id": "d/1.1", "text": ""}\n{"_id": "d/1.1.1", "text": "Dogs bark at night in the yard."}\n'
        + extra
        + '{"_id": "d/1.1.2", "text": "Cats sleep in the sun all day."}\n{"_id": "e/1", "text": "Boats sail on the windy lake."}\n'
    )
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "Where do cats sleep?"}\n{"_id": "q2", "text": "boats on a lake"}\n'
    )
    judged = "q1\td/1.1.2\t1\n" + ("" if extra else "q2\te/1\t1\n")
    (folder / "qrels" / "dev.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}")
    done = focqa(
        "eval",
        "run",
        "--beir",
        str(folder),
        "--split",
        "dev",
        "--out",
        str(tmp_path / "out"),
        FOCQA_EMBEDDING="hashing",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_beir_folders(tmp_path: Path) -> None:
    figures = beir(tmp_path)
    assert re.search(r"RR@10\s+1\.0000", figures)
    assert "n = 2 queries, 5 passages" in figures
    run = (tmp_path / "out" / "run.trec").read_text()
    assert "d/1.1 " not in run, "an empty passage was retrieved"
    refused(focqa("eval", "run", "--beir", str(tmp_path / "tiny"), "--split", "none"), "none.tsv", "cannot be read")
    (tmp_path / "tiny" / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td/99\t1\n")
    refused(
        focqa(
            "eval", "run", "--beir", str(tmp_path / "tiny"), "--out", str(tmp_path / "o2"), FOCQA_EMBEDDING="hashing"
        ),
        "d/99",
        "not in corpus.jsonl",
    )
