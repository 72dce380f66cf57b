"""Small shops whose recommendations can be computed by hand."""

from collections.abc import Sequence

import numpy as np

from lookbook.behavior.purchases import Purchases


def bought(*rows: tuple[str, str, int], items: Sequence[str] = ()) -> Purchases:
    """Return purchases of (customer, item, day), one piece each at price 10; `items` names more that nobody bought."""
    customer_ids = sorted({row[0] for row in rows})
    item_ids = sorted({row[1] for row in rows} | set(items))
    ordered = sorted(rows, key=lambda row: row[2])
    return Purchases(
        customers=np.array([customer_ids.index(row[0]) for row in ordered], np.int32),
        items=np.array([item_ids.index(row[1]) for row in ordered], np.int32),
        days=np.array([row[2] for row in ordered], np.int32),
        quantities=np.ones(len(rows), np.int32),
        prices=np.full(len(rows), 10, np.float32),
        customer_ids=customer_ids,
        item_ids=item_ids,
    )


def many(customers: int = 60, items: int = 30, days: int = 40, seed: int = 0) -> Purchases:
    """Return purchases of people who each like a third of the items, and mostly what they bought before."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        liked = np.arange(customer % 3, items, 3)
        chosen = rng.choice(days, 6, replace=False)
        rows += [(f"c{customer:03}", f"i{rng.choice(liked):03}", int(day)) for day in chosen]
    return bought(*rows, items=[f"i{item:03}" for item in range(items)])
