"""scikit-learn's own NearestNeighbors, the engine that the tutorials use: fitted once."""

from pathlib import Path
from typing import Any, Self

import numpy as np

from lookbook.neighbors.engine import Neighbors, Rows, Vectors, require_fitting
from lookbook.neighbors.exact import MARGIN
from lookbook.neighbors.ranking import ranked


class SklearnNeighbors:
    """Brute force by cosine distance; what is found is ranked as every engine does, so that ties go by row."""

    def __init__(self, folder: Path | None = None, fingerprint: str = "") -> None:
        """Make an engine; it keeps nothing in the index folder."""

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among."""
        self._vectors = vectors
        self._fitted: Any = _fitted(vectors) if len(vectors) else None
        return self

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query (Q, D), best first, ties by row."""
        require_fitting(self._vectors, queries, k)
        k = min(k, len(self._vectors) if among is None else len(among))
        found = Neighbors(np.empty((len(queries), k), np.intp), np.empty((len(queries), k), np.float32))
        fitted = self._fitted if among is None or not k else _fitted(self._vectors[among])
        for place, query in enumerate(queries if k else ()):
            reach = fitted.kneighbors(query[None], k)[0][0, -1] + MARGIN
            (candidates,) = fitted.radius_neighbors(query[None], reach, return_distance=False)
            rows, near = ranked(self._vectors, query, candidates if among is None else among[candidates])
            found.rows[place], found.similarities[place] = rows[:k], near[:k]
        return found


def _fitted(vectors: Vectors) -> Any:
    from sklearn.neighbors import NearestNeighbors

    return NearestNeighbors(algorithm="brute", metric="cosine").fit(vectors)
