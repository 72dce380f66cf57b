"""Results that repeat themselves less: copies of a picture once, and neighbours that differ."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import Hit
from lookbook.stores.base import Vectors, VectorStore

POOL = 100
"""How many of the best results are put in a more varied order."""
AHEAD = 20
"""How many more than are asked for are looked at, as the copies of the last one follow it."""

Search = Callable[[int], list[Hit]]
"""Returns the best results, as many as are asked for, fewer only where there are no more."""


def distinct(search: Search, store: VectorStore, known: Vectors, copy: float) -> Search:
    """Make a search whose results look like none before them, nor like one of those known.

    Args:
        search: finds all.
        store: their vectors.
        known: (K, D).
        copy: from which cosine similarity on two vectors are copies; the same vector always is one.
    """

    def search_distinct(k: int) -> list[Hit]:
        most = k + AHEAD
        while True:
            hits = search(most)
            fresh = _first(hits, _vectors(store, hits), known, copy)
            if len(fresh) >= k or len(hits) < most:
                return fresh[:k]
            most *= 2

    return search_distinct


def diverse(search: Search, store: VectorStore, diversity: float) -> Search:
    """Make a search whose next result always fits best and is least like those before it.

    Maximal marginal relevance (Carbonell and Goldstein, 1998, The use of MMR, diversity-based reranking for reordering
    documents and producing summaries, SIGIR) over the best POOL, with scores and similarities brought to 0..1; lambda
    of the paper is 1 - diversity.
    """

    def search_diverse(k: int) -> list[Hit]:
        hits = search(max(k, POOL))
        pool = hits[:POOL]
        order = _marginal([hit.score for hit in pool], _vectors(store, pool), diversity, min(k, len(pool)))
        return [pool[place] for place in order] + hits[POOL:k]

    return search_diverse


def _vectors(store: VectorStore, hits: Sequence[Hit]) -> Vectors:
    return store.fetch([hit.filename for hit in hits])


def _first(hits: Sequence[Hit], vectors: Vectors, known: Vectors, copy: float) -> list[Hit]:
    """Keep the hits that are no copy of one before them, each with its copies."""
    seen, count = np.concatenate([known, vectors]).astype(np.float32), len(known)
    copies = dict[int, list[str]]()
    for hit, vector in zip(hits, vectors, strict=True):
        before = seen[:count]
        same = (before @ vector >= copy) | (before == vector).all(axis=1)
        place = int(same.argmax()) if same.any() else count
        if place == count:
            seen[count] = vector
            count += 1
        copies.setdefault(place, []).append(hit.filename)
    by_name = {hit.filename: hit for hit in hits}
    fresh = [names for place, names in copies.items() if place >= len(known)]
    return [replace(by_name[first], copies=tuple(others)) for first, *others in fresh]


def _marginal(scores: Sequence[float], vectors: Vectors, diversity: float, k: int) -> list[int]:
    """Choose k places, one after the other."""
    fit, alike = _stretched(np.array(scores)), _stretched(vectors @ vectors.T)
    nearest = np.zeros(len(scores))
    chosen: list[int] = []
    for _ in range(k):
        marginal = (1 - diversity) * fit - diversity * nearest
        marginal[chosen] = -np.inf
        chosen.append(int(np.argmax(marginal)))
        nearest = np.maximum(nearest, alike[chosen[-1]])
    return chosen


def _stretched(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Bring values to 0..1, the lowest to 0 and the highest to 1."""
    lowest = values.min(initial=np.inf)
    return np.asarray((values - lowest) / max(values.max(initial=-np.inf) - lowest, 1e-9))
