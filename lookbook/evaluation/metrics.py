"""Measures of retrieval: pure functions over relevance, one value a query."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Relevance = NDArray[np.bool_]
"""(Q, K): whether the result at each rank is relevant, best rank first."""
Counts = NDArray[np.int64]
"""(Q,): how many items are relevant in all, found or not."""
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


def average_precision_at(relevant: Relevance, available: Counts, k: int) -> Values:
    """Give the mean, over the min(R, k) relevant items that could be found, of the precision at the rank of each.

    An item that is not among the first k results counts 0; so does a query with nothing relevant (R = 0). The mean over
    queries is mAP@k. Manning, Raghavan and Schütze, 2008, Introduction to Information Retrieval, chapter 8.4, cut at k.
    """
    first = relevant[:, :k]
    precisions = first.cumsum(axis=1) / np.arange(1, first.shape[1] + 1)
    return np.asarray((precisions * first).sum(axis=1) / np.minimum(available, k).clip(1), float)


def ndcg_at(relevant: Relevance, available: Counts, k: int) -> Values:
    """Give the gain 1 / log2(rank + 1) of the relevant results among the first k, divided by that of the ideal ranking.

    The ideal has ALL relevant items first, not only those that were found; a query with nothing relevant counts 0.
    Järvelin and Kekäläinen, 2002, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4).
    """
    first = relevant[:, :k]
    gained = first @ discounts(first.shape[1])
    ideal = np.concatenate([[1.0], discounts(k).cumsum()])[np.minimum(available, k)]
    return np.asarray(gained / ideal, float)


def by_group(values: Values, groups: Sequence[str]) -> Values:
    """Give the mean of the values of each group, groups in the order of their names (G,)."""
    _, own = np.unique(groups, return_inverse=True)
    return np.asarray(np.bincount(own, values) / np.bincount(own), float)


def discounts(k: int) -> Values:
    """Give the weights 1 / log2(rank + 1) of ranks 1 to k: what a relevant result gains at each (K,)."""
    return np.asarray(1 / np.log2(np.arange(2, k + 2)), float)


def interval(values: Values, seed: int = 0, draws: int = 1000) -> tuple[float, float]:
    """Give the 95 % interval of a mean by the percentile bootstrap (Efron and Tibshirani, 1993, chapter 13)."""
    rng = np.random.default_rng(seed)
    means = values[rng.integers(len(values), size=(draws, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
