"""Tables of purchases as a stream of record batches: CSV, Parquet, SQL, on disk or at any address fsspec opens."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from lookbook.behavior.errors import MissingExtraError, TransactionsError
from lookbook.behavior.transactions.layout import Layout

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 8 * 2**20
"""Bytes of CSV that are parsed at once."""
ROWS = 200_000
"""Rows of Parquet or SQL that are read at once."""
HEADER = 2**16
"""Bytes within which a CSV's first line ends."""
SQL = ("sqlite", "postgresql", "mysql", "mariadb", "mssql", "oracle", "snowflake", "duckdb")

Ragged = Callable[[int | None, str], None]
"""Told the number and the text of a line that has too many or too few fields."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where purchases are read from.

    Attributes:
        place: a path, an address that fsspec opens (zip://a.csv::b.zip, s3://...), or a database's URL.
        layout: its columns; None = recognised by their names.
        table: the database's table; None where there is no database.
    """

    place: str
    layout: Layout | None = None
    table: str | None = None


@contextmanager
def opened(source: Source, ragged: Ragged) -> Iterator[tuple[Layout, Iterator["pa.RecordBatch"]]]:
    """Open a source.

    Returns:
        The layout, and batches that have its columns.

    Raises:
        TransactionsError: it is not there, can't be parsed, or lacks a column.
    """
    with ExitStack() as stack:
        if source.place.partition("://")[0].partition("+")[0] in SQL:
            columns, read = _sql(source, stack)
        else:
            file = _file(source.place, stack)
            columns, read = _parquet(file) if _is_parquet(file) else _csv(file, source.place, ragged)
        layout = source.layout or Layout.recognised(columns, source.place)
        layout.check(columns, source.place)
        yield layout, _guarded(read(layout), source.place)


Read = Callable[[Layout], Iterator["pa.RecordBatch"]]


def _file(place: str, stack: ExitStack) -> BinaryIO:
    """Open a file for reading bytes until a stack is closed, unpacked if its name ends like a packed one's."""
    import fsspec

    try:
        file: BinaryIO = stack.enter_context(fsspec.open(place, "rb", compression="infer"))
    except FileNotFoundError as error:
        raise TransactionsError(f"{place} does not exist; check the path.") from error
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise TransactionsError(f"{place} can't be opened ({error}); check the path.") from error
    return file


def _is_parquet(file: BinaryIO) -> bool:
    magic = file.read(4)
    file.seek(0)
    return magic == b"PAR1"


def _parquet(file: BinaryIO) -> tuple[list[str], Read]:
    from pyarrow import parquet

    table = parquet.ParquetFile(file)
    return table.schema_arrow.names, lambda layout: table.iter_batches(ROWS, columns=layout.columns())


def _csv(file: BinaryIO, place: str, ragged: Ragged) -> tuple[list[str], Read]:
    head = file.read(HEADER)
    file.seek(0)
    first = head.partition(b"\n")[0].decode("utf-8-sig", "replace").rstrip("\r")
    delimiter = max(",;\t|", key=first.count)
    columns = next(csv.reader(io.StringIO(first), delimiter=delimiter), [])

    def read(layout: Layout) -> Iterator["pa.RecordBatch"]:
        import pyarrow as pa
        from pyarrow import csv as arrow

        def skip(row: Any) -> str:
            ragged(row.number, row.text)
            return "skip"

        text = dict.fromkeys(layout.columns(), pa.string())
        yield from arrow.open_csv(
            file,
            arrow.ReadOptions(use_threads=False, block_size=BLOCK),
            arrow.ParseOptions(delimiter=delimiter, invalid_row_handler=skip),
            arrow.ConvertOptions(column_types=text, include_columns=layout.columns(), strings_can_be_null=False),
        )

    if not first:
        raise TransactionsError(f"{place} is empty; give a table with a first line that names its columns.")
    return columns, read


def _sql(source: Source, stack: ExitStack) -> tuple[list[str], Read]:
    try:
        import sqlalchemy
    except ImportError as error:
        raise MissingExtraError.of("SQLAlchemy") from error
    if not source.table:
        raise TransactionsError(f"{_plain(source.place)} is a database; name the table with --table.")
    try:
        connection = stack.enter_context(sqlalchemy.create_engine(source.place).connect())
        schema, _, name = source.table.rpartition(".")
        table = sqlalchemy.Table(name, sqlalchemy.MetaData(), schema=schema or None, autoload_with=connection)
    except (sqlalchemy.exc.SQLAlchemyError, ImportError) as error:
        raise TransactionsError(
            f"the table {source.table} of {_plain(source.place)} can't be opened ({type(error).__name__}); check both."
        ) from error

    def read(layout: Layout) -> Iterator["pa.RecordBatch"]:
        import pyarrow as pa

        query = sqlalchemy.select(*(table.c[name] for name in layout.columns()))
        for rows in connection.execution_options(yield_per=ROWS).execute(query).mappings().partitions():
            yield pa.RecordBatch.from_pylist([_arrow(dict(row)) for row in rows])

    return [column.name for column in table.columns], read


def _arrow(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what Arrow has no single type for (a database's exact numbers) into numbers."""
    from decimal import Decimal

    return {name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def _guarded(batches: Iterator["pa.RecordBatch"], place: str) -> Iterator["pa.RecordBatch"]:
    """Turn what goes wrong while reading into one sentence."""
    import pyarrow as pa

    try:
        yield from batches
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TransactionsError(
            f"{_plain(place)} can't be read to its end ({first}); nothing was kept: mend the file, then run it again."
        ) from error


def _plain(place: str) -> str:
    """Return an address without the password in it."""
    scheme, separator, rest = place.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator and "@" in rest else place
