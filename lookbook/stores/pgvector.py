"""Vectors in PostgreSQL with pgvector, beside what filters and a shop's own queries need of their products."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, cast
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from lookbook.conditions import Where, render
from lookbook.errors import MissingLibraryError
from lookbook.settings import SettingsError
from lookbook.stores import pgvector_sql as sql
from lookbook.stores.address import saying
from lookbook.stores.base import Match, Vectors
from lookbook.stores.collection import FOR_GOOD, Entry, Row, require_kind
from lookbook.stores.published import PublishedStore

if TYPE_CHECKING:
    import psycopg

SESSION = (
    "SET hnsw.ef_search = 200",
    "SET hnsw.iterative_scan = relaxed_order",  # goes on until a filter's rows are enough
    "SET plan_cache_mode = force_custom_plan",  # a generic plan of a prepared statement reads the whole table
    "SET jit = off",  # compiling takes longer than a search
)
USING: Mapping[str, str] = {"HNSW": "USING hnsw", "FLAT": ""}
"""Type of index -> what makes it; nothing for none."""
SECONDS = 10
"""How long connecting may take."""
PAGE = 20_000
"""Rows that are read at once where all are listed."""


class PgCollection:
    """A table of PostgreSQL, in the first schema of the search path."""

    kinds: ClassVar[Sequence[str]] = tuple(USING)
    most: ClassVar[int] = 2**31 - 1

    def __init__(self, uri: SecretStr, name: str, kind: str) -> None:
        """Connect; see `Collection`."""
        require_kind(kind, self.kinds, "pgvector")
        try:
            import psycopg
            import sqlalchemy
        except ImportError as error:
            raise MissingLibraryError.of(error.name or "psycopg", "pgvector") from error
        try:
            psycopg.conninfo.conninfo_to_dict(uri.get_secret_value())
        except psycopg.ProgrammingError:  # what it says may quote a part of the password
            says = (
                "is no address of PostgreSQL; give postgresql://USER:PASSWORD@HOST/DATABASE, special signs as %-codes."
            )
            raise SettingsError(f"LOOKBOOK_STORE_URI {says}") from None
        self._uri, self._kind, self._table = uri, kind, sql.Table(name)
        self._errors = (psycopg.Error, sqlalchemy.exc.SQLAlchemyError)

        def connect() -> "psycopg.Connection":
            connection = psycopg.connect(uri.get_secret_value(), connect_timeout=SECONDS, application_name="lookbook")
            connection.autocommit = True
            for command in SESSION:
                connection.execute(command)
            connection.autocommit = False
            return connection

        # asks whether a connection still stands before it gives it, so a server may be restarted
        engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=connect, pool_pre_ping=True)
        self._engine = engine
        finalize(self, engine.dispose)

    def dim(self) -> int | None:
        """Return D of the vectors, None where there is no such table."""
        with self._connected() as connection:
            row = connection.execute(self._table.say(sql.DIM)).fetchone()
        return None if row is None else int(row[0])

    def create(self, dim: int) -> None:
        """Make the table, empty; the extension, too, where it is not there."""
        with self._connected() as connection:
            if connection.execute(sql.EXTENSION).fetchone() is None:
                connection.execute("CREATE EXTENSION vector")
            connection.execute(self._table.say(sql.CREATE, dim=dim))

    def drop(self) -> None:
        """Remove the table; that it is not there is no error."""
        self._run(sql.DROP)

    def count(self, state: int) -> int:
        """Return how many rows count in a state."""
        with self._connected() as connection:
            row = connection.execute(self._table.say(sql.COUNT), {"state": state}).fetchone()
        return int(row[0]) if row else 0

    def entries(self) -> Iterator[Entry]:
        """Yield what is there."""
        with self._connected() as connection, connection.cursor("entries") as cursor:
            cursor.itersize = PAGE
            for row in cursor.execute(self._table.say(sql.ENTRIES)):
                yield Entry(*row)

    def nearest(self, queries: Vectors, k: int, state: int, where: Where) -> list[list[Match]]:
        """Return the k nearest of each query (Q, D) in a state; see `Collection`."""
        conditions = render(where, sql.RENDERERS)
        given = {"k": k, "state": state, **ChainMap(*(dict(one.given) for one in conditions))}
        with self._connected() as connection:
            known = self._table.known(connection)
            search = self._table.nearest(queries.shape[1], [one.sql(known) for one in conditions])
            return [self._near(connection, search, {**given, "query": _text(query)}) for query in queries]

    def vectors(self, keys: Sequence[str], state: int) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those keys that are there in a state."""
        with self._connected() as connection:
            rows = connection.execute(self._table.say(sql.VECTORS), {"keys": list(keys), "state": state}).fetchall()
        return {key: np.array(text[1:-1].split(","), np.float32) for key, text in rows}

    def add(self, rows: Sequence[Row], state: int) -> None:
        """Add rows that count from a state on."""
        from psycopg.types.json import Jsonb

        ranges = [sql.ranges_of(row) for row in rows]
        extra = sorted(set().union(*ranges))
        with self._connected() as connection:
            self._table.widen(connection, extra)
            with connection.cursor() as cursor, cursor.copy(self._table.copy(extra)) as copy:
                for row, known in zip(rows, ranges, strict=True):
                    product, terms = (
                        Jsonb({name: _storable(cell) for name, cell in row.product.items()}),
                        list(row.facts.terms),
                    )
                    own = (row.key, row.digest, state, FOR_GOOD, _text(row.vector), terms, product)
                    copy.write_row((*own, *map(known.get, extra)))

    def retire(self, keys: Sequence[str], state: int) -> None:
        """Let the rows of keys that count for good count no longer from a state on."""
        self._run(sql.RETIRE, keys=list(keys), state=state)

    def erase(self, keys: Sequence[str], state: int) -> None:
        """Remove the rows of keys that count in a state."""
        self._run(sql.ERASE, keys=list(keys), state=state)

    def forget(self, state: int) -> None:
        """Remove the rows that count neither in a state nor in any after it."""
        self._run(sql.FORGET, state=state)

    def settle(self) -> None:
        """Make the indexes where they are not there yet, and let the planner count what there is."""
        statements = [self._table.say(sql.INDEX_TERMS), self._table.say(sql.ANALYZE)]
        if using := USING[self._kind]:
            statements.insert(0, self._table.say(sql.INDEX_VECTORS, using=using, dim=self.dim()))
        with self._connected() as connection:
            for statement in statements:
                connection.execute(statement)

    def _run(self, statement: str, **given: object) -> None:
        with self._connected() as connection:
            connection.execute(self._table.say(statement), given)

    def _near(self, connection: "psycopg.Connection", search: Any, given: Mapping[str, Any]) -> list[Match]:
        """Search by the index, and where that ends before there are enough, without it."""
        found = connection.execute(search, given).fetchall()
        if len(found) < given["k"]:
            with connection.transaction():
                connection.execute("SET LOCAL enable_indexscan = off")
                found = connection.execute(search, given).fetchall()
        return [Match(key, score) for key, score in found]

    @contextmanager
    def _connected(self) -> "Iterator[psycopg.Connection]":
        """Lend a connection for a transaction, which ends with the block."""
        with saying("pgvector", self._uri, *self._errors):
            held = self._engine.raw_connection()
            try:
                yield cast("psycopg.Connection", held.driver_connection)
                held.commit()
            finally:
                held.close()


class PgvectorStore(PublishedStore):
    """Vectors in PostgreSQL."""

    server = PgCollection


def _text(vector: NDArray[np.float32]) -> str:
    """Write a vector as pgvector reads it, to the last digit of float32."""
    return "[" + ",".join(map(repr, vector.astype(float).tolist())) + "]"


def _storable(text: str) -> str:
    """Return a text with what PostgreSQL can't hold replaced; filters go by marks, made of the text as it is."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
