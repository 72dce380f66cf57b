"""Found by look or words, ordered by what a customer wants."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from lookbook.hit import Hit

H = TypeVar("H", bound=Hit)
OFFSET = 10
"""What is added to a rank, from 0, before it is inverted: the larger, the less the first ranks stand out."""


def fused(hits: Sequence[H], wishes: Sequence[Callable[[str], float]], weight: float) -> list[H]:
    """Order what was found by look or words anew, by what a customer wants.

    Each hit counts 1 / (OFFSET + rank) for its place in the search, and `weight` times that for its place among those
    hits by each list of wishes; one of which a list knows nothing gets nothing from it (Cormack, Clarke and Büttcher,
    2009, Reciprocal rank fusion outperforms Condorcet and individual rank learning methods).

    Args:
        hits: what was found, best first.
        wishes: each product -> how much a customer wants it, 0 or less = nothing is known.
        weight: 0 leaves the order as it is.
    """
    values = 1 / (OFFSET + np.arange(len(hits)))
    for wanted in wishes:
        wish = np.array([wanted(hit.id) for hit in hits])
        ranks = np.empty(len(hits), np.intp)
        ranks[np.argsort(-wish, kind="stable")] = np.arange(len(hits))
        values += np.where(wish > 0, weight / (OFFSET + ranks), 0)
    return [hits[place] for place in np.argsort(-values, kind="stable").tolist()]
