"""Measures of retrieval: pure functions over relevance, one value a query."""

import numpy as np
from numpy.typing import NDArray

Relevance = NDArray[np.bool_]
"""(Q, K): whether the result at each rank is relevant, best rank first."""
Values = NDArray[np.float64]
"""(Q,): one value a query."""


def precision_at(relevant: Relevance, k: int) -> Values:
    """Give the share of the first k results that are relevant; where there are fewer than k, the rest count as wrong.

    Manning, Raghavan and Schütze, 2008, Introduction to Information Retrieval, chapter 8.
    """
    return np.asarray(relevant[:, :k].sum(axis=1) / k, float)


def hit_at(relevant: Relevance, k: int) -> Values:
    """Give 1 where any of the first k results is relevant, else 0. With one relevant item this is recall@k."""
    return relevant[:, :k].any(axis=1).astype(float)


def interval(values: Values, seed: int = 0, draws: int = 1000) -> tuple[float, float]:
    """Give the 95 % interval of a mean by the percentile bootstrap (Efron and Tibshirani, 1993, chapter 13)."""
    rng = np.random.default_rng(seed)
    means = values[rng.integers(len(values), size=(draws, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
