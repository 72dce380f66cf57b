"""A table or a query of a database, its columns said in ours."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from lookbook.catalog import tables
from lookbook.catalog.sql.cells import as_id, kind_of, text
from lookbook.catalog.sql.database import Database
from lookbook.catalog.sql.place import SqlPlace
from lookbook.catalog.tables import Columns, Table, TableError

if TYPE_CHECKING:
    import sqlalchemy
    from sqlalchemy.sql.elements import ColumnElement

T = TypeVar("T")
SAMPLE = 100
"""Rows by which it is told what columns hold."""
ASKED = 1000
"""Ids that one question names."""


class Source:
    """What is asked of a product table in a database.

    Args:
        place: where it is.
        columns: what tells its columns; None = they are known.

    Attributes:
        columns: ours, in the table's order.
        pictures: those of them that name a row's pictures.
        kinds: what each holds.

    Raises:
        TableError: it can't be read, or has no id.
        SettingsError: a setting is wrong.
    """

    def __init__(self, place: str, columns: Columns | None) -> None:
        self._place = SqlPlace.of(place)
        self.database = Database(self._place)
        theirs, sample = self.database.ask(self._header)
        table = Table(theirs, iter(()))
        told = columns or tables.known(table, place)
        if told.values or told.parts or told.filled:
            raise TableError(f"{told.name} tells more than which column is which; write it as a query after the #.")
        places = told.places(table, place)
        if tables.ID not in places:
            raise TableError(f'{place} needs a column of ids; name it in {told.name}: id = "THEIR COLUMN".')
        self.columns = list(places)
        named = {tables.PICTURE, *told.pictures} if told.key == tables.PICTURE else set(told.pictures)
        self.pictures = [name for name in self.columns if name in named]
        self.kinds = {name: kind_of(row[at] for row in sample) for name, at in places.items()}
        self._theirs = {name: theirs[at] for name, at in places.items()}
        self._as_id = as_id(sample[0][places[tables.ID]] if sample else None)
        self._changed = told.changed

    @property
    def name(self) -> str:
        """How it is named in messages."""
        return self._place.name

    def column(self, name: str) -> "ColumnElement[Any]":
        """Return one of our columns, for conditions."""
        import sqlalchemy

        return sqlalchemy.column(self._theirs[name])

    def read(self, names: Sequence[str], gather: Callable[[Iterator[list[str]]], T]) -> T:
        """Gather something from all rows, the values of some columns as text. Raises DatabaseError."""
        return self.database.streamed(
            self._select(names), lambda rows: gather([text(cell) for cell in row] for row in rows)
        )

    def ids(self, conditions: "Sequence[ColumnElement[bool]]", gather: Callable[[Iterator[str]], T]) -> T:
        """Gather something from the ids of all rows that fulfil conditions. Raises DatabaseError."""
        query = self._select([tables.ID], conditions)
        return self.database.streamed(query, lambda rows: gather(text(row[0]) for row in rows))

    def values(self, name: str, most: int) -> Sequence[Any]:
        """Return the different cells of a column, as the database has them, one more than `most` where there are more.

        Raises DatabaseError.
        """
        rows = self.database.rows(self._select([name]).distinct().limit(most + 1))
        return [row[0] for row in rows]

    def counted(
        self, name: str, conditions: "Sequence[ColumnElement[bool]]", ids: Sequence[str] | None = None
    ) -> Mapping[str, int]:
        """Return how many rows that fulfil conditions have each value of a column. Raises DatabaseError.

        Args:
            name: the column.
            conditions: the conditions.
            ids: only rows with these; None = all rows.
        """
        import sqlalchemy

        own = [] if ids is None else [self._with(ids)]
        query = self._select([name], [*conditions, *own]).add_columns(sqlalchemy.func.count())
        counts: dict[str, int] = {}
        for cell, count in self.database.rows(query.group_by(self.column(name))):
            counts[text(cell)] = counts.get(text(cell), 0) + count
        return counts

    def of_ids(self, ids: Iterable[str]) -> Mapping[str, dict[str, str]]:
        """Return the rows of some ids, those that are there, by id. Raises DatabaseError."""
        wanted, found = list(dict.fromkeys(ids)), {}
        for start in range(0, len(wanted), ASKED):
            query = self._select(self.columns, [self._with(wanted[start : start + ASKED])])
            for row in self.database.rows(query):
                values = dict(zip(self.columns, map(text, row), strict=True))
                found[values[tables.ID]] = values
        return found

    def state(self) -> str:
        """Return a text that changes when any row does, comes or goes. Raises DatabaseError.

        Where a column tells when a row was changed, its latest value and the number of rows are asked for; else all
        rows are read.
        """
        import sqlalchemy

        if self._changed:
            latest: ColumnElement[Any] = sqlalchemy.func.max(sqlalchemy.column(self._changed))
            query = sqlalchemy.select(sqlalchemy.func.count(), latest).select_from(self._from())
            (row,) = self.database.rows(query)
            return _digest([[text(cell) for cell in row]])
        return self.database.streamed(
            self._select(self.columns).order_by(self.column(tables.ID)),
            lambda rows: _digest([text(cell) for cell in row] for row in rows),
        )

    def _header(self, connection: "sqlalchemy.Connection") -> tuple[list[str], Sequence[Sequence[Any]]]:
        import sqlalchemy

        query = sqlalchemy.select(sqlalchemy.text("*")).select_from(self._from())
        with connection.execution_options(stream_results=True).execute(query) as result:
            return list(result.keys()), result.fetchmany(SAMPLE)

    def _select(
        self, names: Sequence[str], conditions: "Sequence[ColumnElement[bool]]" = ()
    ) -> "sqlalchemy.Select[Any]":
        import sqlalchemy

        return sqlalchemy.select(*map(self.column, names)).select_from(self._from()).where(*conditions)

    def _from(self) -> "sqlalchemy.FromClause":
        import sqlalchemy

        if self._place.is_query:
            return sqlalchemy.text(self._place.source.rstrip("; ")).columns().subquery("products")
        schema, _, name = self._place.source.rpartition(".")
        return sqlalchemy.table(name, schema=schema or None)

    def _with(self, ids: Sequence[str]) -> "ColumnElement[bool]":
        return self.column(tables.ID).in_([self._as_id(name) for name in ids])


def _digest(rows: Iterable[Sequence[str]]) -> str:
    state = hashlib.sha256()
    for row in rows:
        state.update(json.dumps(row).encode())
    return state.hexdigest()
