"""What every way of searching shares: the products, the values of their columns, and the conditions on them."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.hit import Hit
from lookbook.neighbors.base import Rows

Where = Mapping[str, str]
Values = tuple[Mapping[str, int], NDArray[np.int32]]
"""Each value of a column in small letters -> its number, and every product's number (N,)."""


class Products:
    """The N pictures of an index, by row, and what the product table says of them."""

    def __init__(self, filenames: Sequence[str], catalog: Catalog) -> None:
        self.filenames = filenames
        self.catalog = catalog
        self._columns: dict[str, Values] = {}

    def __len__(self) -> int:
        return len(self.filenames)

    def hit(self, row: int, score: float, way: str) -> Hit:
        """Make the hit of a row that one way of searching found."""
        filename = self.filenames[row]
        return Hit(self.catalog.product_id(filename), filename, score, {way: score})

    def rows(self, where: Where | None) -> Rows | None:
        """Give the rows whose products fulfil all conditions; None where there is no condition.

        Args:
            where: column -> value that a product must have, whatever the case of its letters.

        Raises:
            ValueError: the product table has no such column.
        """
        conditions = where or {}
        for column in conditions:
            if column not in self.catalog.columns:
                columns = ", ".join(self.catalog.columns) or "none, as there is no styles.csv"
                raise ValueError(f"the product table has no column {column!r}; its columns are: {columns}")
        if not conditions:
            return None
        fits = [self.having(column, [value]) for column, value in conditions.items()]
        return np.flatnonzero(np.all(fits, axis=0))

    def having(self, column: str, values: Sequence[str]) -> NDArray[np.bool_]:
        """Tell which products (N,) have one of these values in a column, whatever the case of their letters."""
        numbers, own = self.column(column)
        wanted = [numbers.get(value.casefold(), -1) for value in values]
        return np.isin(own, wanted)

    def column(self, name: str) -> Values:
        """Give a column's values, "" where a product has none; looked up once."""
        if name not in self._columns:
            numbers: dict[str, int] = {}
            values = (self.catalog.product(filename).get(name, "").casefold() for filename in self.filenames)
            own = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int32, len(self))
            self._columns[name] = numbers, own
        return self._columns[name]

    @cached_property
    def order(self) -> Rows:
        """Each row's place (N,) when the filenames are sorted."""
        return np.argsort(np.argsort(np.array(self.filenames, np.str_), kind="stable"))

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """Product id -> row."""
        return {self.catalog.product_id(filename): row for row, filename in enumerate(self.filenames)}

    @cached_property
    def by_filename(self) -> Mapping[str, int]:
        """Filename -> row."""
        return {filename: row for row, filename in enumerate(self.filenames)}
