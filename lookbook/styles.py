"""The product table: styles.csv as Kaggle and spreadsheets write it, kept whole."""

import csv
import hashlib
import io
import logging
from collections.abc import Iterator

# csv of the standard library, not pandas: it keeps ragged rows, and importing pandas takes longer than reading them.

_BYTE_ORDER_MARK = "\ufeff"


class StylesError(ValueError):
    """A product table that can't be read; the message is one sentence that says what to do."""


class Styles:
    """Product rows by id, every value a string as it stands in the file.

    Args:
        columns: the header, in the file's order.
        rows: for each id the values of its row, as many as there are columns.
        sha256: of what it was read from, "" where that was nothing.
    """

    def __init__(self, columns: list[str], rows: dict[str, list[str]], sha256: str = "") -> None:
        self.columns = columns
        self.sha256 = sha256
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, product_id: str) -> dict[str, str]:
        """Give a product's values by column, {} if the table has no such id."""
        return dict(zip(self.columns, self._rows.get(product_id, ()), strict=False))


def read_styles(data: bytes, name: str) -> Styles:
    """Read a product table with an `id` column; comma, semicolon and tab all separate.

    Surplus fields belong to the last column, where Kaggle left commas unquoted; a short row is filled up with "". Of
    rows with the same id the first counts; rows without id don't.

    Args:
        data: the file's bytes, UTF-8 or Latin-1.
        name: what to call the file in a message.

    Raises:
        StylesError: the file is empty, has no `id` column, or a quote in it never closes.
    """
    text = _text(data, name)
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    lines = _lines(text, separator, name)
    columns = [column.strip() for column in next(lines, [])]
    if not columns:
        raise StylesError(f"{name} is empty; give a product table with an id column.")
    if "id" not in columns:
        found = " ".join(", ".join(columns).split())[:200]
        raise StylesError(f"{name} has no id column, only {found}; call the column of product ids id.")
    key, last = columns.index("id"), len(columns) - 1
    rows: dict[str, list[str]] = {}
    for fields in lines:
        row = [*fields[:last], separator.join(fields[last:])] + [""] * (last - len(fields))
        row[key] = row[key].strip()
        if row[key]:
            rows.setdefault(row[key], row)
    return Styles(columns, rows, hashlib.sha256(data).hexdigest())


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        logging.getLogger(__name__).warning("%s is not UTF-8; it is read as Latin-1", name)
        text = data.decode("latin-1")
    return text.removeprefix(_BYTE_ORDER_MARK).replace("\0", "")


def _lines(text: str, separator: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from filter(None, reader)  # a blank line is no row
    except csv.Error as error:
        raise StylesError(f"{name}, line {reader.line_num}: {error}; check the quotes before it.") from error
