"""What each measure gives, on average, for results drawn at random: R of N items are relevant, k are drawn."""

import numpy as np

from lookbook.evaluation.metrics import Counts, Values, discounts


def precision_at(available: Counts, others: int, k: int) -> Values:
    """Give the expected precision: R / N, and the ranks that a shop of fewer than k can't fill count as wrong."""
    return np.asarray(available / max(others, k), float)


def hit_at(available: Counts, others: int, k: int) -> Values:
    """Give the chance of at least one relevant item among k that are drawn without putting back (hypergeometric)."""
    drawn = np.arange(min(k, others))
    missed = (others - available[:, None] - drawn).clip(0) / (others - drawn)
    return np.asarray(1 - missed.prod(axis=1), float)


def average_precision_at(available: Counts, others: int, k: int) -> Values:
    """Give the expected average precision.

    The item at rank i is relevant with probability R / N, and each before it then with (R - 1) / (N - 1).
    """
    ranks = np.arange(1, min(k, others) + 1)
    before = (available[:, None] - 1) / max(1, others - 1) * (ranks - 1)
    total = available / max(1, others) * ((1 + before) / ranks).sum(axis=1)
    return np.asarray(total / np.minimum(available, k).clip(1), float)


def ndcg_at(available: Counts, others: int, k: int) -> Values:
    """Give the expected nDCG: every rank gains R / N of its weight."""
    gained = available / max(1, others) * discounts(min(k, others)).sum()
    ideal = np.concatenate([[1.0], discounts(k).cumsum()])[np.minimum(available, k)]
    return np.asarray(gained / ideal, float)
