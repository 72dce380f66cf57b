"""Exact search by matrix product, which reads the vectors once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.neighbors.engine import Neighbors, Rows, Vectors, require_fitting
from lookbook.neighbors.ranking import ranked, similarities

NUMBERS = 2**25
"""How many similarities are held at once."""
MARGIN = 5e-6
"""More than a product in float32 can be wrong by, and a tie apart."""
ALONE = Lock()
"""A product has all cores to itself: several at once wait for each other's threads, and take ten times as long."""
COPIED_SHARE = 0.3
"""The share of the rows above which it is quicker to multiply them all than to copy those that may be found."""


class ExactNeighbors:
    """Brute force: a product with all vectors tells the candidates, which are then ranked."""

    def __init__(self, folder: Path | None = None, fingerprint: str = "") -> None:
        """Make an engine; it keeps nothing in the index folder."""

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among."""
        self._vectors = vectors
        return self

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query (Q, D), best first, ties by row."""
        require_fitting(self._vectors, queries, k)
        k = min(k, len(self._vectors) if among is None else len(among))
        found = Neighbors(np.empty((len(queries), k), np.intp), np.empty((len(queries), k), np.float32))
        for place, scores in enumerate(self._scores(queries, among) if k else ()):
            candidates = np.flatnonzero(scores >= np.partition(scores, -k)[-k] - MARGIN)
            candidates = candidates if among is None else among[candidates]
            rows, near = ranked(self._vectors, queries[place], candidates)
            found.rows[place], found.similarities[place] = rows[:k], near[:k]
        return found

    def _scores(self, queries: Vectors, among: Rows | None) -> Iterator[NDArray[np.float32]]:
        """Yield each query's similarities to all rows, or to those that may be found, to nearly all digits."""
        if among is not None and len(among) <= COPIED_SHARE * len(self._vectors):
            yield from (similarities(self._vectors, query, among) for query in queries)
            return
        step = max(1, NUMBERS // len(self._vectors))
        for start in range(0, len(queries), step):
            with ALONE:
                scores = queries[start : start + step] @ self._vectors.T
            yield from scores if among is None else scores[:, among]
