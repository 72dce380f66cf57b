"""A product table in memory, column by column."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.product_ids import Belonging, belonging
from lookbook.catalog.table import Rows, others
from lookbook.catalog.tables import ID
from lookbook.conditions import Where
from lookbook.errors import UnknownColumn

if TYPE_CHECKING:
    import pandas as pd


class MemoryTable:
    """What is known of the products of N pictures.

    Args:
        keys: the pictures' filenames, sorted.
        by_name: the columns by name, in the table's order.
        known: whether the table has a row for each picture (N,).
        products: whose pictures they are.
        fingerprint: changes when anything of this does.
    """

    def __init__(
        self,
        keys: Sequence[str],
        by_name: Mapping[str, Column],
        known: NDArray[np.bool_],
        products: Belonging,
        fingerprint: str,
    ) -> None:
        self.keys = keys
        self.by_name = by_name
        self.known = known
        self.ids, self.first = products
        self.several = bool((self.first != np.arange(len(keys))).any())
        self.fingerprint = fingerprint

    @classmethod
    def of(
        cls,
        keys: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        fingerprint: str,
    ) -> "MemoryTable":
        """Gather the rows of pictures, as many values each as there are columns, or none where nothing is known."""
        values = {name: Column.of(row[place] if row else "" for row in rows) for place, name in enumerate(columns)}
        known = np.array([bool(row) for row in rows], np.bool_)
        return cls(keys, values, known, belonging(keys, _named(keys, values)), fingerprint)

    @property
    def columns(self) -> Sequence[str]:
        """The columns, in the table's order."""
        return list(self.by_name)

    def __len__(self) -> int:
        """Return how many pictures there are, N."""
        return len(self.keys)

    def place(self, key: str) -> int | None:
        """Return the place of a picture, None for one that is not there."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def only(self, keys: Sequence[str]) -> "MemoryTable":
        """Return the table of some of the pictures, sorted."""
        wanted = set(keys)
        places = np.array([place for place, key in enumerate(self.keys) if key in wanted], np.intp)
        values = {name: Column(column.spelled, column.own[places]) for name, column in self.by_name.items()}
        products = belonging(keys, _named(keys, values))
        return MemoryTable(keys, values, self.known[places], products, self.fingerprint)

    def rows(self, keys: Sequence[str]) -> list[dict[str, str]]:
        """Return the values of each picture by column, {} where nothing is known."""
        return [self._row(self.place(key)) for key in keys]

    def column(self, name: str) -> Column:
        """Return a column. Raises UnknownColumn."""
        if name not in self.by_name:
            columns = ", ".join(self.by_name) or "none, as there is no styles.csv"
            raise UnknownColumn(f"the product table has no column {name!r}; its columns are: {columns}")
        return self.by_name[name]

    def select(self, where: Where | None) -> Rows | None:
        """Return the places of the pictures that fulfil all conditions; None where there is no condition.

        Raises:
            UnknownColumn: a condition is on a column that is not there.
        """
        if not where:
            return None
        columns = {name: self.column(name) for name in where}
        masks = [condition.mask(columns[name]).take(columns[name].own) for name, condition in where.items()]
        return np.flatnonzero(np.logical_and.reduce(masks))

    def counts(self, column: str, where: Where | None = None, among: Rows | None = None) -> list[tuple[str, int]]:
        """Return a column's values and how many products have each, as `ProductTable.counts` says."""
        counted = self.column(column)
        rows = self.select(others(where, column))
        if among is not None:
            rows = among if rows is None else np.intersect1d(rows, among, assume_unique=True)
        return counted.told(np.bincount(self._once(counted.meant, rows)))

    def pictures(self, places: Rows) -> Rows:
        """Return the places, ascending, of all pictures of the products whose pictures these are."""
        if not self.several:
            return np.unique(places)
        ordered, firsts = self._by_product
        wanted = np.unique(self.first[places])
        starts, ends = np.searchsorted(firsts, wanted), np.searchsorted(firsts, wanted, "right")
        return np.sort(np.concatenate([ordered[:0], *map(ordered.__getitem__, map(slice, starts, ends))]))

    def of_product(self, key: str) -> list[str]:
        """Return all pictures of a picture's product, sorted. Raises KeyError: there is no such picture."""
        return [self.keys[place] for place in self.pictures(np.array([self._sure(key)], np.intp)).tolist()]

    def product_id(self, key: str) -> str:
        """Return the id of a picture's product. Raises KeyError: there is no such picture."""
        return self.ids[self._sure(key)]

    @cached_property
    def by_id(self) -> Mapping[str, str]:
        """Product id -> its first picture, in the order of pictures."""
        return {self.ids[place]: self.keys[place] for place in self.fronts.tolist()}

    def once(self, places: Rows) -> Rows:
        """Return which of some places (M,), as numbers from 0, are of a product that has none before them."""
        if not self.several:
            return np.arange(len(places))
        return np.sort(np.unique(self.first[places], return_index=True)[1])

    @cached_property
    def fronts(self) -> Rows:
        """The place of each product's first picture (P,), ascending."""
        return np.flatnonzero(self.first == np.arange(len(self)))

    @cached_property
    def _by_product(self) -> tuple[Rows, Rows]:
        """The places of pictures by product (N,), and the first picture of each one's product (N,)."""
        ordered = np.argsort(self.first, kind="stable")
        return ordered, self.first[ordered]

    def _once(self, values: NDArray[np.int32], rows: Rows | None) -> NDArray[np.int32]:
        """Return the values of some pictures, each once for a product that has it."""
        own = values if rows is None else values[rows]
        if not self.several:
            return own
        products = self.first if rows is None else self.first[rows]
        values_once: NDArray[np.int32] = np.unique(np.stack([products, own]), axis=1)[1].astype(np.int32)
        return values_once

    def frame(self) -> "pd.DataFrame":
        """Return the table as a data frame, a row a picture: its filename and its values as text, by product id."""
        import pandas as pd

        texts = {name: np.array([*column.spelled], object)[column.own] for name, column in self.by_name.items()}
        return pd.DataFrame({"filename": self.keys, **texts}, index=pd.Index([*self.ids], name="product"))

    def _sure(self, key: str) -> int:
        place = self.place(key)
        if place is None:
            raise KeyError(key)
        return place

    def _row(self, place: int | None) -> dict[str, str]:
        if place is None or not self.known[place]:
            return {}
        return {name: column.spelled[int(column.own[place])] for name, column in self.by_name.items()}


def _named(keys: Sequence[str], values: Mapping[str, Column]) -> Sequence[str]:
    """Return the id in each picture's row, "" where there is none."""
    named = values.get(ID)
    return [named.spelled[place] for place in named.own.tolist()] if named else [""] * len(keys)
