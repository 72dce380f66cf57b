"""Search by the picture: the vectors that point most nearly the same way."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import Where
from lookbook.hit import Hit, require_positive
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.stores.base import Match

NAME = "visual"


class VisualRetriever:
    """Finds the pictures whose vectors are most similar, scored by cosine similarity."""

    needs: ClassVar[frozenset[str]] = frozenset({"vector"})
    suits: ClassVar[frozenset[str]] = frozenset({"vector"})

    def __init__(self, resources: Resources) -> None:
        self._store = resources.store
        self._products = resources.products

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k pictures nearest to a query's vector; see `Retriever.search`."""
        hits = (
            self._products.hit(self._products.row(key), score, {NAME: score})
            for key, score in self.nearest(query, k, where)
        )
        return list(hits)

    def nearest(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Match]:
        """Return the k nearest vectors, best first, ties by filename; none where the query has none."""
        require_positive(k)
        if query.vector is None:
            return []
        (found,) = self._store.search(query.vector[None], k + len(query.without), where)
        return [match for match in found if match.key not in query.without][:k]

    def scores(self, query: NDArray[np.float32], filenames: Sequence[str]) -> NDArray[np.float32]:
        """Return the cosine similarity of pictures (M,) to a unit vector (D,)."""
        return np.asarray(self._store.fetch(filenames) @ query, np.float32)
