"""The product table of a catalogue: found near its pictures, said in our columns, and joined with the pictures."""

import hashlib
import logging
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from lookbook.catalog import tables
from lookbook.catalog.tables import Columns, Table, TableError
from lookbook.photos import file_bytes

TABLES = ("styles.csv", "articles.csv", "Anno_coarse/list_category_img.txt", "Anno/list_category_img.txt")
"""Where product tables usually lie, seen from a folder at or above the pictures."""
COLUMNS = "columns.toml"
"""What tells a table's columns, beside the table."""
_MAX_BYTES = 2**31
_BYTE_ORDER_MARK = "\ufeff"


class Files(Protocol):
    """Where a product table is looked for."""

    def has(self, filename: str) -> bool:
        """Tell whether there is such a file."""

    def read(self, filename: str, max_bytes: int) -> bytes:
        """Read a file's bytes. Raises PhotoError."""


class Styles:
    """Product rows by what joins them with a picture, every value a string as it stands in the file.

    Args:
        columns: the header, in the file's order.
        read: reads the rows when they are first needed: for each product id, or path of a picture, the values of its
            row, as many as there are columns. Raises TableError.
        sha256: of what it is read from, "" where that is nothing.
    """

    def __init__(self, columns: list[str], read: Callable[[], Mapping[str, list[str]]], sha256: str = "") -> None:
        self.columns = columns
        self.sha256 = sha256
        self._read = read

    def join(self, filenames: Sequence[str]) -> list[list[str]]:
        """Return each picture's row, [] for none; a picture is found by as much of its path as the table has.

        Raises:
            TableError: a row is not what it should be.
        """
        rows = self._read()
        depths = sorted({key.count("/") for key in rows}, reverse=True)
        return [_joined(rows, depths, filename) for filename in filenames]


def _joined(rows: Mapping[str, list[str]], depths: Sequence[int], filename: str) -> list[str]:
    """Find a picture's row by its path, the longest first, with its ending or without."""
    for depth in depths:
        path = "/".join(filename.rsplit("/", depth + 1)[-depth - 1 :])
        for key in (path, path.rpartition(".")[0]):
            if key in rows:
                return rows[key]
    return []


def find_styles(
    storage: Files, folder: str, styles: str | Path | None, columns: str | Path | None
) -> tuple[str, Styles]:
    """Read the product table that is named, else the nearest at or above the pictures; gives where it is, too.

    Args:
        storage: where the pictures are.
        folder: the deepest that all pictures lie below, "" for the root.
        styles: the table's file on this machine.
        columns: the file on this machine that tells the table's columns; by default the columns.toml beside the table,
            else they are known.

    Raises:
        PhotoError: a file that is named can't be opened.
        TableError: a file is not what it should be, or `columns` is named and there is no table.
    """
    mapping = None if columns is None else tables.read_columns(file_bytes(columns, _MAX_BYTES), str(columns))
    if styles is not None:
        return str(styles), _read(_Machine(), Path(styles).as_posix(), mapping)
    for found in _places(folder):
        if storage.has(found):
            return found, _read(storage, found, mapping)
    if mapping is not None:
        raise TableError(f"there is no product table for {columns} near the pictures; name it with --styles.")
    return "", Styles([], dict)


class _Machine:
    """Files by their path on this machine."""

    def has(self, filename: str) -> bool:
        return os.path.isfile(filename)

    def read(self, filename: str, max_bytes: int) -> bytes:
        return file_bytes(filename, max_bytes)


def _places(folder: str) -> Iterator[str]:
    """Give where the table may lie, the nearest first."""
    folders = folder.split("/") if folder else []
    for depth in range(len(folders), -1, -1):
        yield from (posixpath.join(*folders[:depth], table) for table in TABLES)


def _read(files: Files, path: str, columns: Columns | None) -> Styles:
    """Read a table with what is beside it.

    Of rows with the same id, or of the same picture, the first counts; rows without one don't.
    """
    data, beside = files.read(path, _MAX_BYTES), posixpath.join(posixpath.dirname(path), COLUMNS)
    if columns is None and files.has(beside):
        columns = tables.read_columns(files.read(beside, _MAX_BYTES), beside)
    table = _table(files, path, data)
    columns = columns or tables.known(table, path)
    table = columns.translated(table, path)
    sha256 = hashlib.sha256(data + repr(columns).encode()).hexdigest()
    return Styles(table.columns, partial(_by_key, table, table.columns.index(columns.key)), sha256)


def _by_key(table: Table, at: int) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for row in table.rows:
        if key := _as_path(row[at]):
            rows.setdefault(key, row)
    return rows


def _table(files: Files, path: str, data: bytes) -> Table:
    def beside(name: str) -> str:
        other = posixpath.join(posixpath.dirname(path), name)
        return _text(files.read(other, _MAX_BYTES), other)

    text = _text(data, path)
    return tables.read_list(text, path, beside) if tables.is_list(text) else tables.read_delimited(text, path)


def _as_path(key: str) -> str:
    return key.replace("\\", "/").removeprefix("./").lstrip("/")


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        logging.getLogger(__name__).warning("%s is not UTF-8; it is read as Latin-1", name)
        text = data.decode("latin-1")
    return text.removeprefix(_BYTE_ORDER_MARK).replace("\0", "")
