"""How long models of purchases take at scale: python -m benchmarks.behavior [CUSTOMERS ITEMS ROWS [MODEL]].

Popular items are drawn by Zipf's law, customers by a gamma distribution, as shops have them; the purchases are noise,
so only time and memory mean anything.
"""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from lookbook.behavior.models.again import BoughtAgain
from lookbook.behavior.models.als import Factors
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.copurchase import CoPurchase
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.towers.two_tower import TwoTower

CUSTOMERS, ITEMS, ROWS = 1_000_000, 100_000, 10_000_000
DAYS = 365
MODELS: dict[str, Callable[[], Model]] = {
    "popular": Popularity,
    "again": BoughtAgain,
    "copurchase, all days": lambda: CoPurchase(days=None),
    "copurchase, 30 days": CoPurchase,
    "factors": Factors,
    "two towers, one epoch": partial(TwoTower, epochs=1, most=ROWS),
}


def drawn(customers: int, items: int, rows: int) -> Purchases:
    """Draw purchases by chance."""
    rng = np.random.default_rng(0)
    shares = rng.gamma(0.7, size=customers).cumsum()
    popular = (1 / np.arange(10, items + 10) ** 0.8).cumsum()
    return Purchases(
        customers=np.searchsorted(shares, rng.random(rows) * shares[-1]).astype(np.int32),
        items=np.searchsorted(popular, rng.random(rows) * popular[-1]).astype(np.int32),
        days=np.sort(rng.integers(0, DAYS, rows)).astype(np.int32),
        quantities=np.ones(rows, np.int32),
        prices=np.ones(rows, np.float32),
        customer_ids=range(customers),  # type: ignore[arg-type]  # names are not looked at
        item_ids=range(items),  # type: ignore[arg-type]
    )


def main(arguments: Sequence[str]) -> None:
    """Print a line a model."""
    sizes, only = [int(argument) for argument in arguments[:3]] or [CUSTOMERS, ITEMS, ROWS], arguments[3:]
    purchases = drawn(*sizes)
    print(f"{sizes[0]:,} customers, {sizes[1]:,} items, {sizes[2]:,} rows", flush=True)
    for name, make in ((name, make) for name, make in MODELS.items() if not only or name in only):
        started = time.perf_counter()
        model = make().fit(purchases)
        fitted = time.perf_counter() - started
        asked = [purchases.histories(np.array([customer], np.int32)) for customer in range(100)]
        started = time.perf_counter()
        for history in asked:
            model.recommend(history, 100)
        each = 10 * (time.perf_counter() - started)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name}: fit {fitted:.1f} s, one customer {each:.1f} ms, peak so far {peak:.0f} MB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
