"""One database: connected to with time limits, asked again where that may help, never quoted with its password."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from lookbook.catalog.sql.place import SqlPlace
from lookbook.catalog.tables import TableError
from lookbook.errors import MissingLibraryError

if TYPE_CHECKING:
    import sqlalchemy

T = TypeVar("T")
CONNECT, ANSWER = 10, 30
"""Seconds that a database may take to be connected to, and to answer or to send the next rows."""
WAITS = (0.2, 1.0, 3.0)
"""After how many seconds it is asked again where it could not be reached, or broke off."""
ROWS = 10_000
"""How many rows are under way at once."""
_SERVER_LIMITS = {"connect_timeout": CONNECT, "read_timeout": ANSWER, "write_timeout": ANSWER}
_LIMITS: Mapping[str, Mapping[str, Any]] = {
    "postgresql": {
        "connect_timeout": CONNECT,
        "options": f"-c statement_timeout={1000 * ANSWER}",
        "tcp_user_timeout": 1000 * ANSWER,
    },
    "mysql": _SERVER_LIMITS,
    "mariadb": _SERVER_LIMITS,
    "sqlite": {"timeout": ANSWER},
}
"""How the drivers of a dialect are told the limits."""
HIDDEN = "***"


class DatabaseError(TableError):
    """A database that can't be read; its message has no password in it."""


class Database:
    """What is asked of a database; safe in several threads.

    Args:
        place: where it is, and what of it is read.
    """

    def __init__(self, place: SqlPlace) -> None:
        try:
            import sqlalchemy
        except ImportError as error:
            raise MissingLibraryError.of("SQLAlchemy", "sql") from error
        self.name = place.name
        try:
            url = sqlalchemy.make_url(place.url)
            self._secrets = [text for text in (place.url, url.password) if text]
            self._engine = _engine(place.url)
        except (sqlalchemy.exc.SQLAlchemyError, ImportError, ValueError) as error:
            says = f"{place.name} can't be opened ({type(error).__name__}); check the address and that its driver"
            raise DatabaseError(f"{says} is installed, as by pip install 'lookbook[sql]'.") from None

    def ask(self, work: "Callable[[sqlalchemy.Connection], T]") -> T:
        """Do something with a connection, from the beginning again where it broke off.

        Raises:
            DatabaseError: the database can't be reached, takes too long, or does not understand.
        """
        import sqlalchemy

        for wait in (*WAITS, None):
            try:
                with self._engine.connect() as connection:
                    return work(connection)
            except (sqlalchemy.exc.OperationalError, sqlalchemy.exc.InterfaceError) as error:
                if wait is None:
                    raise self._error(error) from None
            except sqlalchemy.exc.SQLAlchemyError as error:
                raise self._error(error) from None
            time.sleep(wait)
        raise AssertionError  # the last round returned or raised

    def rows(self, query: "sqlalchemy.Executable") -> Sequence[Sequence[Any]]:
        """Return the rows of a query that gives few. Raises DatabaseError."""
        return self.ask(lambda connection: connection.execute(query).fetchall())

    def streamed(self, query: "sqlalchemy.Executable", gather: Callable[[Iterator[Sequence[Any]]], T]) -> T:
        """Gather something from all rows of a query, a few at a time by the server's cursor. Raises DatabaseError."""

        def work(connection: "sqlalchemy.Connection") -> T:
            options = {"stream_results": True, "yield_per": ROWS}
            with connection.execution_options(**options).execute(query) as result:
                return gather(iter(result))

        return self.ask(work)

    def _error(self, error: Exception) -> DatabaseError:
        cause = getattr(error, "orig", None) or error
        lines = str(cause).strip().splitlines()
        says = f"{type(cause).__name__}: {lines[0].strip()}" if lines else type(cause).__name__
        for secret in self._secrets:
            says = says.replace(secret, HIDDEN)
        return DatabaseError(f"{self.name} can't be read ({says}); check that it runs, the table and who may read it.")


@cache
def _engine(url: str) -> "sqlalchemy.Engine":
    """Return the one engine of an address, whose connections all readers of this process share."""
    import sqlalchemy

    dialect = sqlalchemy.make_url(url).get_backend_name()
    return sqlalchemy.create_engine(
        url, connect_args=dict(_LIMITS.get(dialect, {})), pool_pre_ping=True, hide_parameters=True
    )
