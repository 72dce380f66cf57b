"""A product table in memory, column by column."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.product_ids import product_ids
from lookbook.catalog.table import Rows, others
from lookbook.catalog.tables import ID
from lookbook.catalog.texts import Texts
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
        ids: each picture's product id (N,).
        fingerprint: changes when anything of this does.
    """

    def __init__(
        self, keys: Sequence[str], by_name: Mapping[str, Column], known: NDArray[np.bool_], ids: Texts, fingerprint: str
    ) -> None:
        self.keys = keys
        self.by_name = by_name
        self.known = known
        self.ids = ids
        self.fingerprint = fingerprint

    @classmethod
    def of(
        cls, keys: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[str]], fingerprint: str
    ) -> "MemoryTable":
        """Gather the rows of pictures, as many values each as there are columns, or none where nothing is known."""
        values = {name: Column.of(row[place] if row else "" for row in rows) for place, name in enumerate(columns)}
        known = np.array([bool(row) for row in rows], np.bool_)
        return cls(keys, values, known, _ids(keys, values), fingerprint)

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
        return MemoryTable(keys, values, self.known[places], _ids(keys, values), self.fingerprint)

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

    def counts(self, column: str, where: Where | None = None) -> list[tuple[str, int]]:
        """Return a column's values and how many pictures have each, as `ProductTable.counts` says."""
        counted = self.column(column)
        rows = self.select(others(where, column))
        times = np.bincount(counted.meant if rows is None else counted.meant[rows])
        found = [(counted.spelled[place].strip(), int(times[place])) for place in np.flatnonzero(times).tolist()]
        return sorted(((value, count) for value, count in found if value), key=lambda pair: (-pair[1], pair[0]))

    def frame(self) -> "pd.DataFrame":
        """Return the table as a data frame, a row a picture: its filename and its values as text, by product id."""
        import pandas as pd

        texts = {name: np.array([*column.spelled], object)[column.own] for name, column in self.by_name.items()}
        return pd.DataFrame({"filename": self.keys, **texts}, index=pd.Index([*self.ids], name="product"))

    def _row(self, place: int | None) -> dict[str, str]:
        if place is None or not self.known[place]:
            return {}
        return {name: column.spelled[int(column.own[place])] for name, column in self.by_name.items()}


def _ids(keys: Sequence[str], values: Mapping[str, Column]) -> Texts:
    named = values.get(ID)
    return product_ids(keys, [named.spelled[place] for place in named.own.tolist()] if named else [""] * len(keys))
