"""From candidates to neighbours: what every engine ends with."""

import numpy as np
from numpy.typing import NDArray

from lookbook.neighbors.engine import Rows, Vectors

DIGITS = 6
"""Similarities equal to so many digits are a tie: that is what float32 sums can tell."""
BLOCK = 2**18
"""How many numbers of chosen vectors are copied at once: 1 MB, which a core's cache can hold."""


def similarities(vectors: Vectors, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float32]:
    """Return the similarities (M,) of a query (D,) to certain rows (M,).

    A row's is summed up in the same way wherever it stands, which a matrix product does not promise: equal vectors are
    a tie. Nor are threads waited for, which for few rows takes longer than the sums.
    """
    found = np.empty(len(rows), np.float32)
    step = max(1, BLOCK // max(1, vectors.shape[1]))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        np.vecdot(vectors[rows[part]], query, out=found[part])
    return found.clip(-1.0, 1.0)


def ranked(vectors: Vectors, query: NDArray[np.float32], candidates: Rows) -> tuple[Rows, NDArray[np.float32]]:
    """Put candidate rows in order, most similar to a query first, ties by row; gives their similarities, too."""
    near = similarities(vectors, query, candidates)
    order = np.lexsort((candidates, -near.round(DIGITS)))
    return candidates[order], near[order]
