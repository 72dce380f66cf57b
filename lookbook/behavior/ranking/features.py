"""What is known of a customer and a candidate together, as numbers for a ranker."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.ranking.candidates import Candidates
from lookbook.behavior.ranking.item_facts import NEVER, Facts

Columns = dict[str, NDArray[Any]]


def features(
    found: Candidates, histories: Histories, facts: Facts, goods: Goods
) -> tuple[NDArray[np.float32], list[str]]:
    """Return features (P, F) of candidates, and their names (F,)."""
    columns: Columns = {
        **{f"score_{name}": values for name, values in found.scores.items()},
        **{f"rank_{name}": values for name, values in found.ranks.items()},
        **{f"item_{name}": values[found.items] for name, values in facts.items()},
        **_of_customers(found, histories, facts),
        **_of_both(found, histories, goods),
    }
    return np.stack([np.asarray(values, np.float32) for values in columns.values()], axis=1), list(columns)


def _of_customers(found: Candidates, histories: Histories, facts: Facts) -> Columns:
    """Return what is known of the customers, and how a candidate's price compares with what they pay."""
    counts = np.maximum(histories.lengths, 1)
    latest = np.full(len(histories), NEVER)
    np.minimum.at(latest, histories.rows, histories.ages)
    prices = facts["price"][histories.items]
    told = np.isfinite(prices)
    paid = np.bincount(histories.rows[told], prices[told], len(histories))
    mean = np.divide(
        paid,
        np.bincount(histories.rows[told], minlength=len(histories)),
        where=paid > 0,
        out=np.full(len(histories), np.nan),
    )
    month = np.bincount(histories.rows, histories.ages <= 28, len(histories))
    return {
        "customer_bought": histories.lengths[found.rows],
        "customer_bought_28": month[found.rows],
        "customer_days_since": latest[found.rows],
        "customer_price": mean[found.rows],
        "price_ratio": facts["price"][found.items] / mean[found.rows],
        "customer_pieces": (np.bincount(histories.rows, histories.quantities, len(histories)) / counts)[found.rows],
    }


def _of_both(found: Candidates, histories: Histories, goods: Goods) -> Columns:
    """Return what the customer has of the same item, of the same product, and of each attribute's value."""
    own = _with_same(found, histories, np.arange(len(goods), dtype=np.int64))
    columns: Columns = {"own_times": own[0], "own_days_since": own[1]}
    if goods.product_codes:
        product = _with_same(found, histories, goods.products.astype(np.int64))
        columns |= {"product_times": product[0], "product_days_since": product[1]}
    lengths = np.maximum(histories.lengths, 1)[found.rows]
    for name in goods.columns:
        columns[f"share_{name}"] = _with_same(found, histories, goods.codes(name).astype(np.int64))[0] / lengths
    return columns


def _with_same(
    found: Candidates, histories: Histories, groups: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many purchases of the candidate's group (I,) the customer made, and how many days ago the last was."""
    span = int(groups.max(initial=0)) + 1
    bought, place, times = np.unique(
        histories.rows * span + groups[histories.items], return_inverse=True, return_counts=True
    )
    latest = np.full(len(bought), NEVER)
    np.minimum.at(latest, place, histories.ages)
    keys = found.rows * span + groups[found.items]
    where = np.minimum(np.searchsorted(bought, keys), max(len(bought) - 1, 0))
    if not len(bought):
        return np.zeros(len(keys)), np.full(len(keys), NEVER)
    same = bought[where] == keys
    return np.where(same, times[where], 0.0), np.where(same, latest[where], NEVER)
