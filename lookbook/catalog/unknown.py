"""A product table as it stands, before anything tells which of its columns is which."""

from pathlib import Path

from lookbook.catalog import tables
from lookbook.catalog.csv_table import MAX_BYTES, Machine, table_of
from lookbook.catalog.tables import Table, TableError


def open_table(path: Path) -> tuple[str, Table]:
    """Read a table's header; its rows come as they are read.

    Returns:
        The name of the shop system or catalogue whose tables have this header, "" where it is none; and the table.

    Raises:
        PhotoError: the file can't be opened.
        TableError: it is no table.
    """
    name, files = path.as_posix(), Machine()
    table = table_of(files, name, files.read(name, MAX_BYTES), None)
    try:
        columns = tables.known(table, name)
    except TableError:
        return "", table
    return Path(columns.name).stem if columns.name != name else "", table
