"""What every vector store promises, for each there is."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook.catalog.memory_table import MemoryTable
from lookbook.conditions import AnyOf, Between
from lookbook.errors import UnknownColumn
from lookbook.neighbors import ENGINES
from lookbook.neighbors.engine import Neighbors, Rows
from lookbook.neighbors.exact import ExactNeighbors
from lookbook.stores import LocalStore, Match, VectorStore
from lookbook.stores.local import Asked

Vectors = NDArray[np.float32]
Make = Callable[[Sequence[str], Vectors, Sequence[Mapping[str, str]]], VectorStore]
COLUMNS = ("gender", "year")
KEYS = ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
PRODUCTS: list[dict[str, str]] = [
    {"gender": "Men", "year": "2010"},
    {"gender": "Women", "year": "2012"},
    {"gender": "Men", "year": "2014"},
    {},
]
VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0.6, 0.8]], np.float32)


class Counting(ExactNeighbors):
    """Notes how many queries and results it was asked for each time."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int]] = []

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Search, and note it."""
        self.asked.append((len(queries), k))
        return super().search(queries, k, among)


def local(keys: Sequence[str], vectors: Vectors, products: Sequence[Mapping[str, str]], engine: str) -> VectorStore:
    """Make a local store."""
    rows = [[row[column] for column in COLUMNS] if row else [] for row in products]
    table = MemoryTable.of(keys, COLUMNS, rows, "")
    return LocalStore(keys, vectors, table, next(make for name, make in ENGINES.items() if name == engine))


STORES: Mapping[str, Make] = {f"local, {name}": partial(local, engine=name) for name in ENGINES}


@pytest.fixture(params=sorted(STORES))
def make(request: pytest.FixtureRequest) -> Make:
    """What makes a store."""
    return STORES[request.param]


@pytest.fixture
def store(make: Make) -> VectorStore:
    """A store of four vectors, of one of which nothing is known."""
    return make(KEYS, VECTORS, PRODUCTS)


def keys(found: Sequence[Match]) -> str:
    """Return the keys that were found, as one text."""
    return "".join(match.key[0] for match in found)


def test_the_nearest_come_first_with_their_cosine_and_ties_by_key(store: VectorStore) -> None:
    (found,) = store.search(VECTORS[:1], 4)
    assert keys(found) == "abcd"
    assert [match.score for match in found] == pytest.approx([1.0, 0.8, 0.6, 0.6])


def test_each_query_gets_its_own_answer(store: VectorStore) -> None:
    assert [keys(found) for found in store.search(VECTORS, 2)] == ["ab", "bc", "cd", "cd"]
    assert store.search(VECTORS[:0], 2) == []


def test_searches_of_many_at_once_are_each_answered_as_alone(store: VectorStore) -> None:
    asked = [(vector, k, where) for vector in VECTORS for k in (1, 3) for where in (None, {"gender": AnyOf(("Men",))})]
    alone = [store.search(vector[None], k, where) for vector, k, where in asked]
    with ThreadPoolExecutor(len(asked)) as pool:
        together = list(pool.map(lambda each: store.search(each[0][None], each[1], each[2]), asked))
    assert together == alone


def test_a_local_store_reads_its_vectors_once_for_searches_that_differ_in_them_alone() -> None:
    engine = Counting()
    store = LocalStore(KEYS, VECTORS, MemoryTable.of(KEYS, COLUMNS, [[], [], [], []], ""), lambda: engine)
    men = {"gender": AnyOf(("Men",))}
    same = [Asked(vector[None], 2, None) for vector in VECTORS]
    found = store._answered([*same, Asked(VECTORS[:1], 1, None), Asked(VECTORS[:1], 2, men), Asked(VECTORS, 2, None)])
    assert engine.asked == [(4, 2), (1, 1), (1, 2), (4, 2)]
    assert [[keys(near) for near in each] for each in found[:4]] == [["ab"], ["bc"], ["cd"], ["cd"]]
    assert [keys(near) for near in found[6]] == ["ab", "bc", "cd", "cd"]


def test_k_beyond_all_gives_all_and_none_is_refused(store: VectorStore) -> None:
    assert [len(found) for found in store.search(VECTORS[:1], 99)] == [4] == [len(store)]
    with pytest.raises(ValueError, match="k must be positive, got 0"):
        store.search(VECTORS[:1], 0)


def test_another_number_of_dimensions_is_refused(store: VectorStore) -> None:
    with pytest.raises(ValueError, match="shape"):
        store.search(np.ones((1, 3), np.float32), 1)


def test_every_type_of_condition_holds(store: VectorStore) -> None:
    def found(**where: AnyOf | Between) -> str:
        return keys(store.search(VECTORS[:1], 4, where)[0])

    assert found(gender=AnyOf(("men",))) == "ac"
    assert found(gender=AnyOf(("men", "women"))) == "abc"
    assert found(year=Between(2011, 2013)) == "b"
    assert found(year=Between(2011), gender=AnyOf(("MEN",))) == "c"
    assert found(gender=AnyOf(("boys",))) == ""
    assert found(gender=AnyOf(("",))) == "d"
    with pytest.raises(UnknownColumn, match="no column 'hue'"):
        found(hue=AnyOf(("red",)))


def test_vectors_are_fetched_in_the_order_of_their_keys(store: VectorStore) -> None:
    assert np.array_equal(store.fetch(["c.jpg", "a.jpg", "c.jpg"]), VECTORS[[2, 0, 2]])
    assert store.fetch([]).shape == (0, 2)
    with pytest.raises(KeyError):
        store.fetch(["x.jpg"])


def test_vectors_come_change_and_go_with_their_products(store: VectorStore) -> None:
    store.upsert(["aa.jpg", "d.jpg"], VECTORS[:2], [{"gender": "Boys", "year": "2020"}, {"gender": "Men", "year": "1"}])
    assert len(store) == 5
    assert [match.key for match in store.search(VECTORS[:1], 2)[0]] == ["a.jpg", "aa.jpg"]
    assert keys(store.search(VECTORS[:1], 9, {"gender": AnyOf(("men",))})[0]) == "adc"
    store.delete(["a.jpg", "x.jpg"])
    assert [match.key for match in store.search(VECTORS[:1], 9)[0]] == ["aa.jpg", "b.jpg", "d.jpg", "c.jpg"]
    assert keys(store.search(VECTORS[:1], 9, {"year": Between(2019)})[0]) == "a"


def test_what_a_caller_gave_is_not_written_into(make: Make) -> None:
    given, vectors = list(KEYS), VECTORS.copy()
    store = make(given, vectors, PRODUCTS)
    store.delete(["a.jpg"])
    store.upsert(["z.jpg"], VECTORS[:1], [{}])
    assert (given, vectors.tolist()) == (KEYS, VECTORS.tolist())
