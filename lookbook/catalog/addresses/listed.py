"""A catalogue that is a table alone: its pictures are at the addresses that it names."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path

from lookbook.catalog.addresses.fetching import Fetched, fetch_pictures
from lookbook.catalog.csv_table import read_table
from lookbook.catalog.sql import is_sql
from lookbook.catalog.tables import TableError

ENDINGS = frozenset([".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xml", ".parquet"])
WORKBOOKS = frozenset([".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"])


def is_table(images: str) -> bool:
    """Return whether what is named as the pictures is a table: a file, or one in a database."""
    if is_sql(images):
        return True
    path = Path(images)
    ending = path.suffix.lower()
    return path.is_file() and (ending in WORKBOOKS or (ending in ENDINGS and not zipfile.is_zipfile(path)))


def fetch_table(
    table: str,
    columns: Path | None,
    folder: Path,
    show: Callable[[Iterable[Future[bool]], int], Iterable[Future[bool]]] | None = None,
    check: Callable[[Sequence[str], Path], None] | None = None,
) -> Fetched:
    """Fetch the pictures that a product table names by their addresses, as `fetch_pictures` does.

    Args:
        table: the product table's file, or its place in a database.
        columns: the file that tells its columns; None = the columns.toml beside it, else they are known.
        folder: the index folder.
        show: as `fetch_pictures` takes it.
        check: is asked first whether these addresses may be fetched into the folder; raises where not.

    Raises:
        TableError: the table can't be read, or names no address.
        DiskError: the disk is full, or the folder can't be written.
    """
    addresses = read_table(table, columns).addresses()
    if not addresses:
        raise TableError(
            f"{table} names no addresses of pictures; give the folder of the pictures, and the table by --styles, or "
            "say which column has the addresses by --columns."
        )
    if check is not None:
        check(addresses, folder)
    return fetch_pictures(addresses, folder, show) if show else fetch_pictures(addresses, folder)
