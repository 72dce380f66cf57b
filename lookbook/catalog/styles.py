"""The rows of a product table by what joins them with pictures, and what is done with them then."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from numpy.typing import NDArray

from lookbook.catalog import tables
from lookbook.catalog.belonging import rows_of
from lookbook.catalog.joining import Joining, pictures_in
from lookbook.catalog.memory_table import MemoryTable
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.watch import Watch


class Styles:
    """Product rows by what joins them with a picture, every value a string as it stands in the file but for padding.

    Args:
        columns: the header, in the file's order.
        rows: the values of each row, as many as there are columns.
        pictures: the places of the columns that name a row's pictures; where none of them names a picture, or there are
            none, a row's is the one that is called like its id.
    """

    def __init__(self, columns: list[str], rows: Sequence[list[str]], pictures: Sequence[int] = ()) -> None:
        self.columns = columns
        self.rows = rows
        self._pictures = pictures
        self._id = columns.index(tables.ID) if tables.ID in columns else None
        named = ((key, at) for at, row in enumerate(rows) for place in pictures for key in pictures_in(row[place]))
        ids = () if self._id is None else ((row[self._id], at) for at, row in enumerate(rows))
        self._joinings = [Joining(named), Joining(ids)] if pictures else [Joining(ids)]

    def joined(self, filenames: Sequence[str]) -> list[int | None]:
        """Return the place of each picture's row (N,), None where there is none."""
        *named, ids = self._joinings
        return rows_of(filenames, named[0].row if named else lambda _: None, ids)

    def addresses(self) -> list[str]:
        """Return the addresses that the rows name their pictures by, each once, in their order."""
        named = (key for row in self.rows for place in self._pictures for key in pictures_in(row[place]))
        return list(dict.fromkeys(key.strip() for key in named if "://" in key))

    @property
    def several(self) -> bool:
        """Whether a product may have several rows: each names its picture."""
        return bool(self._pictures)

    def id(self, row: int) -> str:
        """Return a row's id, "" where it has none."""
        return "" if self._id is None else self.rows[row][self._id]

    def name(self, row: int) -> str:
        """Return what a row is called: its id, else its picture; "" where it has neither and can't be found."""
        places = self._pictures if self._id is None else (self._id, *self._pictures)
        return next(filter(None, (self.rows[row][place] for place in places)), "")


class TableRows(Protocol):
    """A product table of which the header was read.

    Attributes:
        columns: the header, said in our columns.
        sha256: of the table and of what tells its columns, "" where there is none.
        key: changes when what is kept of the joined table does, "" where there is none.
    """

    @property
    def columns(self) -> list[str]: ...
    @property
    def sha256(self) -> str: ...
    @property
    def key(self) -> str: ...

    def read(self) -> Styles:
        """Read what joins the rows, once, and what is joined. Raises TableError."""

    def joined(self, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> PicturedTable:
        """Return the table of pictures whose rows were found, [] where there is none."""

    def unpacked(self, keys: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> PicturedTable:
        """Return the table of pictures as it was kept."""

    def watched(self, files: Watch) -> Watch:
        """Return what tells whether it has changed, given what tells whether its files have."""


class TableFile(NamedTuple):
    """A file; it is held in memory once it is joined."""

    columns: list[str]
    sha256: str
    read: Callable[[], Styles]

    @property
    def key(self) -> str:
        """Whatever changes in the file changes what is kept."""
        return self.sha256

    def joined(self, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> PicturedTable:
        return MemoryTable.of(keys, self.columns, rows, self.sha256)

    def unpacked(self, keys: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> PicturedTable:
        return MemoryTable.unpacked(keys, arrays, self.sha256)

    def watched(self, files: Watch) -> Watch:
        return files
