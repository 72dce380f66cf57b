"""Search by the picture: the vectors that point most nearly the same way."""

from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import Where
from lookbook.hit import Hit, require_positive
from lookbook.neighbors.ranking import DIGITS
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.stores.base import Match

NAME = "visual"


class VisualRetriever:
    """Finds the products with the pictures whose vectors are most similar, scored by cosine similarity."""

    needs: ClassVar[frozenset[str]] = frozenset({"vector"})
    suits: ClassVar[frozenset[str]] = frozenset({"vector"})

    def __init__(self, resources: Resources) -> None:
        self._store = resources.store
        self._products = resources.products

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products with the pictures nearest to any of a query's; see `Retriever.search`."""
        hits = (
            self._products.hit(self._products.row(key), score, {NAME: score})
            for key, score in self.nearest(query, k, where)
        )
        return list(hits)

    def nearest(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Match]:
        """Return the nearest vector of each of the k nearest products, best first, ties by filename.

        There are none where the query has no picture. More pictures are asked for until they are k products'.
        """
        require_positive(k)
        if query.vectors is None:
            return []
        fetched = self._products.fetched(k) + len(query.without)
        while True:
            found = self._store.search(query.vectors, fetched, where)
            all_of_them = all(len(near) < fetched for near in found)
            matches = found[0] if len(found) == 1 else _nearest_of_any(found, fetched)
            fresh = self._once([match for match in matches if match.key not in query.without])
            if len(fresh) >= k or all_of_them:
                return fresh[:k]
            fetched *= 2

    def scores(self, queries: NDArray[np.float32], filenames: Sequence[str]) -> NDArray[np.float32]:
        """Return the cosine similarity of pictures (M,) to the nearest of unit vectors (V, D)."""
        return np.asarray((self._store.fetch(filenames) @ queries.T).max(axis=1), np.float32)

    def _once(self, matches: list[Match]) -> list[Match]:
        if not self._products.several:
            return matches
        rows = np.array([self._products.row(match.key) for match in matches], np.intp)
        return [matches[place] for place in self._products.once(rows).tolist()]


def _nearest_of_any(found: Sequence[Sequence[Match]], fetched: int) -> list[Match]:
    """Merge what is near to each of several vectors, as far down as nothing can be missing, best first, ties by key."""
    least = max((round(near[-1].score, DIGITS) for near in found if len(near) == fetched), default=-np.inf)
    best: dict[str, float] = {}
    for key, score in chain.from_iterable(found):
        best[key] = max(score, best.get(key, score))
    sure = (Match(key, score) for key, score in best.items() if round(score, DIGITS) > least)
    return sorted(sure, key=lambda match: (-round(match.score, DIGITS), match.key))
