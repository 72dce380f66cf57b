"""What the towers learn from: a customer as they were on a day, and an item that they bought that day."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.histories import Histories
from lookbook.behavior.purchases import Purchases

LATEST = 20
"""Purchases of a customer that are looked at."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the customer tower sees of N customers.

    Attributes:
        items: (N, LATEST), their latest purchases, the latest first, as positions from 1; 0 = none.
        ages: (N, LATEST), the logarithm of 1 + how many days ago each was.
        facts: (N, 2), the logarithm of 1 + how much they bought, and the age of the latest.
    """

    items: NDArray[np.int32]
    ages: NDArray[np.float32]
    facts: NDArray[np.float32]

    @classmethod
    def of(cls, histories: Histories) -> Self:
        """Look at customers."""
        return cls.ending(histories.items, histories.ages, histories.starts[:-1], histories.starts[1:])

    @classmethod
    def ending(
        cls,
        items: NDArray[np.int32],
        ages: NDArray[np.int32],
        first: NDArray[np.intp],
        end: NDArray[np.intp],
        younger: NDArray[np.int32] | int = 0,
    ) -> Self:
        """Look at the purchases from `first` to before `end` (N,), on days that were `younger` (N,) before today."""
        places = end[:, None] - 1 - np.arange(LATEST)
        there = places >= first[:, None]
        safe = np.where(there, places, 0)
        if not len(items):
            items, ages = np.zeros(1, np.int32), np.zeros(1, np.int32)
        days = np.maximum(ages[safe] - np.reshape(younger, (-1, 1)), 0)
        logged = np.where(there, np.log1p(days), 0).astype(np.float32)
        counts = np.log1p(end - first)
        latest = np.where(end > first, logged[:, 0], 8.0)
        return cls(
            items=np.where(there, items[safe] + 1, 0).astype(np.int32),
            ages=logged,
            facts=np.stack([counts, latest], axis=1).astype(np.float32),
        )


@dataclass(frozen=True, kw_only=True)
class Examples:
    """N customers as they were, and what each bought (N,), the oldest first."""

    seen: Seen
    bought: NDArray[np.int32]


def examples(purchases: Purchases, most: int) -> Examples:
    """Return the latest purchases as examples; a customer's history is what they bought on days before."""
    histories = purchases.histories(np.arange(len(purchases.customer_ids), dtype=np.int32))
    rows, ages = histories.rows, histories.ages
    newer = np.append(True, (np.diff(rows) != 0) | (np.diff(ages) != 0))[: len(rows)]
    day_starts = np.maximum.accumulate(np.where(newer, np.arange(len(rows)), 0))
    order = np.argsort(-ages, kind="stable")[-most:]
    seen = Seen.ending(histories.items, ages, histories.starts[rows[order]], day_starts[order], ages[order])
    return Examples(seen=seen, bought=histories.items[order])
