"""What every engine is: fitted once on unit vectors, then asked for the nearest."""

from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.intp]


class Neighbors(NamedTuple):
    """The nearest rows of Q queries, best first, ties by row.

    Attributes:
        rows: (Q, k) rows of the fitted vectors.
        similarities: (Q, k) cosine similarities in -1..1.
    """

    rows: Rows
    similarities: NDArray[np.float32]


class NearestNeighbors(Protocol):
    """An engine."""

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among; they are not changed."""

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query.

        Args:
            queries: unit vectors (Q, D).
            k: how many; more than there are gives all.
            among: the rows that may be found, ascending; None = all.

        Raises:
            ValueError: k is not positive, or the queries' D is another.
        """
