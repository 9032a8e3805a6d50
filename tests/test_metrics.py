"""Metrics by hand, the traps of other scorers, and statistics."""

import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals import sets, stats
from evals.baselines.langchain import covers
from evals.metrics import all_metrics, mean, score_all
from evals.metrics._shared import ancestors
from evals.results import Result
from evals.sets import Question
from focqa.assistant import Assistant
from focqa.errors import InputError, MissingExtra

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


def test_a_missing_extra_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(MissingExtra, match=r"pip install 'focqa\[eval\]'"):
        value("mrr", WHOLE)
