"""Tables as Kaggle and spreadsheets write them: comma, semicolon, tab or pipe separates the columns."""

import re
from collections.abc import Callable, Iterator

from lookbook.catalog.tables.quotes import Lines, Reader
from lookbook.catalog.tables.table import Table, TableError

# csv of the standard library, not pandas: it keeps ragged rows, and importing pandas takes longer than reading them.

_SEPARATORS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_TEXT = re.compile(r'="([^"]*)"\s*')
_NAMED = re.compile(r'"?sep=(.)"?\r?\n?')
"""The line by which Excel is told a table's separator."""


def read_delimited(text: str, name: str, stray: Callable[[int], None] | None = None) -> Table:
    """Read a table with a header.

    Surplus fields belong to the last column, where Kaggle left commas unquoted, but for empty ones at the end; a short
    row is filled up with "".

    Args:
        text: the whole file.
        name: what to call it in a message.
        stray: called with the line of each quote that opens a cell and never closes. Where the rows after it can be
            told apart, it is then taken for a sign of the text; without `stray`, it is an error.

    Raises:
        TableError: the file is empty, or, while the rows are read, a quote in it never closes.
    """
    lines = Lines(text)
    first = next(lines, "")
    if named := _NAMED.fullmatch(first):
        separator = named[1]
    else:
        separator = max(_SEPARATORS, key=_QUOTED.sub("", first).count)
        lines.hand_back()
    rows = Reader(lines, separator, name, stray)
    columns = [column.strip() for column in next(rows, [])]
    while len(columns) > 1 and not columns[-1]:
        columns.pop()
    if not columns:
        raise TableError(f"{name} is empty; give a product table with an id column.")
    fields = map(_without_formulas, rows) if '="' in text else rows
    return Table(columns, _of_one_width(fields, len(columns), separator))


def _without_formulas(fields: list[str]) -> list[str]:
    """Take the value out of ="07", by which a spreadsheet keeps a text from becoming a number."""
    return [found[1] if field[:1] == "=" and (found := _TEXT.fullmatch(field)) else field for field in fields]


def _of_one_width(rows: Iterator[list[str]], count: int, separator: str) -> Iterator[list[str]]:
    last = count - 1
    for fields in rows:
        while len(fields) > count and not fields[-1].strip():
            fields.pop()
        if len(fields) == count:
            yield fields
        else:
            yield [*fields[:last], separator.join(fields[last:])] + [""] * (last - len(fields))
