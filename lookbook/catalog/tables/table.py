"""What every product table is once it is read."""

from collections.abc import Iterator
from typing import NamedTuple

from lookbook.errors import LookbookError


class TableError(LookbookError):
    """A product table, or what tells its columns, that can't be used; one sentence says what to do.

    Attributes:
        unquoted: the sentence without anything that stands in the file, for whoever did not name the file: an index
            from elsewhere could name any.
    """

    def __init__(self, message: str, unquoted: str | None = None) -> None:
        super().__init__(message)
        self.unquoted = unquoted or message


class Table(NamedTuple):
    """A product table, every value a string as it stands in the file.

    Attributes:
        columns: the header, in the file's order.
        rows: read once; each has as many values as there are columns.
    """

    columns: list[str]
    rows: Iterator[list[str]]

    def header(self) -> str:
        """Return the columns as a message names them."""
        return " ".join(", ".join(self.columns).split())[:200]
