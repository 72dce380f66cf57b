"""Exact search with scikit-learn."""

from typing import Self

import numpy as np
from sklearn.neighbors import NearestNeighbors as Brute

from lookbook.hit import require_positive
from lookbook.neighbors.base import Neighbors, Rows, Vectors

SPARE = 32
"""How many more are fetched than asked for, so that ties at the end are cut by row and not by chance."""
NUMBERS = 2**25
"""How many numbers of fetched vectors are held at once."""


class ExactNeighbors:
    """Brute force by Euclidean distance, fitted once.

    For vectors of length 1, |a - b|^2 = 2 - 2 a.b: the nearest by distance are the most similar by cosine, and
    scikit-learn is several times faster at it. The similarities of what was found are computed from the vectors
    themselves, since a distance near zero loses its digits.
    """

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among."""
        self._vectors = vectors
        self._engine = _fitted(vectors)
        return self

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query (Q, D), best first, ties by row."""
        require_positive(k)
        if queries.ndim != 2 or queries.shape[1] != self._vectors.shape[1]:
            raise ValueError(f"queries have shape {queries.shape}, the vectors {self._vectors.shape}")
        if among is None:
            return _nearest(self._engine, self._vectors, queries, k)
        chosen = self._vectors[among]
        found = _nearest(_fitted(chosen), chosen, queries, k)
        return Neighbors(among[found.rows], found.similarities)


def _fitted(vectors: Vectors) -> Brute | None:
    return Brute(algorithm="brute", metric="euclidean").fit(vectors) if len(vectors) else None


def _nearest(engine: Brute | None, vectors: Vectors, queries: Vectors, k: int) -> Neighbors:
    k = min(k, len(vectors))
    rows, similarities = np.empty((len(queries), k), np.intp), np.empty((len(queries), k), np.float32)
    if engine is not None:
        fetched = min(k + SPARE, len(vectors))
        step = max(1, NUMBERS // (fetched * vectors.shape[1]))
        for start in range(0, len(queries), step):
            part = slice(start, start + step)
            candidates = engine.kneighbors(queries[part], fetched, return_distance=False)
            rows[part], similarities[part] = _sorted(vectors, queries[part], candidates, k)
    return Neighbors(rows, similarities)


def _sorted(vectors: Vectors, queries: Vectors, candidates: Rows, k: int) -> Neighbors:
    """Put the candidates (Q, C) of each query in order and keep k of them."""
    similarities = np.einsum("qd,qcd->qc", queries, vectors[candidates]).clip(-1.0, 1.0)
    # equal to six digits is a tie: that is what float32 sums can tell
    rounded = similarities.round(6)
    order = np.lexsort((candidates, -rounded), axis=-1)[:, :k]
    rows, best = np.take_along_axis(candidates, order, 1), np.take_along_axis(similarities, order, 1)
    if candidates.shape[1] < len(vectors):
        # as good as the last that is kept are all candidates after it, and perhaps more that were not fetched
        for query in np.flatnonzero(rounded.min(axis=1) == best[:, -1].round(6)):
            everything = np.arange(len(vectors))[None]
            rows[query], best[query] = _sorted(vectors, queries[query : query + 1], everything, k)
    return Neighbors(rows, best)
