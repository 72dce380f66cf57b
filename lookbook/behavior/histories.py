"""What each of some customers bought: all that a model needs to know of a person, be they known or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The P pairs of a customer and an item that they bought, by customer, then by item.

    Attributes:
        rows: whose (P,).
        items: what (P,).
        ages: how many days ago last (P,).
        times: on how many days (P,).
    """

    rows: NDArray[np.intp]
    items: NDArray[np.int32]
    ages: NDArray[np.int32]
    times: NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class Histories:
    """The histories of Q customers, H purchases in all.

    Attributes:
        starts: (Q + 1,), where each customer's purchases start; the latest is last.
        items: (H,), positions of what was bought.
        ages: (H,), how many days ago, 1 or more.
        quantities: (H,), how many pieces.
        today: the day for which is recommended, since 1970.
    """

    starts: NDArray[np.intp]
    items: NDArray[np.int32]
    ages: NDArray[np.int32]
    quantities: NDArray[np.int32]
    today: int

    def __len__(self) -> int:
        """How many customers."""
        return len(self.starts) - 1

    @classmethod
    def of_items(cls, items: Sequence[int], today: int, ages: Sequence[int] | None = None) -> Self:
        """Return one history: a basket, or what a visitor saved, the latest last."""
        return cls(
            starts=np.array([0, len(items)], np.intp),
            items=np.asarray(items, np.int32),
            ages=np.ones(len(items), np.int32) if ages is None else np.asarray(ages, np.int32),
            quantities=np.ones(len(items), np.int32),
            today=today,
        )

    @property
    def lengths(self) -> NDArray[np.intp]:
        """How many purchases each customer (Q,) made."""
        return np.diff(self.starts)

    @property
    def rows(self) -> NDArray[np.intp]:
        """Whose each purchase is (H,)."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def part(self, first: int, end: int) -> Self:
        """Return the histories of the customers `first` to `end`."""
        low, high = self.starts[first], self.starts[min(end, len(self))]
        return type(self)(
            starts=self.starts[first : end + 1] - low,
            items=self.items[low:high],
            ages=self.ages[low:high],
            quantities=self.quantities[low:high],
            today=self.today,
        )

    def latest(self, most: int) -> Self:
        """Return the histories cut to the latest so many purchases."""
        kept = np.arange(len(self.items)) >= np.repeat(self.starts[1:] - most, self.lengths)
        return type(self)(
            starts=np.concatenate([[0], np.minimum(self.lengths, most).cumsum()]),
            items=self.items[kept],
            ages=self.ages[kept],
            quantities=self.quantities[kept],
            today=self.today,
        )

    def pairs(self) -> Pairs:
        """Return what each customer bought, each item once."""
        order = np.lexsort((self.ages, self.items, self.rows))
        rows, items = self.rows[order], self.items[order]
        first = np.flatnonzero(np.append(True, (np.diff(rows) != 0) | (np.diff(items) != 0))[: len(order)])
        times = np.diff(np.append(first, len(order)))
        return Pairs(rows=rows[first], items=items[first], ages=self.ages[order][first], times=times.astype(np.int32))

    def matrix(self, items: int, weights: NDArray[np.float32] | None = None) -> "csr_matrix":
        """Return the histories as (Q, items): 1 where a product was bought; with weights (H,), their sum."""
        from scipy.sparse import coo_matrix

        values = np.ones(len(self.items), np.float32) if weights is None else weights
        matrix = coo_matrix((values, (self.rows, self.items)), shape=(len(self), items), dtype=np.float32).tocsr()
        if weights is None:
            matrix.data[:] = 1
        return matrix
