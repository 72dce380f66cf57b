"""Search by what a picture looks like."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.hit import Hit
from lookbook.neighbors.base import NearestNeighbors, Rows, Vectors

Where = Mapping[str, str]


class VisualRetriever:
    """Finds the pictures whose vectors point most nearly the same way."""

    def __init__(self, engine: NearestNeighbors, vectors: Vectors, filenames: Sequence[str], catalog: Catalog) -> None:
        self._engine = engine.fit(vectors)
        self._filenames = filenames
        self._catalog = catalog
        self._columns: dict[str, NDArray[np.str_]] = {}

    def search(self, query: NDArray[np.float32], k: int, where: Where | None = None) -> list[Hit]:
        """Find the k pictures nearest to a unit vector (D,), best first, ties by filename.

        Args:
            query: a unit vector.
            k: how many; more than there are gives all.
            where: column -> value that a product must have, whatever the case of its letters.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        found = self._engine.search(query[None], k, self._rows(where or {}))
        return [self._hit(row, float(score)) for row, score in zip(found.rows[0], found.similarities[0], strict=True)]

    def _hit(self, row: int, score: float) -> Hit:
        filename = self._filenames[row]
        return Hit(self._catalog.product_id(filename), filename, score, {"visual": score})

    def _rows(self, where: Where) -> Rows | None:
        """Give the rows whose products fulfil all conditions; None where there is no condition."""
        for column in where:
            if column not in self._catalog.columns:
                columns = ", ".join(self._catalog.columns) or "none, as there is no styles.csv"
                raise ValueError(f"the product table has no column {column!r}; its columns are: {columns}")
        if not where:
            return None
        fits = [self._column(column) == value.casefold() for column, value in where.items()]
        return np.flatnonzero(np.all(fits, axis=0))

    def _column(self, name: str) -> NDArray[np.str_]:
        """Give every picture's value in a column of the product table, in small letters; looked up once."""
        if name not in self._columns:
            values = [self._catalog.product(filename).get(name, "").casefold() for filename in self._filenames]
            self._columns[name] = np.array(values, np.str_)
        return self._columns[name]
