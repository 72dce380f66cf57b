"""What every vector store promises, held by each there is: in memory, in a file, and on real servers."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import SecretStr

from lookbook.catalog.memory_table import MemoryTable
from lookbook.conditions import AnyOf, Between, Condition, Dates
from lookbook.errors import UnknownColumn
from lookbook.index import StorePart
from lookbook.neighbors import ENGINES
from lookbook.settings import Settings, SettingsError
from lookbook.stores import SERVERS, Contents, LocalStore, Match, StoreError, VectorStore
from lookbook.stores.collection import Collection, Row
from lookbook.stores.facts import Facts, several_of, table_mark
from tests.servers import PASSWORD, PASSWORD_OF_MILVUS, SERVED, MilvusLite, Process, wait_for

Vectors = NDArray[np.float32]
Products = Sequence[Mapping[str, str]]
Make = Callable[[Sequence[str], Vectors, Products], VectorStore]
KEYS = ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
PRODUCTS: list[dict[str, str]] = [
    {"gender": "Men", "year": "2010", "size": "S|M", "price": "7,50 €", "since": "2024-01-31"},
    {"gender": "Women", "year": "2012", "size": "M|L", "price": "$1,299.00", "since": "01.02.2024"},
    {"gender": "Men", "year": "2014", "size": "XL", "price": "on request", "since": "2024-03-01 09:00"},
    {},
]
COLUMNS = tuple(PRODUCTS[0])
VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0.6, 0.8]], np.float32)
MEN = {"gender": AnyOf(("men",))}
ROOT = Path(__file__).parents[1]
NUMBERS = count()


def table_of(keys: Sequence[str], products: Products) -> MemoryTable:
    """Make the table of products."""
    return MemoryTable.of(keys, COLUMNS, [[row[name] for name in COLUMNS] if row else [] for row in products], "")


def local(keys: Sequence[str], vectors: Vectors, products: Products, engine: str) -> VectorStore:
    """Make a store in memory."""
    return LocalStore(keys, vectors, table_of(keys, products), ENGINES[engine])


class Elsewhere:
    """Makes stores on a server."""

    def __init__(self, store: str, server: Process) -> None:
        self.store, self.server, self.uri = store, server, server.uri
        self.collection = ""

    def __call__(self, keys: Sequence[str], vectors: Vectors, products: Products) -> VectorStore:
        """Make a collection, fill it, and open it."""
        self.collection = f"contract_{next(NUMBERS)}"
        filling = self.reach()
        filling.create(vectors.shape[1])
        several = several_of(COLUMNS, products)
        rows = zip(keys, vectors, products, strict=True)
        filling.add([Row(key, one, row, Facts.of(row, COLUMNS, several)) for key, one, row in rows], 1)
        filling.settle()
        return self.open(keys, vectors.shape[1], products)

    def reach(self, kind: str = "HNSW") -> Collection:
        """Connect to the collection."""
        return SERVERS[self.store].server(SecretStr(self.uri), self.collection, kind)

    def open(self, keys: Sequence[str] = KEYS, dim: int = 2, products: Products = PRODUCTS) -> VectorStore:
        """Open what was made last."""
        table = table_of(keys, products)
        settings = Settings(store_uri=SecretStr(self.uri))
        there = StorePart(name=self.store, collection=self.collection, state=1, table=table_mark(table))
        return SERVERS[self.store].open(
            Contents(
                keys=keys, vectors=np.empty((0, dim), np.float32), table=table, fingerprint="", folder=None,
                settings=settings, published=there,
            )
        )  # fmt: skip


LOCAL: Mapping[str, Make] = {f"local, {name}": partial(local, engine=name) for name in ENGINES}
REAL = pytest.mark.parametrize("elsewhere", SERVED, indirect=True, scope="module")


@pytest.fixture(scope="module")
def started() -> Iterator[Callable[[str], Process]]:
    """Start servers, each when it is first asked for."""
    running: dict[str, Process] = {}

    def start(name: str) -> Process:
        if name not in running:
            running[name] = SERVED[name]()
        return running[name]

    yield start
    for server in running.values():
        server.remove()


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, started: Callable[[str], Process]) -> Elsewhere:
    """What makes stores on a server."""
    return at(request.param, started)


def at(name: str, started: Callable[[str], Process]) -> Elsewhere:
    server = started(name)
    return Elsewhere(name.partition(",")[0], server)


@pytest.fixture(params=[*LOCAL, *SERVED])
def make(request: pytest.FixtureRequest, started: Callable[[str], Process]) -> Make:
    """What makes a store."""
    return LOCAL[request.param] if request.param in LOCAL else at(request.param, started)


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


def test_of_many_that_tie_the_first_by_key_are_found(make: Make) -> None:
    names = sorted(f"{number}.jpg" for number in range(70))
    store = make(names, np.tile(np.array([[1, 0]], np.float32), (70, 1)), [{}] * 70)
    (found,) = store.search(VECTORS[1:2], 3)
    assert [match.key for match in found] == names[:3]


def test_each_query_gets_its_own_answer(store: VectorStore) -> None:
    assert [keys(found) for found in store.search(VECTORS, 2)] == ["ab", "bc", "cd", "cd"]
    assert store.search(VECTORS[:0], 2) == []


def test_searches_of_many_at_once_are_each_answered_as_alone(store: VectorStore) -> None:
    asked = [(vector, k, where) for vector in VECTORS for k in (1, 3) for where in (None, MEN)]
    alone = [store.search(vector[None], k, where) for vector, k, where in asked]
    with ThreadPoolExecutor(len(asked)) as pool:
        together = list(pool.map(lambda each: store.search(each[0][None], each[1], each[2]), asked))
    assert together == alone


def test_k_beyond_all_gives_all_and_none_is_refused(store: VectorStore) -> None:
    assert [len(found) for found in store.search(VECTORS[:1], 99)] == [4] == [len(store)]
    with pytest.raises(ValueError, match="k must be positive, got 0"):
        store.search(VECTORS[:1], 0)


def test_another_number_of_dimensions_is_refused(store: VectorStore) -> None:
    with pytest.raises(ValueError, match="shape"):
        store.search(np.ones((1, 3), np.float32), 1)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"gender": AnyOf(("men",))}, "ac"),
        ({"gender": AnyOf((" MEN", "women"))}, "abc"),
        ({"gender": AnyOf(("boys",))}, ""),
        ({"gender": AnyOf(("",))}, "d"),
        ({"size": AnyOf(("m",))}, "ab"),
        ({"size": AnyOf(("s|m",))}, "a"),
        ({"price": AnyOf(("7.5",))}, "a"),
        ({"year": Between(2011, 2013)}, "b"),
        ({"year": Between(2012)}, "bc"),
        ({"year": Between(None, 2012)}, "ab"),
        ({"year": Between()}, "abc"),
        ({"price": Between(7, 8)}, "a"),
        ({"gender": Between(1, 9)}, ""),
        ({"since": Dates("2024-01-31", "2024-02")}, "ab"),
        ({"since": Dates("2024-02-02")}, "c"),
        ({"gender": AnyOf(("MEN",)), "year": Between(2011)}, "c"),
        ({"gender": AnyOf(("men",)), "size": AnyOf(("m", "xl")), "year": Between(2011)}, "c"),
    ],
)
def test_every_type_of_condition_holds(store: VectorStore, where: dict[str, Condition], expected: str) -> None:
    assert keys(store.search(VECTORS[:1], 4, where)[0]) == expected


def test_a_condition_on_a_column_that_is_not_there_is_refused(store: VectorStore) -> None:
    with pytest.raises(UnknownColumn, match="no column 'hue'"):
        store.search(VECTORS[:1], 4, {"hue": AnyOf(("red",))})


def test_vectors_are_fetched_in_the_order_of_their_keys(store: VectorStore) -> None:
    assert np.array_equal(store.fetch(["c.jpg", "a.jpg", "c.jpg"]), VECTORS[[2, 0, 2]])
    assert store.fetch([]).shape == (0, 2)
    with pytest.raises(KeyError):
        store.fetch(["x.jpg"])


def test_vectors_come_change_and_go_with_their_products(store: VectorStore) -> None:
    boys, men = {"gender": "Boys", "year": "2020"}, {"gender": "Men", "year": "1"}
    store.upsert(["aa.jpg", "d.jpg"], VECTORS[:2], [boys, men])
    assert len(store) == 5
    assert [match.key for match in store.search(VECTORS[:1], 2)[0]] == ["a.jpg", "aa.jpg"]
    assert keys(store.search(VECTORS[:1], 9, MEN)[0]) == "adc"
    store.delete(["a.jpg", "x.jpg"])
    assert [match.key for match in store.search(VECTORS[:1], 9)[0]] == ["aa.jpg", "b.jpg", "d.jpg", "c.jpg"]
    assert keys(store.search(VECTORS[:1], 9, {"year": Between(2019)})[0]) == "a"


def test_several_pictures_of_a_product_are_each_found(make: Make) -> None:
    names = ["1/back.jpg", "1/front.jpg", "2/front.jpg"]
    store = make(names, VECTORS[:3], [PRODUCTS[0], PRODUCTS[0], PRODUCTS[1]])
    assert [match.key for match in store.search(VECTORS[:1], 9, MEN)[0]] == names[:2]
    store.delete(names[:1])
    assert [match.key for match in store.search(VECTORS[:1], 9, MEN)[0]] == names[1:2]


def test_names_that_are_odd_and_long_come_back_as_they_were(make: Make) -> None:
    names = sorted(['it\'s "one"\\.jpg', "größe 漢字.jpg", "{a,b}.jpg", "x" * 300 + ".jpg"])
    store = make(names, VECTORS, [{**PRODUCTS[0], "gender": "quo'te\\\"%s\0"}] * 4)
    odd = {"gender": AnyOf(("QUO'te\\\"%s\0",))}
    assert sorted(match.key for match in store.search(VECTORS[:1], 9, odd)[0]) == names
    assert np.array_equal(store.fetch(names), VECTORS)


def drawn(size: int, dim: int = 32) -> tuple[Vectors, Vectors, list[str], list[dict[str, str]]]:
    """Draw vectors around middles and queries beside them; one in fifty products is rare."""
    rng = np.random.default_rng(3)
    middles = rng.standard_normal((size // 50, dim))
    vectors = middles[rng.integers(len(middles), size=size)] + 0.7 * rng.standard_normal((size, dim))
    queries = vectors[rng.choice(size, 40)] + 0.3 * rng.standard_normal((40, dim))
    vectors, queries = (part / np.linalg.norm(part, axis=1, keepdims=True) for part in (vectors, queries))
    rows = [{**PRODUCTS[0], "gender": "Rare" if number % 50 == 0 else "Men"} for number in range(size)]
    return vectors.astype(np.float32), queries.astype(np.float32), [f"{number:05}.jpg" for number in range(size)], rows


def nearest(names: Sequence[str], vectors: Vectors, queries: Vectors, among: NDArray[np.intp]) -> list[set[str]]:
    """Return the names of the five nearest of each query among some rows, by a product with all of these."""
    return [{names[row] for row in among[near]} for near in np.argsort(-(queries @ vectors[among].T), axis=1)[:, :5]]


def recall(found: Sequence[set[str]], truth: Sequence[set[str]]) -> float:
    """Return the share of five true ones that was found."""
    return float(np.mean([len(one & other) / 5 for one, other in zip(truth, found, strict=True)]))


def test_recall_against_a_product_with_all_vectors(make: Make) -> None:
    vectors, queries, names, rows = drawn(3000)
    store = make(names, vectors, rows)
    for where, among in ((None, np.arange(3000)), ({"gender": AnyOf(("rare",))}, np.arange(0, 3000, 50))):
        found = [{match.key for match in near} for near in store.search(queries, 5, where)]
        assert [len(near) for near in found] == [5] * len(queries)
        assert recall(found, nearest(names, vectors, queries, among)) >= 0.98


@pytest.mark.parametrize("elsewhere", ["pgvector", "milvus, server"], indirect=True)
def test_recall_right_after_filling_where_what_fulfils_a_filter_is_alike(elsewhere: Elsewhere) -> None:
    vectors, _, names, rows = drawn(8000)
    queries, order = vectors[::200], np.argsort(vectors[:, 0])
    alike = {"gender": 160, "size": 800, "year": 4800}
    for column, many in alike.items():
        for row in order[:many]:
            rows[row][column] = "7"
    store = elsewhere(names, vectors, rows)
    for column, many in alike.items():
        found = [{match.key for match in near} for near in store.search(queries, 5, {column: AnyOf(("7",))})]
        assert recall(found, nearest(names, vectors, queries, order[:many])) >= 0.98


def test_a_score_is_the_cosine_to_six_digits(make: Make) -> None:
    vectors, queries, names, rows = drawn(200)
    near = make(names, vectors, rows).search(queries, 7)
    truth = dict(zip(names, (queries @ vectors.T).T, strict=True))
    for place, found in enumerate(near):
        assert [match.score for match in found] == pytest.approx([truth[match.key][place] for match in found], abs=2e-6)


def test_what_a_caller_gave_is_not_written_into(make: Make) -> None:
    given, vectors = list(KEYS), VECTORS.copy()
    store = make(given, vectors, PRODUCTS)
    store.delete(["a.jpg"])
    store.upsert(["z.jpg"], VECTORS[:1], [{}])
    assert (given, vectors.tolist()) == (KEYS, VECTORS.tolist())


@REAL
def test_what_was_published_is_there_when_it_is_opened_again(elsewhere: Elsewhere) -> None:
    before = elsewhere(KEYS, VECTORS, PRODUCTS).search(VECTORS, 4)
    assert elsewhere.open().search(VECTORS, 4) == before


@REAL
def test_a_state_is_not_seen_before_it_is_asked_for_and_the_one_before_stays(elsewhere: Elsewhere) -> None:
    store = elsewhere(KEYS, VECTORS, PRODUCTS)
    there = elsewhere.reach()
    there.retire(["a.jpg", "b.jpg"], 2)
    there.add([Row("b.jpg", VECTORS[0], {}, Facts.of({}, COLUMNS, ()))], 2)
    there.settle()
    assert keys(store.search(VECTORS[:1], 9)[0]) == "abcd"
    assert np.array_equal(store.fetch(["b.jpg"]), VECTORS[1:2])
    assert sorted(match.key for match in there.nearest(VECTORS[:1], 9, 2, {})[0]) == KEYS[1:]
    assert np.array_equal(there.vectors(["b.jpg"], 2)["b.jpg"], VECTORS[0])
    assert (there.count(1), there.count(2)) == (4, 3)
    there.forget(2)
    assert sorted((one.key, one.born) for one in there.entries()) == [("b.jpg", 2), ("c.jpg", 1), ("d.jpg", 1)]


@REAL
def test_a_collection_that_is_not_there_or_does_not_fit_is_one_sentence(elsewhere: Elsewhere) -> None:
    elsewhere(KEYS, VECTORS, PRODUCTS)
    with pytest.raises(StoreError, match=r"has vectors of 2 numbers, the index 3; name another"):
        elsewhere.open(dim=3)
    elsewhere.reach().drop()
    with pytest.raises(StoreError, match=r"has no collection 'contract_\d+'; run lookbook publish again\."):
        elsewhere.open()


@REAL
def test_an_index_of_a_type_that_is_not_listed_is_refused(elsewhere: Elsewhere) -> None:
    with pytest.raises(SettingsError, match=r"'IVF_PQ' is no type of index that .* take HNSW or FLAT\."):
        elsewhere.reach("IVF_PQ")


@pytest.mark.parametrize("elsewhere", ["pgvector", "milvus, server"], indirect=True)
def test_a_server_that_is_killed_is_said_and_started_again_gives_the_same(elsewhere: Elsewhere) -> None:
    vectors, queries, names, rows = drawn(500)
    store = elsewhere(names, vectors, rows)
    before = [[match.key for match in near] for near in store.search(queries, 5, MEN)]
    elsewhere.server.kill()
    with pytest.raises(StoreError, match="can't be used") as caught:
        store.search(queries, 5, MEN)
    assert not [secret for secret in (PASSWORD, PASSWORD_OF_MILVUS) if secret in str(caught.value)]
    elsewhere.server.start()
    wait_for(lambda: answers(store))
    assert [[match.key for match in near] for near in store.search(queries, 5, MEN)] == before
    assert (len(elsewhere.open(names, 32, rows)), elsewhere.reach().count(1)) == (500, 500)


def answers(store: VectorStore) -> bool:
    """Return whether all is loaded again."""
    try:
        return len(store.search(np.eye(1, 32, dtype=np.float32), 500)[0]) == 500
    except StoreError:
        return False


FILL = """
import os, signal, sys
from tests.test_store_contract import KEYS, PRODUCTS, VECTORS, Elsewhere
from tests.servers import MilvusLite
lite = MilvusLite()
Elsewhere("milvus", lite)(KEYS, VECTORS, PRODUCTS)
print(lite.uri, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_is_killed_leaves_its_file_of_milvus_lite_whole() -> None:
    lite = MilvusLite()
    ran = subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    shutil.rmtree(lite.folder)
    lite.uri = ran.stdout.strip()
    lite.folder = Path(lite.uri).parent
    elsewhere = Elsewhere("milvus", lite)
    elsewhere.collection = "contract_0"
    assert keys(elsewhere.open().search(VECTORS[:1], 9)[0]) == "abcd"
    lite.remove()


def test_an_address_that_can_not_be_read_or_opened_is_said_without_it() -> None:
    for uri in (
        "no address with planted",
        "postgresql://h?password=plan%zzted",
        "postgresql://shop:planted@127.0.0.1:9/x",
    ):
        with pytest.raises((StoreError, SettingsError), match="LOOKBOOK_STORE_URI") as caught:
            SERVERS["pgvector"].server(SecretStr(uri), "looks", "HNSW").dim()
        assert "plan" not in str(caught.value)
