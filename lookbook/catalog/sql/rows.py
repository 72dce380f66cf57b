"""A product table in a database as a catalogue opens it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from numpy.typing import NDArray

from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.sql.source import Source
from lookbook.catalog.sql.sql_table import SqlTable
from lookbook.catalog.sql.watching import WatchedRows
from lookbook.catalog.styles import Styles
from lookbook.catalog.tables import ID, Columns, TableError
from lookbook.catalog.watch import Watch


class SqlRows:
    """A table or a query; see `TableRows`.

    Args:
        place: where it is.
        columns: what tells its columns; None = they are known.
    """

    def __init__(self, place: str, columns: Columns | None) -> None:
        self._source = Source(place, columns)
        self.columns = self._source.columns
        self.key = hashlib.sha256(f"{place} {columns!r}".encode()).hexdigest()

    @cached_property
    def sha256(self) -> str:
        """Of all rows, or of how many there are and when one was changed, as the table was opened."""
        return self._state()

    def read(self) -> Styles:
        """Read the ids, and what names pictures."""
        names = [ID, *(name for name in self._source.pictures if name != ID)]
        return Styles(names, self._source.read(names, self._each_once), range(1, len(names)))

    def joined(self, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> PicturedTable:
        """Return the table of pictures whose rows were found, [] where there is none."""
        return SqlTable.of(keys, [row[0] if row else "" for row in rows], self._source, self.sha256)

    def unpacked(self, keys: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> PicturedTable:
        """Return the table of pictures as it was kept."""
        return SqlTable.unpacked(keys, arrays, self._source, self.sha256)

    def watched(self, files: Watch) -> Watch:
        """Return what asks the database whether it has changed."""
        from lookbook.settings import Settings  # heavy: pydantic, which only a database needs

        return WatchedRows(self._state, self.sha256, Settings.load().database_seconds)

    def _state(self) -> str:
        return hashlib.sha256(f"{self.key} {self._source.state()}".encode()).hexdigest()

    def _each_once(self, rows: Iterator[list[str]]) -> list[list[str]]:
        """Gather the rows that have an id; raises TableError where two have the same."""
        found: dict[str, list[str]] = {}
        for row in rows:
            if row[0] and found.setdefault(row[0], row) is not row:
                raise TableError(
                    f"{self._source.name} has several rows of one id, such as {row[0]}; make it a query with one each.",
                    f"{self._source.name} has several rows of one id; make it a query with one each.",
                )
        return list(found.values())
