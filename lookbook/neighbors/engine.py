"""What every engine is: fitted once on unit vectors, then asked for the nearest."""

from pathlib import Path
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import require_positive

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


class Engine(Protocol):
    """What makes an engine."""

    def __call__(self, folder: Path | None = None, fingerprint: str = "") -> NearestNeighbors:
        """Make an engine.

        Args:
            folder: the index folder, where it may keep what it fits; None = nothing is kept.
            fingerprint: changes when the vectors do, where that is known; "" = it is worked out if it is needed.
        """


def require_fitting(vectors: Vectors, queries: Vectors, k: int) -> None:
    """Refuse a search that has no answer. Raises ValueError."""
    require_positive(k)
    if queries.ndim != 2 or queries.shape[1] != vectors.shape[1]:
        raise ValueError(f"queries have shape {queries.shape}, the vectors {vectors.shape}")
