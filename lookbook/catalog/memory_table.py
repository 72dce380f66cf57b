"""A product table in memory, column by column."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.product_ids import Belonging, belonging
from lookbook.catalog.table import Rows, require_column
from lookbook.catalog.tables import ID
from lookbook.catalog.texts import Texts
from lookbook.conditions import Where


class MemoryTable(PicturedTable):
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
        super().__init__(keys, products, fingerprint)
        self.by_name = by_name
        self.known = known

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

    @classmethod
    def unpacked(cls, keys: Sequence[str], arrays: Mapping[str, NDArray[Any]], fingerprint: str) -> "MemoryTable":
        """Return what `packed` packed."""
        values = {
            name: Column(Texts(arrays[f"data{place}"], arrays[f"starts{place}"]), arrays[f"own{place}"])
            for place, name in enumerate(json.loads(arrays["names"].tobytes()))
        }
        return cls(keys, values, arrays["known"], Belonging.unpacked(arrays), fingerprint)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return all but the keys as arrays for a file."""
        parts = {"names": np.frombuffer(json.dumps(list(self.by_name)).encode(), np.uint8), "known": self.known}
        for place, column in enumerate(self.by_name.values()):
            data, starts = column.spelled.data, column.spelled.starts
            parts |= {f"data{place}": data, f"starts{place}": starts, f"own{place}": column.own}
        return parts | Belonging(self.ids, self.first).packed()

    @property
    def columns(self) -> Sequence[str]:
        """The columns, in the table's order."""
        return list(self.by_name)

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
        require_column(self.columns, name)
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

    def _row(self, place: int | None) -> dict[str, str]:
        if place is None or not self.known[place]:
            return {}
        return {name: column.spelled[int(column.own[place])] for name, column in self.by_name.items()}


def _named(keys: Sequence[str], values: Mapping[str, Column]) -> Sequence[str]:
    """Return the id in each picture's row, "" where there is none."""
    named = values.get(ID)
    return [named.spelled[place] for place in named.own.tolist()] if named else [""] * len(keys)
