"""Vectors in this process's memory, searched by one of the engines."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Self

import numpy as np

from lookbook.catalog.memory_table import MemoryTable
from lookbook.catalog.table import ProductTable
from lookbook.conditions import Where
from lookbook.neighbors import engine_named
from lookbook.neighbors.engine import NearestNeighbors
from lookbook.stores.base import Contents, Match, Vectors
from lookbook.together import Together

BATCH = 64


class Asked(NamedTuple):
    """One search: queries (Q, D), how many of each, and among which."""

    vectors: Vectors
    k: int
    where: Where | None


class LocalStore:
    """N unit vectors by key, in memory.

    Args:
        keys: the pictures' filenames, sorted.
        vectors: theirs (N, D).
        table: what is known of their products.
        engine: makes what finds the nearest; anew when vectors come or go.
        batch: how many searches that come at about the same time are done at once.
    """

    def __init__(
        self,
        keys: Sequence[str],
        vectors: Vectors,
        table: ProductTable,
        engine: Callable[[], NearestNeighbors],
        batch: int = BATCH,
    ) -> None:
        self._engine = engine
        self._together = Together(self._answered, batch)
        self._take(keys, vectors, table)

    @classmethod
    def open(cls, contents: Contents) -> Self:
        """Take the vectors of an index, with the engine that the settings name. Raises SettingsError."""
        engine = partial(engine_named(contents.settings.engine), contents.folder, contents.fingerprint)
        return cls(contents.keys, contents.vectors, contents.table, engine, contents.settings.batch)

    def __len__(self) -> int:
        """Return how many vectors there are, N."""
        return len(self._keys)

    def search(self, vectors: Vectors, k: int, where: Where | None = None) -> list[list[Match]]:
        """Find the k nearest of each query (Q, D), best first, ties by key; see `VectorStore.search`."""
        return self._together.ask(Asked(vectors, k, where))

    def fetch(self, keys: Sequence[str]) -> Vectors:
        """Return the vectors (M, D) of M keys. Raises KeyError."""
        return self._vectors[[self._place(key) for key in keys]]

    def upsert(self, keys: Sequence[str], vectors: Vectors, products: Sequence[Mapping[str, str]]) -> None:
        """Add or replace M vectors (M, D) and what is known of their products."""
        given = dict(zip(keys, zip(vectors, products, strict=True), strict=True))
        rows = zip(self._vectors, self._table.rows(self._keys), strict=True)
        self._replace({**dict(zip(self._keys, rows, strict=True)), **given})

    def delete(self, keys: Sequence[str]) -> None:
        """Forget vectors; a key that is not there is no error."""
        gone = set(keys)
        rows = zip(self._vectors, self._table.rows(self._keys), strict=True)
        self._replace({key: row for key, row in zip(self._keys, rows, strict=True) if key not in gone})

    def _answered(self, searches: list[Asked]) -> list[list[list[Match]]]:
        """Do some searches, those that differ in their vectors alone as one: all rows are read once for all of them."""
        alike: dict[object, list[int]] = {}
        for place, asked in enumerate(searches):
            alike.setdefault((asked.k, frozenset((asked.where or {}).items()), len(asked.vectors)), []).append(place)
        answers: list[list[list[Match]]] = [[] for _ in searches]
        for places in alike.values():
            first = searches[places[0]]
            found = self._found(np.concatenate([searches[place].vectors for place in places]), first.k, first.where)
            step = len(first.vectors)
            for number, place in enumerate(places):
                answers[place] = found[number * step : (number + 1) * step]
        return answers

    def _found(self, vectors: Vectors, k: int, where: Where | None) -> list[list[Match]]:
        found = self._nearest.search(vectors, k, self._table.select(where))
        return [
            [Match(self._keys[row], score) for row, score in zip(rows, scores, strict=True)]
            for rows, scores in zip(found.rows.tolist(), found.similarities.tolist(), strict=True)
        ]

    def _replace(self, content: Mapping[str, tuple[Vectors, Mapping[str, str]]]) -> None:
        keys = sorted(content)
        vectors = np.array([content[key][0] for key in keys], np.float32).reshape(len(keys), self._vectors.shape[1])
        products = [content[key][1] for key in keys]
        columns = list(dict.fromkeys([*self._table.columns, *(name for row in products for name in row)]))
        rows = [[row.get(name, "") for name in columns] if row else [] for row in products]
        self._take(keys, vectors, MemoryTable.of(keys, columns, rows, self._table.fingerprint))

    def _take(self, keys: Sequence[str], vectors: Vectors, table: ProductTable) -> None:
        self._keys, self._vectors, self._table = keys, vectors, table
        self._nearest = self._engine().fit(vectors)

    def _place(self, key: str) -> int:
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            raise KeyError(key)
        return place
