"""Whose pictures are whose, which every product table of a catalogue knows, wherever it holds the rest."""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.product_ids import Belonging
from lookbook.catalog.table import Rows, others
from lookbook.conditions import Where

if TYPE_CHECKING:
    from typing import Self

    import pandas as pd


class PicturedTable(ABC):
    """A product table of N pictures, and the product of each.

    Args:
        keys: the pictures' filenames, sorted.
        products: whose pictures they are.
        fingerprint: changes when anything that is known changes.
    """

    def __init__(self, keys: Sequence[str], products: Belonging, fingerprint: str) -> None:
        self.keys = keys
        self.ids, self.first = products
        self.several = bool((self.first != np.arange(len(keys))).any())
        self.fingerprint = fingerprint

    @property
    @abstractmethod
    def columns(self) -> Sequence[str]:
        """The columns, in the table's order."""

    @abstractmethod
    def rows(self, keys: Sequence[str]) -> list[dict[str, str]]:
        """Return the values of each picture by column, {} where nothing is known."""

    @abstractmethod
    def column(self, name: str) -> Column:
        """Return a column. Raises UnknownColumn."""

    @abstractmethod
    def select(self, where: Where | None) -> Rows | None:
        """Return the places of the pictures that fulfil all conditions, as `ProductTable.select` does."""

    @abstractmethod
    def packed(self) -> dict[str, NDArray[Any]]:
        """Return what of it is in memory, but the keys, as arrays for a file."""

    @abstractmethod
    def only(self, keys: Sequence[str]) -> "Self":
        """Return the table of some of the pictures, sorted."""

    def counts(self, column: str, where: Where | None = None, among: Rows | None = None) -> list[tuple[str, int]]:
        """Return a column's values and how many products have each, as `ProductTable.counts` says."""
        counted = self.column(column)
        rows = self.select(others(where, column))
        if among is not None:
            rows = among if rows is None else np.intersect1d(rows, among, assume_unique=True)
        return counted.told(np.bincount(self._once(counted.meant, rows)))

    def _once(self, values: NDArray[np.int32], rows: Rows | None) -> NDArray[np.int32]:
        """Return the values of some pictures, each once for a product that has it."""
        own = values if rows is None else values[rows]
        if not self.several:
            return own
        products = self.first if rows is None else self.first[rows]
        values_once: NDArray[np.int32] = np.unique(np.stack([products, own]), axis=1)[1].astype(np.int32)
        return values_once

    def of_fronts(self, name: str) -> list[str]:
        """Return a column's value in the row of each product's first picture (P,), "" where there is no such column."""
        if name not in self.columns:
            return [""] * len(self.fronts)
        column = self.column(name)
        return [column.spelled[place] for place in column.own[self.fronts].tolist()]

    def frame(self) -> "pd.DataFrame":
        """Return the table as a data frame, a row a picture: its filename and its values as text, by product id."""
        import pandas as pd

        columns = {name: self.column(name) for name in self.columns}
        texts = {name: np.array([*column.spelled], object)[column.own] for name, column in columns.items()}
        return pd.DataFrame({"filename": self.keys, **texts}, index=pd.Index([*self.ids], name="product"))

    def __len__(self) -> int:
        """Return how many pictures there are, N."""
        return len(self.keys)

    def place(self, key: str) -> int | None:
        """Return the place of a picture, None for one that is not there."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

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

    def _sure(self, key: str) -> int:
        place = self.place(key)
        if place is None:
            raise KeyError(key)
        return place
