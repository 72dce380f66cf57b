"""What the store in this process does beyond what every store promises (test_store_contract.py)."""

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.memory_table import MemoryTable
from lookbook.conditions import AnyOf
from lookbook.neighbors.engine import Neighbors, Rows
from lookbook.neighbors.exact import ExactNeighbors
from lookbook.stores import LocalStore
from lookbook.stores.local import Asked

KEYS = ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0.6, 0.8]], np.float32)


class Counting(ExactNeighbors):
    """Notes how many queries and results it was asked for each time."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int]] = []

    def search(self, queries: NDArray[np.float32], k: int, among: Rows | None = None) -> Neighbors:
        """Search, and note it."""
        self.asked.append((len(queries), k))
        return super().search(queries, k, among)


def test_a_local_store_reads_its_vectors_once_for_searches_that_differ_in_them_alone() -> None:
    engine = Counting()
    table = MemoryTable.of(KEYS, ("gender",), [["Men"], ["Women"], ["Men"], []], "")
    store = LocalStore(KEYS, VECTORS, table, lambda: engine)
    men = {"gender": AnyOf(("men",))}
    same = [Asked(vector[None], 2, None) for vector in VECTORS]
    found = store._answered([*same, Asked(VECTORS[:1], 1, None), Asked(VECTORS[:1], 2, men), Asked(VECTORS, 2, None)])
    assert engine.asked == [(4, 2), (1, 1), (1, 2), (4, 2)]
    texts = [["".join(match.key[0] for match in near) for near in each] for each in found]
    assert texts == [["ab"], ["bc"], ["cd"], ["cd"], ["a"], ["ac"], ["ab", "bc", "cd", "cd"]]
