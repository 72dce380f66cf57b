"""Exact search with scikit-learn."""

from typing import Self

import numpy as np
from sklearn.neighbors import NearestNeighbors as Brute

from lookbook.neighbors.base import Neighbors, Rows, Vectors

SPARE = 32
"""How many more are fetched than asked for, so that ties at the end are cut by row and not by chance."""


class ExactNeighbors:
    """Brute force by Euclidean distance, fitted once.

    For vectors of length 1, |a - b|^2 = 2 - 2 a.b: the nearest by distance are the most similar by cosine, and
    scikit-learn is several times faster at it. The similarities of what was found are computed from the vectors
    themselves, since a distance near zero loses its digits.
    """

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among."""
        self._vectors = vectors
        self._engine = Brute(algorithm="brute", metric="euclidean").fit(vectors) if len(vectors) else None
        return self

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query (Q, D), best first, ties by row."""
        if k <= 0:
            raise ValueError(f"k must be positive, got {k}")
        if queries.ndim != 2 or queries.shape[1] != self._vectors.shape[1]:
            raise ValueError(f"queries have shape {queries.shape}, the vectors {self._vectors.shape}")
        if among is None:
            return self._nearest(self._engine, queries, k, self._vectors)
        chosen = self._vectors[among]
        engine = Brute(algorithm="brute", metric="euclidean").fit(chosen) if len(chosen) else None
        found = self._nearest(engine, queries, k, chosen)
        return Neighbors(among[found.rows], found.similarities)

    def _nearest(self, engine: Brute | None, queries: Vectors, k: int, vectors: Vectors) -> Neighbors:
        if engine is None:
            nothing = (len(queries), 0)
            return Neighbors(np.empty(nothing, np.intp), np.empty(nothing, np.float32))
        rows = engine.kneighbors(queries, min(k + SPARE, len(vectors)), return_distance=False)
        similarities = np.einsum("qd,qnd->qn", queries, vectors[rows]).clip(-1.0, 1.0)
        # equal to six digits is a tie: that is what float32 sums can tell
        order = np.lexsort((rows, -similarities.round(6)), axis=-1)[:, :k]
        return Neighbors(np.take_along_axis(rows, order, 1), np.take_along_axis(similarities, order, 1))
