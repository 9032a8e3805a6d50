"""The bridge to ir_measures: one question's ranking as qrels and run."""

from evals.results import Result
from evals.sets import Question
from focqa.errors import MissingExtra


def value(measure: str, question: Question, result: Result) -> float:
    """A measure of ir_measures for one question; ranks become descending scores, so nothing is tied."""
    try:
        import ir_measures
    except ImportError:
        raise MissingExtra("eval", "ir-measures") from None

    qrels = [ir_measures.Qrel("q", id_, 1) for id_ in sorted(question.gold_ids)]
    run = [ir_measures.ScoredDoc("q", id_, -float(rank)) for rank, id_ in enumerate(result.retrieved)]
    parsed = ir_measures.parse_measure(measure)
    return float(ir_measures.calc_aggregate([parsed], qrels, run)[parsed]) if run else 0.0
