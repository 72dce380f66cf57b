"""Tables as Kaggle and spreadsheets write them: comma, semicolon or tab separates the columns."""

import csv
import io
from collections.abc import Iterator

from lookbook.catalog.tables.table import Table, TableError

# csv of the standard library, not pandas: it keeps ragged rows, and importing pandas takes longer than reading them.


def read_delimited(text: str, name: str) -> Table:
    """Read a table with a header.

    Surplus fields belong to the last column, where Kaggle left commas unquoted; a short row is filled up with "".

    Args:
        text: the whole file.
        name: what to call it in a message.

    Raises:
        TableError: the file is empty, or, while the rows are read, a quote in it never closes.
    """
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    lines = _lines(text, separator, name)
    columns = [column.strip() for column in next(lines, [])]
    if not columns:
        raise TableError(f"{name} is empty; give a product table with an id column.")
    count = len(columns)
    rows = (fields if len(fields) == count else _filled(fields, count - 1, separator) for fields in lines)
    return Table(columns, rows)


def _filled(fields: list[str], last: int, separator: str) -> list[str]:
    return [*fields[:last], separator.join(fields[last:])] + [""] * (last - len(fields))


def _lines(text: str, separator: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from filter(None, reader)  # a blank line is no row
    except csv.Error as error:
        raise TableError(f"{name}, line {reader.line_num}: {error}; check the quotes before it.") from error
