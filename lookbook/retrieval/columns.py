"""What every way of searching shares: the products, the values of their columns, and the conditions on them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.hit import Hit
from lookbook.neighbors.engine import Rows
from lookbook.retrieval.fusion import Scores

RANGE = ".."
"""What stands between the bounds of a range."""


@dataclass(frozen=True)
class Between:
    """The numbers from low to high, both of them included; None = no bound."""

    low: float | None = None
    high: float | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read 2011..2013, 2011.. or ..2013; None for what is no range of numbers."""
        low, dots, high = text.partition(RANGE)
        try:
            return cls(float(low) if low else None, float(high) if high else None) if dots and (low or high) else None
        except ValueError:
            return None

    def __str__(self) -> str:
        """Write it as `read` reads it."""
        return RANGE.join("" if bound is None else f"{bound:.15g}" for bound in (self.low, self.high))

    def fits(self, numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which numbers lie between; what is no number (NaN) lies nowhere."""
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.asarray((low <= numbers) & (numbers <= high))


Condition = str | Sequence[str] | Between
"""A value whatever the case of its letters, values any of which will do, or a range of numbers."""
Where = Mapping[str, Condition]
"""Column -> the condition on it; a product must fulfil all of them."""


def conditions(pairs: Iterable[tuple[str, str]]) -> dict[str, Condition]:
    """Make conditions of columns with a value or a range each; of several values of a column any will do."""
    values: dict[str, tuple[str, ...]] = {}
    for column, value in pairs:
        values[column] = (*values.get(column, ()), value)
    return {column: (len(own) == 1 and Between.read(own[0])) or own for column, own in values.items()}


class Column(NamedTuple):
    """A column of the product table.

    Attributes:
        numbers: each of its V values in small letters -> its number; "" where a product has none.
        spelled: each value as its first product spells it (V,).
        own: every product's number (N,).
    """

    numbers: Mapping[str, int]
    spelled: Sequence[str]
    own: NDArray[np.int32]

    def amounts(self) -> NDArray[np.float64]:
        """Give the values (V,) as numbers, NaN where they are none."""
        return np.array([_number(value) for value in self.numbers])


class Products:
    """The N pictures of an index, by row, and what the product table says of them."""

    def __init__(self, filenames: Sequence[str], catalog: Catalog) -> None:
        self.filenames = filenames
        self.catalog = catalog
        self._columns: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self.filenames)

    def hit(self, row: int, score: float, why: Mapping[str, float]) -> Hit:
        """Make the hit of a row from its score and what each way of searching gave it."""
        filename = self.filenames[row]
        return Hit(self.catalog.product_id(filename), filename, score, why)

    def hits(self, rows: Rows, scores: Scores, given: Mapping[str, Scores], k: int) -> list[Hit]:
        """Make the hits of the k best among rows with scores, best first; `given` is what each way gave to them."""
        return [
            self.hit(
                int(rows[place]), float(scores[place]), {way: float(of_way[place]) for way, of_way in given.items()}
            )
            for place in self.best(rows, scores, k).tolist()
        ]

    def best(self, rows: Rows, scores: Scores, k: int) -> Rows:
        """Give the places of the k best scores of rows, best first; if equal to six digits, by filename."""
        scores = scores.round(6)
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if k < len(scores) else -np.inf
        candidates = np.flatnonzero(scores >= least)
        order = np.lexsort((self.order[rows[candidates]], -scores[candidates]))
        return candidates[order[:k]]

    def rows(self, where: Where | None) -> Rows | None:
        """Give the rows, ascending, whose products fulfil all conditions; None where there is no condition.

        Raises:
            ValueError: the product table has no such column.
        """
        if not where:
            return None
        return np.flatnonzero(np.all([self.having(column, wanted) for column, wanted in where.items()], axis=0))

    def among(self, rows: Rows, where: Where | None) -> Rows:
        """Give those of certain rows, ascending, that fulfil all conditions; raises what `rows` does."""
        allowed = self.rows(where)
        return rows if allowed is None else np.intersect1d(rows, allowed, assume_unique=True)

    def having(self, name: str, wanted: Condition) -> NDArray[np.bool_]:
        """Tell which products (N,) fulfil a condition on a column; raises what `rows` does."""
        column = self.column(name)
        if isinstance(wanted, Between):
            return np.asarray(wanted.fits(column.amounts())[column.own])
        values = [wanted] if isinstance(wanted, str) else wanted
        return np.isin(column.own, [column.numbers.get(value.casefold(), -1) for value in values])

    def counts(self, name: str, where: Where | None = None) -> list[tuple[str, int]]:
        """Give a column's values and how many products have each, most frequent first, ties by name.

        Only products that fulfil all conditions on OTHER columns count; a value that none of them has is left out, and
        so is "". Raises what `rows` does.
        """
        column = self.column(name)
        rows = self.rows({other: wanted for other, wanted in (where or {}).items() if other != name})
        own = column.own if rows is None else column.own[rows]
        times = np.bincount(own, minlength=len(column.spelled)).tolist()
        found = [(value, count) for value, count in zip(column.spelled, times, strict=True) if value and count]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def column(self, name: str) -> Column:
        """Give a column, looked up once; raises what `rows` does."""
        if name not in self._columns:
            if name not in self.catalog.columns:
                columns = ", ".join(self.catalog.columns) or "none, as there is no styles.csv"
                raise ValueError(f"the product table has no column {name!r}; its columns are: {columns}")
            self._columns[name] = self._looked_up(name)
        return self._columns[name]

    def _looked_up(self, name: str) -> Column:
        spelled: dict[str, str] = {}
        numbers: dict[str, int] = {}
        own = np.empty(len(self), np.int32)
        for row, product in enumerate(self.table):
            value = product.get(name, "")
            spelled.setdefault(value.casefold(), value)
            own[row] = numbers.setdefault(value.casefold(), len(numbers))
        return Column(numbers, list(spelled.values()), own)

    @cached_property
    def table(self) -> Sequence[Mapping[str, str]]:
        """Each product's row of the product table (N,), {} where it has none."""
        return [self.catalog.product(filename) for filename in self.filenames]

    @cached_property
    def order(self) -> Rows:
        """Each row's place (N,) when the filenames are sorted."""
        return np.argsort(np.argsort(np.array(self.filenames, np.str_), kind="stable"))

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """Product id -> row."""
        return {self.catalog.product_id(filename): row for row, filename in enumerate(self.filenames)}

    @cached_property
    def by_filename(self) -> Mapping[str, int]:
        """Filename -> row."""
        return {filename: row for row, filename in enumerate(self.filenames)}


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan
