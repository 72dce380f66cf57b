"""How a table or a query of a database is named, and where its password comes from."""

import os
import re
from dataclasses import dataclass, field

from lookbook.catalog.tables import TableError

NAMED = "database"
"""The scheme of a connection that the settings name: database://shop#products."""
DIALECTS = frozenset(
    {NAMED, "postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle", "snowflake", "duckdb", "cockroachdb"}
)
_SECRET = re.compile(r"://[^/@#]*:[^/@#]*@|[?&](password|passwd|sslpassword)=", re.IGNORECASE)
_FILE = "sqlite:///"


@dataclass(frozen=True)
class SqlPlace:
    """A table or a query, and what connects to its database.

    Attributes:
        name: as it was named, which holds no password.
        source: the table, with its schema if need be, or a query.
        url: what SQLAlchemy connects to; never shown.
    """

    name: str
    source: str
    url: str = field(repr=False)

    @classmethod
    def of(cls, place: str) -> "SqlPlace":
        """Find what connects to a database.

        Raises:
            TableError: nothing names a table, there is no such connection, or a password stands in the address.
            SettingsError: a setting is wrong.
        """
        address, _, source = place.partition("#")
        if _SECRET.search(address):
            raise TableError(
                f"{_without_secret(place)}: a password in an address would be kept in index.json; name the connection "
                "in LOOKBOOK_DATABASES, or leave the password to the environment (PGPASSWORD, ~/.pgpass)."
            )
        if not source.strip():
            raise TableError(f"{place} names no table; add one, as in {address}#products, or a query after the #.")
        scheme, _, name = address.partition("://")
        return cls(place, source.strip(), _connection(name.strip("/")) if scheme == NAMED else address)

    @property
    def is_query(self) -> bool:
        """Whether it is a query, and no table."""
        return self.source.split()[0].casefold() in {"select", "with"}


def is_sql(place: object) -> bool:
    """Return whether a place is in a database: DIALECT+DRIVER://USER@HOST/DATABASE#TABLE, or database://NAME#TABLE."""
    scheme, separator, _ = str(place).partition("://")
    return bool(separator) and scheme.partition("+")[0].casefold() in DIALECTS


def kept_place(place: str) -> str:
    """Return a place as index.json keeps it: the path of a file of SQLite as seen from the root."""
    path, sign, source = place.removeprefix(_FILE).partition("#")
    return f"{_FILE}{os.path.abspath(path)}{sign}{source}" if place.startswith(_FILE) and path else place


def _connection(name: str) -> str:
    from lookbook.settings import Settings  # heavy: pydantic, which only a database needs

    known = Settings.load().databases
    if name not in known:
        there = ", ".join(sorted(known)) or "none"
        raise TableError(
            f"LOOKBOOK_DATABASES names no connection {name!r}, only: {there}; set it as in "
            f'LOOKBOOK_DATABASES={{"{name}": "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"}}.'
        )
    return known[name].get_secret_value()


def _without_secret(place: str) -> str:
    head, separator, rest = place.partition("://")
    return f"{head}{separator}{rest.partition('#')[0].rpartition('@')[2].partition('?')[0]}"
