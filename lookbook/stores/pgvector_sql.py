"""The statements of a collection in PostgreSQL, and its filters."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lookbook.conditions import AnyOf, Between, Dates, Renderers
from lookbook.stores.collection import FOR_GOOD, Row
from lookbook.stores.facts import slot, terms

if TYPE_CHECKING:
    import psycopg

NUMBER, DAY = "n_", "d_"
"""What stands before a column's mark where its numbers, or its dates, are kept."""
COUNTS = "born <= %(state)s AND gone > %(state)s"

DIM = """SELECT atttypmod FROM pg_attribute WHERE attrelid = to_regclass('{table}') AND attname = 'vector'"""
EXTENSION = "SELECT 1 FROM pg_extension WHERE extname = 'vector'"
CREATE = """CREATE TABLE {table} (
    key text NOT NULL, digest text NOT NULL, born integer NOT NULL, gone integer NOT NULL,
    vector vector({dim}) NOT NULL, terms text[] NOT NULL, product jsonb NOT NULL, PRIMARY KEY (key, born)
) WITH (fillfactor = 90)"""
DROP = "DROP TABLE IF EXISTS {table}"
COUNT = "SELECT count(*) FROM {table} WHERE {counts}"
ENTRIES = "SELECT key, digest, born, gone FROM {table}"
VECTORS = "SELECT key, vector::text FROM {table} WHERE key = ANY(%(keys)s) AND {counts}"
NEAREST = """WITH found AS MATERIALIZED (
    SELECT key, vector FROM {table} WHERE {filter}
    ORDER BY vector::halfvec({dim}) <#> %(query)s::vector({dim})::halfvec({dim}) LIMIT %(k)s
) SELECT key, -(vector <#> %(query)s::vector({dim})) FROM found"""
COPY = "COPY {table} ({columns}) FROM STDIN"
RETIRE = "UPDATE {table} SET gone = %(state)s WHERE key = ANY(%(keys)s) AND gone = {for_good}"
ERASE = "DELETE FROM {table} WHERE key = ANY(%(keys)s) AND {counts}"
FORGET = "DELETE FROM {table} WHERE gone <= %(state)s"
COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
WIDEN = "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} double precision"
INDEX_TERMS = "CREATE INDEX IF NOT EXISTS {table}_terms ON {table} USING gin (terms)"
INDEX_VECTORS = """CREATE INDEX IF NOT EXISTS {table}_vector ON {table}
    {using} ((vector::halfvec({dim})) halfvec_ip_ops) WITH (m = 16, ef_construction = 100)"""
ANALYZE = "ANALYZE {table}"
OWN = ("key", "digest", "born", "gone", "vector", "terms", "product")
"""The columns that are always there."""


class Filter(NamedTuple):
    """A condition as SQL.

    Attributes:
        text: the SQL, with names for what is given.
        given: name -> value.
        needs: the column without which nothing fulfils it.
    """

    text: str
    given: Mapping[str, Any]
    needs: str = "terms"

    def sql(self, known: Collection[str]) -> str:
        """Return the SQL for a table that has these columns."""
        return self.text if self.needs in known else "false"


class Table:
    """Makes the statements of one table, whose name is of small letters, digits and _."""

    def __init__(self, name: str) -> None:
        self._name = name

    def say(self, statement: str, **parts: object) -> bytes:
        """Return a statement about this table."""
        return statement.format(table=self._name, counts=COUNTS, for_good=FOR_GOOD, **parts).encode()

    def nearest(self, dim: int, conditions: Iterable[str]) -> bytes:
        """Return the search among what fulfils conditions."""
        return self.say(NEAREST, dim=dim, filter=" AND ".join([COUNTS, *conditions]))

    def copy(self, extra: Sequence[str]) -> bytes:
        """Return what takes rows with these columns beside those that are always there."""
        return self.say(COPY, columns=", ".join([*OWN, *extra]))

    def known(self, connection: "psycopg.Connection") -> frozenset[str]:
        """Return the columns that the table has."""
        return frozenset(row[0] for row in connection.execute(self.say(COLUMNS)))

    def widen(self, connection: "psycopg.Connection", columns: Iterable[str]) -> None:
        """Add those of some columns that are not there."""
        for column in sorted({*columns} - self.known(connection)):
            connection.execute(self.say(WIDEN, column=column))


def ranges_of(row: Row) -> dict[str, float]:
    """Return what ranges are asked of, by column."""
    numbers = {NUMBER + name: value for name, value in row.facts.numbers.items()}
    return numbers | {DAY + name: value for name, value in row.facts.days.items()}


def _any_of(column: str, wanted: AnyOf) -> Filter:
    name = f"any_{slot(column)}"
    return Filter(f"terms && %({name})s::text[]", {name: terms(column, wanted)})


def _between(column: str, bounds: tuple[float, float]) -> Filter:
    low, high = f"low_{column}", f"high_{column}"
    return Filter(f"{column} BETWEEN %({low})s AND %({high})s", {low: bounds[0], high: bounds[1]}, column)


RENDERERS: Renderers[Filter] = {
    AnyOf: _any_of,
    Between: lambda column, wanted: _between(NUMBER + slot(column), wanted.bounds),
    Dates: lambda column, wanted: _between(DAY + slot(column), wanted.bounds),
}
