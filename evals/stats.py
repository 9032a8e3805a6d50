"""Statistics of a question set: clusters, not rows, are the independent observations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 10_000
SEED = 20240101


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval; ``n`` questions in ``clusters`` clusters, ``null`` questions without a value."""

    mean: float
    low: float
    high: float
    n: int
    clusters: int
    null: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference B - A. ``resolvable`` is the least difference this set could tell from chance."""

    mean: float
    low: float
    high: float
    p: float
    n: int
    clusters: int
    resolvable: float

    @property
    def is_claimed(self) -> bool:
        """Whether it may be called a difference: significant, and not smaller than the set resolves."""
        return self.p < 0.05 and abs(self.mean) >= self.resolvable and not self.low <= 0 <= self.high


def interval(values: Sequence[float | None], clusters: Sequence[str]) -> Interval | None:
    """Mean with a percentile bootstrap interval over clusters (10,000 resamples, fixed seed); None without values."""
    pairs = [(v, c) for v, c in zip(values, clusters, strict=True) if v is not None]
    if not pairs:
        return None
    sums, counts = _by_cluster([v for v, _ in pairs], [c for _, c in pairs])
    low, high = np.percentile(_resampled(sums, counts), [2.5, 97.5])
    return Interval(
        float(sums.sum() / counts.sum()), float(low), float(high), len(pairs), len(sums), len(values) - len(pairs)
    )


def difference(a: Sequence[float], b: Sequence[float], clusters: Sequence[str]) -> Difference:
    """Paired B - A: cluster bootstrap interval, and a two-sided sign-flip randomisation test over clusters.

    Source: Fisher randomisation as recommended for retrieval (Smucker et al., CIKM 2007); flips are of whole clusters.
    """
    deltas = [y - x for x, y in zip(a, b, strict=True)]
    sums, counts = _by_cluster(deltas, clusters)
    total, n = float(sums.sum()), int(counts.sum())
    low, high = np.percentile(_resampled(sums, counts), [2.5, 97.5])
    signs = np.random.default_rng(SEED).choice([-1.0, 1.0], size=(RESAMPLES, len(sums)))
    extreme = int((np.abs(signs @ sums) >= abs(total) - 1e-12).sum())
    p = (extreme + 1) / (RESAMPLES + 1) if total or sums.any() else 1.0
    # Half-width of the interval of the mean difference: what is smaller cannot be told from chance at this size.
    spread = float(np.sqrt((sums**2).sum())) / n
    return Difference(total / n, float(low), float(high), min(1.0, p), n, len(sums), 1.96 * spread)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """95 % Wilson score interval of a rate (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, rate = 1.959964, successes / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))


def _by_cluster(values: Sequence[float], clusters: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    order = {c: i for i, c in enumerate(dict.fromkeys(clusters))}
    sums, counts = np.zeros(len(order)), np.zeros(len(order))
    for value, cluster in zip(values, clusters, strict=True):
        sums[order[cluster]] += value
        counts[order[cluster]] += 1
    return sums, counts


def _resampled(sums: np.ndarray, counts: np.ndarray) -> np.ndarray:
    drawn = np.random.default_rng(SEED).integers(0, len(sums), size=(RESAMPLES, len(sums)))
    means: np.ndarray = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return means
