"""How well a second reader agrees with a set's gold: ``python -m evals.agreement [SET]``, ``test`` unless said otherwise.

The second reader had the documents and the questions, in mixed order under other ids, and neither gold nor answers
(``questions/SET.second.jsonl``). Cohen's kappa on whether a question can be answered; Jaccard of the cited ids; and recall
and precision of the second reader's citations against the gold, which bound what a system can be expected to reach.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from evals import sets

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader holds that a right answer needs.

    Attributes:
        answerable: Whether the documents hold an answer or a correction.
        gold: Groups of ids: any of a group serves, every group is needed.
    """

    answerable: bool
    gold: Groups

    @property
    def ids(self) -> frozenset[str]:
        """All ids of all groups."""
        return frozenset(i for group in self.gold for i in group)

    def met_by(self, ids: frozenset[str]) -> float:
        """Share of the groups of which one id is among these."""
        return mean(any(i in ids for i in group) for group in self.gold)


def read_second(path: Path) -> dict[str, Reading]:
    """The second reading of each question, by id."""
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {r["id"]: Reading(r["expect"] != "abstain", tuple(map(tuple, r["gold"]))) for r in records}


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Cohen's kappa of two readers' verdicts, -1 to 1; 1 where both always say the same one thing."""
    agreed = mean(a == b for a, b in pairs)
    yes = [mean(pair[reader] for pair in pairs) for reader in (0, 1)]
    by_chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return 1.0 if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def agreement(first: dict[str, Reading], second: dict[str, Reading]) -> dict[str, float]:
    """Figures over the questions both have read; those of ids over the ones both hold answerable."""
    both = [(first[i], second[i]) for i in first if i in second]
    cited = [(a, b) for a, b in both if a.answerable and b.answerable]
    return {
        "questions": float(len(both)),
        "kappa": kappa([(a.answerable, b.answerable) for a, b in both]),
        "jaccard": mean(len(a.ids & b.ids) / len(a.ids | b.ids) for a, b in cited),
        "recall": mean(a.met_by(b.ids) for a, b in cited),
        "precision": mean(b.met_by(a.ids) for a, b in cited),
    }


def main() -> None:
    """Print the figures of a set."""
    parser = argparse.ArgumentParser(description="How well a second reader agrees with a set's gold.")
    parser.add_argument("set", nargs="?", default="test")
    name = parser.parse_args().set
    path = sets.FOLDER / f"{name}.second.jsonl"
    if not path.is_file():
        sys.exit(f"{path}: no second reading of {name!r}; there is one of: test")
    first = {q.id: Reading(q.answerable, q.gold) for q in sets.load(sets.resolve(name))}
    for figure, value in agreement(first, read_second(path)).items():
        sys.stdout.write(f"{figure}: {value:.0f}\n" if figure == "questions" else f"{figure}: {value:.3f}\n")


if __name__ == "__main__":
    main()
