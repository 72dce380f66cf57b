"""A shop's database for tests, with products in it: a real PostgreSQL, or a file of SQLite."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy

from tests.servers import Postgres

KINDS = ("postgresql", "sqlite")
COLUMNS: Mapping[str, str] = {
    "id": "integer primary key",
    "articleType": "text",
    "baseColour": "text",
    "productDisplayName": "text",
    "price": "numeric(8, 2)",
    "stock": "integer",
    "asked": "text",
    "added": "date",
    "image_url": "text",
}
Row = tuple[Any, ...]


@contextmanager
def server(kind: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a database, with its password where it has one, until the block ends."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'shop.db'}"
        return
    running = Postgres()
    try:
        yield running.uri.replace("postgresql://", "postgresql+psycopg://")
    finally:
        running.remove()


def fill(url: str, rows: Sequence[Row], name: str = "products") -> None:
    """Put products in place of those that are there."""
    told = ", ".join(f'"{column}" {kind}' for column, kind in COLUMNS.items())
    places = ", ".join(f":{column}" for column in COLUMNS)
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(f"DROP TABLE IF EXISTS {name}"))
        connection.execute(sqlalchemy.text(f"CREATE TABLE {name} ({told})"))
        values = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        connection.execute(sqlalchemy.text(f"INSERT INTO {name} VALUES ({places})"), values)
    engine.dispose()


def run(url: str, statement: str) -> None:
    """Change something."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(statement))
    engine.dispose()
