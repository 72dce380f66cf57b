"""A state of a collection on a server, as a vector store."""

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Self

import numpy as np

from lookbook.catalog.table import ProductTable, require_column
from lookbook.conditions import Where
from lookbook.hit import require_positive
from lookbook.neighbors.ranking import DIGITS
from lookbook.settings import SettingsError
from lookbook.stores.base import Contents, Match, Place, StoreError, Vectors
from lookbook.stores.collection import Collection, Row
from lookbook.stores.facts import Facts, several_of, table_mark

SPARE = 16
"""How many more are asked for at least, so that what ties with the last of the results is seen."""


class PublishedStore:
    """The vectors that count in one state of a collection.

    Args:
        collection: where they are.
        state: which state.
        dim: D.
        table: what is known of their products.
        keys: the pictures that were published.
    """

    server: ClassVar[type[Collection]]
    """What connects to a collection of such a server."""

    def __init__(self, collection: Collection, state: int, dim: int, table: ProductTable, keys: Sequence[str]) -> None:
        self._collection, self._state, self._dim, self._table, self._keys = collection, state, dim, table, keys
        self._columns = list(table.columns)
        self._count = collection.count(state)

    @classmethod
    def open(cls, contents: Contents) -> Self:
        """Connect to where an index was published. Raises SettingsError, MissingLibraryError and StoreError."""
        there, uri, dim = contents.published, contents.settings.store_uri, contents.vectors.shape[1]
        if there is None:
            raise SettingsError("the index was not published; run lookbook publish.")
        if uri is None:
            says = f"the vectors are in {there.name}; set LOOKBOOK_STORE_URI to its address, or LOOKBOOK_STORE=local."
            raise SettingsError(says)
        collection = cls.server(uri, there.collection, cls.server.kinds[0])
        require_dim(collection, dim, there)
        if there.table != table_mark(contents.table):
            says = "The product table has changed since it was published, and filters go by what it was; publish again."
            logging.getLogger(__name__).warning(says)
        return cls(collection, there.state, dim, contents.table, contents.keys)

    def __len__(self) -> int:
        """Return how many vectors there are, N."""
        return self._count

    def search(self, vectors: Vectors, k: int, where: Where | None = None) -> list[list[Match]]:
        """Find the k nearest of each query (Q, D), best first, ties by key; see `VectorStore.search`."""
        require_positive(k)
        if vectors.ndim != 2 or vectors.shape[1] != self._dim:
            raise ValueError(f"queries have shape {vectors.shape}, the vectors ({self._count}, {self._dim})")
        for column in where or {}:
            require_column(self._columns, column)
        if not len(vectors) or not self._count:
            return [[] for _ in vectors]
        k = min(k, self._count)
        if k > self._collection.most:
            raise StoreError(f"this store gives {self._collection.most:,} results at most, and {k:,} were asked for.")
        return self._nearest(vectors, k, k + max(SPARE, k), where or {})

    def fetch(self, keys: Sequence[str]) -> Vectors:
        """Return the vectors (M, D) of M keys, in their order. Raises KeyError."""
        there = self._collection.vectors(sorted(set(keys)), self._state) if keys else {}
        return np.array([there[key] for key in keys], np.float32).reshape(len(keys), self._dim)

    def upsert(self, keys: Sequence[str], vectors: Vectors, products: Sequence[Mapping[str, str]]) -> None:
        """Add or replace M vectors (M, D) and what is known of their products."""
        self._columns = list(dict.fromkeys([*self._columns, *(name for row in products for name in row)]))
        rows = [
            Row(key, vector, product, Facts.of(product, self._columns, self._several))
            for key, vector, product in zip(keys, vectors, products, strict=True)
        ]
        self._collection.erase(keys, self._state)
        self._collection.add(rows, self._state)
        self._changed()

    def delete(self, keys: Sequence[str]) -> None:
        """Forget vectors; a key that is not there is no error."""
        self._collection.erase(keys, self._state)
        self._changed()

    def _nearest(self, vectors: Vectors, k: int, reach: int, where: Where) -> list[list[Match]]:
        """Ask for more than k, and for more yet where as good as the k-th are all after it."""
        most = min(self._count, self._collection.most)
        reach = min(reach, most)
        found = [_ordered(near) for near in self._collection.nearest(vectors, reach, self._state, where)]
        cut = [place for place, near in enumerate(found) if k < len(near) == reach < most]
        tied = [place for place in cut if _tie(found[place][k - 1], found[place][-1])]
        if tied:
            for place, near in zip(tied, self._nearest(vectors[tied], k, 2 * reach, where), strict=True):
                found[place] = near
        return [near[:k] for near in found]

    def _changed(self) -> None:
        self._count = self._collection.count(self._state)

    @cached_property
    def _several(self) -> frozenset[str]:
        return several_of(self._columns, self._table.rows(self._keys))


def require_dim(collection: Collection, dim: int, there: Place) -> None:
    """Refuse a collection that is not there, or has vectors of another length. Raises StoreError."""
    found = collection.dim()
    if found is None:
        raise StoreError(f"{there.name} has no collection {there.collection!r}; run lookbook publish again.")
    if found != dim:
        says = f"the collection {there.collection!r} of {there.name} has vectors of {found:,} numbers"
        raise StoreError(f"{says}, the index {dim:,}; name another with lookbook publish --collection.")


def _tie(one: Match, other: Match) -> bool:
    return round(one.score, DIGITS) == round(other.score, DIGITS)


def _ordered(near: Sequence[Match]) -> list[Match]:
    own = (Match(key, min(1.0, max(-1.0, score))) for key, score in near)
    return sorted(own, key=lambda match: (-round(match.score, DIGITS), match.key))
