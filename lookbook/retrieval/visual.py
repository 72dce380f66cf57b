"""Search by what a picture looks like."""

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import Hit
from lookbook.neighbors.engine import NearestNeighbors, Neighbors, Rows, Vectors
from lookbook.retrieval.columns import Products, Where

WAY = "visual"


class VisualRetriever:
    """Finds the pictures whose vectors point most nearly the same way."""

    def __init__(self, engine: NearestNeighbors, vectors: Vectors, products: Products) -> None:
        self.vectors = vectors
        self._engine = engine.fit(vectors)
        self._products = products

    def search(self, query: NDArray[np.float32], k: int, where: Where | None = None) -> list[Hit]:
        """Find the k pictures nearest to a unit vector (D,), best first, ties by filename.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        found = self.nearest(query, k, self._products.rows(where))
        pairs = zip(found.rows[0].tolist(), found.similarities[0].tolist(), strict=True)
        return [self._products.hit(row, score, {WAY: score}) for row, score in pairs]

    def nearest(self, query: NDArray[np.float32], k: int, rows: Rows | None) -> Neighbors:
        """Find the k nearest of certain rows, ascending; None = all."""
        return self._engine.search(query[None], k, rows)

    def scores(self, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float32]:
        """Give the cosine similarity of certain rows to a unit vector (D,)."""
        return np.asarray(self.vectors[rows] @ query, np.float32)
