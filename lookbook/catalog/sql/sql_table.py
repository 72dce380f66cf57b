"""A product table in a database: in memory is whose pictures are whose, all else is asked for in SQL."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.product_ids import Belonging, belonging
from lookbook.catalog.sql.conditions import Conditions, told
from lookbook.catalog.sql.source import Source
from lookbook.catalog.table import Rows, others, require_column
from lookbook.catalog.tables import ID
from lookbook.catalog.texts import Texts
from lookbook.conditions import Where

_EMPTY = Column.of([""])
"""What a picture without a row has."""


class SqlTable(PicturedTable):
    """What a database knows of the products of N pictures.

    Args:
        keys: the pictures' filenames, sorted.
        products: whose pictures they are.
        known: whether the table has a row for each picture (N,).
        source: the table.
        fingerprint: changes when a row does.
    """

    def __init__(
        self, keys: Sequence[str], products: Belonging, known: NDArray[np.bool_], source: Source, fingerprint: str
    ) -> None:
        super().__init__(keys, products, fingerprint)
        self.known = known
        self._source = source
        from lookbook.settings import Settings  # heavy: pydantic, which only a database needs

        self._conditions = Conditions(source, Settings.load().database_seconds)
        self._columns: dict[str, Column] = {}
        self._reading = RLock()

    @classmethod
    def of(cls, keys: Sequence[str], ids: Sequence[str], source: Source, fingerprint: str) -> "SqlTable":
        """Join pictures with rows by the id of each one's row, "" for a picture without a row."""
        return cls(keys, belonging(keys, ids), np.array([bool(name) for name in ids], np.bool_), source, fingerprint)

    @classmethod
    def unpacked(
        cls, keys: Sequence[str], arrays: Mapping[str, NDArray[Any]], source: Source, fingerprint: str
    ) -> "SqlTable":
        """Return what `packed` packed."""
        return cls(keys, Belonging.unpacked(arrays), arrays["known"], source, fingerprint)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return whose pictures are whose as arrays for a file."""
        return {"known": self.known, **Belonging(self.ids, self.first).packed()}

    @property
    def columns(self) -> Sequence[str]:
        """The columns, in the table's order."""
        return self._source.columns

    def only(self, keys: Sequence[str]) -> "SqlTable":
        """Return the table of some of the pictures, sorted."""
        places = {key: place for place, key in enumerate(self.keys)}
        ids = [self._named(places[key]) for key in keys]
        return SqlTable.of(keys, ids, self._source, self.fingerprint)

    def rows(self, keys: Sequence[str]) -> list[dict[str, str]]:
        """Return the values of each picture by column as they are now, {} where nothing is known."""
        places = map(self.place, keys)
        ids = ["" if place is None else self._named(place) for place in places]
        found = self._source.of_ids(filter(None, ids))
        return [dict(found.get(name, {})) for name in ids]

    def select(self, where: Where | None) -> Rows | None:
        """Return the places of the pictures that fulfil all conditions, by the rows as they are now."""
        if not where:
            return None
        self._require(*where)
        fronts = self._source.ids(self._conditions.rendered(where), self._fronts_of)
        nothing_known = all(condition.mask(_EMPTY)[0] for condition in where.values())
        return np.union1d(self.pictures(fronts), np.flatnonzero(~self.known & nothing_known))

    def counts(self, column: str, where: Where | None = None, among: Rows | None = None) -> list[tuple[str, int]]:
        """Return a column's values and how many products have each, by the rows as they are now.

        Those among certain pictures are counted here, by the column as it was first asked for.
        """
        self._require(column, *(where or {}))
        if among is not None:
            return super().counts(column, where, among)
        conditions = self._conditions.rendered(others(where, column))
        counts = dict(self._source.counted(column, conditions))
        for name, count in self._source.counted(column, conditions, self._unseen).items() if self._unseen else ():
            counts[name] = counts.get(name, 0) - count  # below 0 where the database groups other spellings with it
        return told(counts)

    def column(self, name: str) -> Column:
        """Return a column as it was when it was first asked for: each value once, and a number a picture."""
        self._require(name)
        with self._reading:
            if name not in self._columns:
                self._columns[name] = self._source.read([ID, name], self._gathered)
            return self._columns[name]

    def _gathered(self, rows: Iterator[list[str]]) -> Column:
        spelled: dict[str, int] = {"": 0}
        own = np.zeros(len(self), np.int32)
        for product, value in rows:
            if (front := self._front.get(product)) is not None:
                own[front] = spelled.setdefault(value, len(spelled))
        return Column(Texts.of(spelled), own[self.first])

    def _fronts_of(self, ids: Iterator[str]) -> Rows:
        return np.array([front for name in ids if (front := self._front.get(name)) is not None], np.intp)

    def _require(self, *names: str) -> None:
        for name in names:
            require_column(self.columns, name)

    def _named(self, place: int) -> str:
        """Return the id in a picture's row, "" where it has none."""
        return self.ids[place] if self.known[place] else ""

    @cached_property
    def _front(self) -> Mapping[str, int]:
        """The id of each row that has a picture -> the place of its first one."""
        return {self.ids[place]: place for place in self.fronts.tolist() if self.known[place]}

    @cached_property
    def _unseen(self) -> Sequence[str]:
        """The ids of rows that have no picture, when this was opened."""
        return self._source.ids((), lambda ids: [name for name in ids if name not in self._front])
