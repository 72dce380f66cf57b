"""The product table of a catalogue: read, joined with the pictures, and asked about them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from lookbook.catalog.errors import CatalogError
from lookbook.catalog.kept_table import TABLE
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.styles import Styles, TableRows
from lookbook.catalog.summary import Joined
from lookbook.catalog.tables import TableError
from lookbook.disk import artefact
from lookbook.errors import LookbookError
from lookbook.photos import PhotoError


class CatalogTable:
    """What a catalogue knows of its products.

    Attributes:
        filenames: the pictures' POSIX paths, sorted.
        columns: the table's columns, said in ours.
        styles: where the table was found, "" where there is none.
        styles_sha256: of the table and what tells its columns.
    """

    filenames: Sequence[str]
    columns: Sequence[str]
    styles: str
    styles_sha256: str
    _file: TableRows
    _quote: bool
    _kept: Path | None
    _joined: PicturedTable | None

    @cached_property
    def table(self) -> PicturedTable:
        """What is known of the products. Raises CatalogError where the table is damaged."""
        return artefact.have(TABLE, self._kept if self.table_key else None, self)

    @property
    def table_key(self) -> str:
        """Changes when what is kept of the table does; "" where there is none."""
        return self._file.key

    def unpacked(self, arrays: Mapping[str, NDArray[Any]]) -> PicturedTable:
        """Return the table as it was kept."""
        return self._file.unpacked(self.filenames, arrays)

    def joined(self) -> PicturedTable:
        """Return the product table, read and joined with the pictures. Raises CatalogError where it is damaged."""
        if self._joined is None:
            rows = [[] if row is None else self._rows.rows[row] for row in self._found]
            self._joined = self._file.joined(self.filenames, rows)
        return self._joined

    @property
    def fronts(self) -> Mapping[str, str]:
        """Product id -> its first picture, in the order of pictures."""
        return self.table.by_id

    def product(self, filename: str) -> dict[str, str]:
        """Return a picture's row of the product table, {} if there is none."""
        return self.table.rows([filename])[0]

    def product_id(self, filename: str) -> str:
        """Return a picture's product id. Raises KeyError: there is no such picture."""
        return self.table.product_id(filename)

    def pictures(self, filename: str) -> list[str]:
        """Return all pictures of a picture's product, sorted. Raises KeyError: there is no such picture."""
        return self.table.of_product(filename)

    def others(self, filename: str) -> list[str]:
        """Return the other pictures of a picture's product, sorted. Raises KeyError: there is no such picture."""
        return [name for name in self.pictures(filename) if name != filename]

    @cached_property
    def joins(self) -> Joined:
        """What joins and what does not: how many pictures have no row, and how many rows no picture."""
        return Joined.of(self.styles, self.filenames, self._found, self._rows)

    @cached_property
    def _found(self) -> Sequence[int | None]:
        """The place of each picture's row (N,), None where there is none."""
        return self._rows.joined(self.filenames)

    @cached_property
    def _rows(self) -> Styles:
        """The product table's rows as they were read. Raises CatalogError where it is damaged."""
        try:
            return self._file.read()
        except (PhotoError, TableError) as error:
            raise self._error(error) from error

    def _error(self, error: LookbookError) -> CatalogError:
        """Return the error of a table; what stands in a file is only quoted to who named it, or built from it."""
        return CatalogError(error.unquoted if isinstance(error, TableError) and not self._quote else str(error))
