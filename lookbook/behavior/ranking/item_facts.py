"""What purchases tell of each item: how often, how lately, how dear, and whether people come back for it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.purchases import Purchases

WINDOWS = (1, 3, 7, 14, 28, 84)
"""Days over which purchases are counted."""
NEVER = 9999.0
"""Days since something that never was."""

Facts = Mapping[str, NDArray[np.float32]]


def item_facts(purchases: Purchases, today: int) -> Facts:
    """Return facts of every item (I,) on a day, by their names."""
    items = len(purchases.item_ids)
    counts = {
        f"bought_{days}": np.bincount(purchases.between(today - days, today).items, minlength=items) for days in WINDOWS
    }
    everything = np.bincount(purchases.items, minlength=items)
    pairs = np.unique(purchases.customers.astype(np.int64) * items + purchases.items)
    buyers = np.bincount(pairs % items, minlength=items)
    first, last = np.full(items, NEVER), np.full(items, NEVER)
    last[purchases.items] = today - purchases.days
    first[purchases.items[::-1]] = today - purchases.days[::-1]
    told = ~np.isnan(purchases.prices)
    paid = np.bincount(purchases.items[told], purchases.prices[told], items)
    priced = np.bincount(purchases.items[told], minlength=items)
    facts = {
        **counts,
        "trend": (counts["bought_7"] + 1) / (counts["bought_14"] - counts["bought_7"] + 1),
        "bought": everything,
        "times_a_buyer": (everything + 1) / (buyers + 1),
        "days_since_first": first,
        "days_since_last": last,
        "price": np.divide(paid, priced, out=np.full(items, np.nan), where=priced > 0),
    }
    return {name: np.asarray(values, np.float32) for name, values in facts.items()}
