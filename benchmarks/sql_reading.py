"""Whether several connections read a table of PostgreSQL sooner than one: python -m benchmarks.sql_reading URL [ROWS].

URL is a database of one's own, as SQLAlchemy names it; a table `lookbook_reading` is made there, and dropped.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy

from lookbook.catalog.sql.cells import text
from lookbook.catalog.sql.database import Database
from lookbook.catalog.sql.place import SqlPlace

MADE = """
CREATE TABLE lookbook_reading AS SELECT
    i AS id, 'Shirts' AS kind, 'Red' AS colour, 'Red Shirt ' || i AS title, (i % 100)::numeric(8, 2) AS price,
    i % 7 AS stock, 'https://shop.example.com/' || i || '.jpg' AS url
FROM generate_series(1, :rows) i
"""
PART = "SELECT * FROM lookbook_reading WHERE id > :first AND id <= :last"


def read(database: Database, first: int, last: int) -> int:
    """Read some rows by a server's cursor, each cell as text; returns how many."""
    part = sqlalchemy.text(PART).bindparams(first=first, last=last)
    return database.streamed(part, lambda rows: sum(bool([text(cell) for cell in row]) for row in rows))


def main(url: str, rows: int) -> None:
    """Print the seconds, of the clock and of this process, in three rounds of one, two and four connections."""
    engine, database = sqlalchemy.create_engine(url), Database(SqlPlace("the database", "lookbook_reading", url))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("DROP TABLE IF EXISTS lookbook_reading"))
        connection.execute(sqlalchemy.text(MADE), {"rows": rows})
        connection.execute(sqlalchemy.text("ALTER TABLE lookbook_reading ADD PRIMARY KEY (id)"))
    try:
        for connections in (1, 2, 4) * 3:
            bounds = [rows * number // connections for number in range(connections + 1)]
            started, worked = time.perf_counter(), time.process_time()
            with ThreadPoolExecutor(connections) as pool:
                count = sum(pool.map(read, [database] * connections, bounds, bounds[1:]))
            seconds, own = time.perf_counter() - started, time.process_time() - worked
            print(f"{connections} connections: {count:,} rows in {seconds:.2f} s, {own:.2f} s here", flush=True)
    finally:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("DROP TABLE lookbook_reading"))


if __name__ == "__main__":
    main(sys.argv[1], int((sys.argv[2:] or ["1000000"])[0]))
