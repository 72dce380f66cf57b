"""Search by what a picture looks like."""

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import Hit
from lookbook.neighbors.base import NearestNeighbors, Rows, Vectors
from lookbook.retrieval.products import Products, Where


class VisualRetriever:
    """Finds the pictures whose vectors point most nearly the same way."""

    def __init__(self, engine: NearestNeighbors, vectors: Vectors, products: Products) -> None:
        self._engine = engine.fit(vectors)
        self._products = products

    def search(self, query: NDArray[np.float32], k: int, where: Where | None = None) -> list[Hit]:
        """Find the k pictures nearest to a unit vector (D,), best first, ties by filename.

        Args:
            query: a unit vector.
            k: how many; more than there are gives all.
            where: column -> value that a product must have, whatever the case of its letters.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        return self.among(query, k, self._products.rows(where))

    def among(self, query: NDArray[np.float32], k: int, rows: Rows | None) -> list[Hit]:
        """Find the k nearest of certain rows, ascending; None = all. Gives and raises what `search` does."""
        found = self._engine.search(query[None], k, rows)
        pairs = zip(found.rows[0], found.similarities[0], strict=True)
        return [self._products.hit(row, float(score), "visual") for row, score in pairs]
