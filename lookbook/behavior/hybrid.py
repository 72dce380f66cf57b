"""Found by look or words, ordered by what a customer wants."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import Hit

OFFSET = 10
"""What is added to a rank, from 0, before it is inverted: the larger, the less the first ranks stand out."""


def fused(hits: Sequence[Hit], wanted: Callable[[str], float], weight: float) -> list[Hit]:
    """Order what was found by look or words anew, by what a customer wants.

    Each hit counts 1 / (OFFSET + rank) for its place in the search and `weight` times 1 / (OFFSET + rank) for its place
    among those hits by what is wanted; a hit of which nothing is known is last there.

    Args:
        hits: what was found, best first.
        wanted: product -> how much a customer wants it, 0 = nothing is known.
        weight: 0 leaves the order as it is.
    """
    wishes = np.array([wanted(hit.id) for hit in hits])
    places: NDArray[np.intp] = np.empty(len(hits), np.intp)
    places[np.argsort(-wishes, kind="stable")] = np.arange(len(hits))
    values = 1 / (OFFSET + np.arange(len(hits))) + np.where(wishes > 0, weight / (OFFSET + places), 0)
    return [hits[place] for place in np.argsort(-values, kind="stable").tolist()]
