"""Purchases in memory, a row for each product that a customer bought on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.histories import Histories

Codes = NDArray[np.int32]
"""Positions in a list of ids."""


@dataclass(frozen=True, kw_only=True)
class Purchases:
    """R purchases, sorted by day.

    Attributes:
        customers, items: (R,), positions in the lists of ids.
        days: (R,), days since 1970, never falling.
        quantities: (R,), how many pieces.
        prices: (R,) of one piece, nan where none is told.
        customer_ids, item_ids: the ids, sorted, so that what is equally good is in the order of its ids.
    """

    customers: Codes
    items: Codes
    days: Codes
    quantities: Codes
    prices: NDArray[np.float32]
    customer_ids: Sequence[str]
    item_ids: Sequence[str]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.days)

    @property
    def today(self) -> int:
        """The day after the last purchase: the first that could be recommended for."""
        return int(self.days[-1]) + 1 if len(self) else 0

    def between(self, first: int, end: int) -> Self:
        """Return what was bought from the day `first` on and before the day `end`, as views."""
        return self._rows(slice(*np.searchsorted(self.days, [first, end])))

    def before(self, end: int) -> Self:
        """Return what was bought before a day."""
        return self._rows(slice(0, int(np.searchsorted(self.days, end))))

    def of(self, customers: NDArray[np.bool_]) -> Self:
        """Return what some customers bought, those that are True in (customers,)."""
        return self._rows(np.flatnonzero(customers[self.customers]))

    def picked(self, rows: NDArray[np.bool_]) -> Self:
        """Return some rows, those that are True in (R,)."""
        return self._rows(np.flatnonzero(rows))

    def histories(self, customers: Codes, today: int | None = None) -> Histories:
        """Return all that some customers (Q,) bought, the latest last; `today` says how long ago that was."""
        first, end = self._starts[customers], self._starts[customers + 1]
        counts = end - first
        starts = np.concatenate([[0], counts.cumsum()])
        places = np.arange(starts[-1]) - np.repeat(starts[:-1] - first, counts)
        rows = self._by_customer[places]
        now = self.today if today is None else today
        return Histories(
            starts=starts,
            items=self.items[rows],
            ages=(now - self.days[rows]).astype(np.int32),
            quantities=self.quantities[rows],
            today=now,
        )

    def extended(self, ids: Iterable[str]) -> Self:
        """Return the same purchases over more items, such as all of a catalogue, sold or not."""
        known = sorted({*self.item_ids, *ids})
        places = {name: place for place, name in enumerate(known)}
        moved = np.array([places[name] for name in self.item_ids], np.int32)
        return replace(self, items=moved[self.items] if len(moved) else self.items, item_ids=known)

    @cached_property
    def customer_codes(self) -> Mapping[str, int]:
        """Customer id -> position."""
        return {name: code for code, name in enumerate(self.customer_ids)}

    @cached_property
    def item_codes(self) -> Mapping[str, int]:
        """Item id -> position."""
        return {name: code for code, name in enumerate(self.item_ids)}

    def buyers(self) -> Codes:
        """Return the customers that bought anything, in order."""
        return np.unique(self.customers)

    @cached_property
    def _by_customer(self) -> Codes:
        return np.argsort(self.customers, kind="stable").astype(np.int32)  # half the memory, and fewer rows than that

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        counts = np.bincount(self.customers, minlength=len(self.customer_ids))
        return np.concatenate([[0], counts.cumsum()])

    def _rows(self, rows: slice | NDArray[np.intp]) -> Self:
        return replace(
            self,
            customers=self.customers[rows],
            items=self.items[rows],
            days=self.days[rows],
            quantities=self.quantities[rows],
            prices=self.prices[rows],
        )
