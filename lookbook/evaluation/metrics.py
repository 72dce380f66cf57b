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
    """Return the share of the first k results that are relevant; where there are fewer than k, the rest count as wrong.

    Manning, Raghavan and Schütze, 2008, Introduction to Information Retrieval, chapter 8.
    """
    return np.asarray(relevant[:, :k].sum(axis=1) / k, float)


def hit_at(relevant: Relevance, k: int) -> Values:
    """Return 1 where any of the first k results is relevant, else 0. With one relevant item this is recall@k."""
    return relevant[:, :k].any(axis=1).astype(float)


def average_precision_at(relevant: Relevance, available: Counts, k: int) -> Values:
    """Return the mean, over the min(R, k) relevant items that could be found, of the precision at the rank of each.

    An item that is not among the first k results counts 0; so does a query with nothing relevant (R = 0). The mean over
    queries is mAP@k. Manning, Raghavan and Schütze, 2008, Introduction to Information Retrieval, chapter 8.4, cut at k.
    """
    first = relevant[:, :k]
    precisions = first.cumsum(axis=1) / np.arange(1, first.shape[1] + 1)
    return np.asarray((precisions * first).sum(axis=1) / np.minimum(available, k).clip(1), float)


def ndcg_at(relevant: Relevance, available: Counts, k: int) -> Values:
    """Return the gain 1 / log2(rank + 1) of the relevant among the first k results, divided by the ideal ranking's.

    The ideal has ALL relevant items first, not only those that were found; a query with nothing relevant counts 0.
    Järvelin and Kekäläinen, 2002, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4).
    """
    first = relevant[:, :k]
    gained = first @ discounts(first.shape[1])
    ideal = np.concatenate([[1.0], discounts(k).cumsum()])[np.minimum(available, k)]
    return np.asarray(gained / ideal, float)


def by_group(values: Values, groups: Sequence[str]) -> Values:
    """Return the mean of the values of each group, groups in the order of their names (G,)."""
    _, own = np.unique(groups, return_inverse=True)
    return np.asarray(np.bincount(own, values) / np.bincount(own), float)


def discounts(k: int) -> Values:
    """Return the weights 1 / log2(rank + 1) of ranks 1 to k: what a relevant result gains at each (K,)."""
    return np.asarray(1 / np.log2(np.arange(2, k + 2)), float)


def interval(values: Values, seed: int = 0, draws: int = 1000) -> tuple[float, float]:
    """Return the 95 % interval of a mean by the percentile bootstrap (Efron and Tibshirani, 1993, chapter 13)."""
    rng = np.random.default_rng(seed)
    means = values[rng.integers(len(values), size=(draws, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


# What each measure gives, on average, for results drawn at random: R of N items are relevant, k are drawn.


def expected_precision_at(available: Counts, others: int, k: int) -> Values:
    """Return the expected precision: R / N, and the ranks that a shop of fewer than k can't fill count as wrong."""
    return np.asarray(available / max(others, k), float)


def expected_hit_at(available: Counts, others: int, k: int) -> Values:
    """Return the chance of at least one relevant item among k that are drawn without putting back (hypergeometric)."""
    drawn = np.arange(min(k, others))
    missed = (others - available[:, None] - drawn).clip(0) / (others - drawn)
    return np.asarray(1 - missed.prod(axis=1), float)


def expected_average_precision_at(available: Counts, others: int, k: int) -> Values:
    """Return the expected average precision.

    The item at rank i is relevant with probability R / N, and each before it then with (R - 1) / (N - 1).
    """
    ranks = np.arange(1, min(k, others) + 1)
    before = (available[:, None] - 1) / max(1, others - 1) * (ranks - 1)
    total = available / max(1, others) * ((1 + before) / ranks).sum(axis=1)
    return np.asarray(total / np.minimum(available, k).clip(1), float)


def expected_ndcg_at(available: Counts, others: int, k: int) -> Values:
    """Return the expected nDCG: every rank gains R / N of its weight."""
    gained = available / max(1, others) * discounts(min(k, others)).sum()
    ideal = np.concatenate([[1.0], discounts(k).cumsum()])[np.minimum(available, k)]
    return np.asarray(gained / ideal, float)
