"""The product table of a catalogue: found near its pictures, said in our columns, and joined with the pictures."""

import hashlib
import logging
import os
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lookbook.catalog import finding, tables
from lookbook.catalog.encoding import text_of
from lookbook.catalog.finding import Files
from lookbook.catalog.foreign import table_instead
from lookbook.catalog.sql import SqlRows, is_sql
from lookbook.catalog.styles import Styles, TableFile, TableRows
from lookbook.catalog.tables import Columns, Table, TableError
from lookbook.photos import file_bytes

COLUMNS = "columns.toml"
"""What tells a table's columns, beside the table."""
MAX_BYTES = 2**31
_NAMED = 10
"""Lines with a fault that a message names."""


class Found(NamedTuple):
    """The product table of a catalogue.

    Attributes:
        path: where it lies, "" where there is none.
        table: the table.
        others: files near the pictures that look like tables, where none is known.
    """

    path: str
    table: TableRows
    others: Sequence[str] = ()


def find_styles(storage: Files, folder: str, styles: str | Path | None, columns: str | Path | None) -> Found:
    """Read the product table that is named, else the nearest at or above the pictures.

    Args:
        storage: where the pictures are.
        folder: the deepest that all pictures lie below, "" for the root.
        styles: the table's file on this machine, or its place in a database.
        columns: the file on this machine that tells the table's columns; by default the columns.toml beside the table,
            else they are known.

    Raises:
        PhotoError: a file that is named can't be opened.
        TableError: a file is not what it should be, or `columns` is named and there is no table.
    """
    mapping = None if columns is None else tables.read_columns(file_bytes(columns, MAX_BYTES), str(columns))
    if is_sql(styles):
        return Found(str(styles), SqlRows(str(styles), mapping))
    if styles is not None:
        return Found(str(styles), _read(Machine(), Path(styles).as_posix(), mapping))
    for place in finding.places(storage, folder):
        try:
            return Found(place.path, _read(storage, place.path, mapping))
        except TableError:
            if place.sure or mapping is not None:
                raise
    if mapping is not None:
        raise TableError(f"there is no product table for {columns} near the pictures; name it with --styles.")
    nothing = Styles([], [])
    return Found("", TableFile([], "", lambda: nothing), finding.tables_near(storage, folder))


def read_table(styles: str | Path, columns: str | Path | None) -> Styles:
    """Read the whole of a product table that is named. Raises PhotoError or TableError as `find_styles` does."""
    return find_styles(Machine(), "", styles, columns).table.read()


class Machine:
    """Files by their path on this machine."""

    def has(self, filename: str) -> bool:
        return os.path.isfile(filename)

    def files(self, folder: str) -> list[str]:
        return [entry.name for entry in os.scandir(folder) if entry.is_file()]

    def read(self, filename: str, max_bytes: int) -> bytes:
        return file_bytes(filename, max_bytes)


def _read(files: Files, path: str, columns: Columns | None) -> TableFile:
    """Read a table's header with what is beside it; its rows are read when they are first needed, and not held here."""
    beside = posixpath.join(posixpath.dirname(path), COLUMNS)
    if columns is None and files.has(beside):
        columns = tables.read_columns(files.read(beside, MAX_BYTES), beside)
    header, mapping, sha256 = _opened(files, path, columns, None)

    def read() -> Styles:
        stray: list[int] = []
        table, _, now = _opened(files, path, columns, stray.append)
        if now != sha256:
            raise TableError(f"{path} was changed while it was read; start again.")
        rows = list(table.rows)
        if stray:
            _say_stray(path, stray)
        named = {tables.PICTURE, *mapping.pictures} if mapping.key == tables.PICTURE else set(mapping.pictures)
        return Styles(table.columns, rows, [at for at, column in enumerate(table.columns) if column in named])

    return TableFile(header.columns, sha256, read)


def _opened(
    files: Files, path: str, columns: Columns | None, stray: Callable[[int], None] | None
) -> tuple[Table, Columns, str]:
    """Return a table said in our columns, its rows not yet read, what told the columns, and the hash of both."""
    data = files.read(path, MAX_BYTES)
    table = table_of(files, path, data, stray)
    columns = columns or tables.known(table, path)
    return columns.translated(table, path), columns, hashlib.sha256(data + repr(columns).encode()).hexdigest()


def _say_stray(path: str, lines: Sequence[int]) -> None:
    first = ", ".join(map(str, lines[:_NAMED])) + (" ..." if len(lines) > _NAMED else "")
    logging.getLogger(__name__).warning(
        "%s, line%s %s: a quote opens a cell here and never closes; it is taken for a sign of the text",
        *(path, "s" if len(lines) > 1 else "", first),
    )


def table_of(files: Files, path: str, data: bytes, stray: Callable[[int], None] | None) -> Table:
    def beside(name: str) -> str:
        other = posixpath.join(posixpath.dirname(path), name)
        return text_of(files.read(other, MAX_BYTES), other)

    if (table := tables.structured(data, path)) is not None:
        return table
    if what := table_instead(data):
        raise TableError(f"{path} is {what}; save it as CSV (UTF-8).")
    text = text_of(data, path, say=stray is not None)
    return tables.read_list(text, path, beside) if tables.is_list(text) else tables.read_delimited(text, path, stray)
