"""What every engine of nearest neighbours does; a new engine takes part by its line in ENGINES."""

import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lookbook.neighbors import ENGINES
from lookbook.neighbors.approximate import ApproximateNeighbors
from lookbook.neighbors.engine import Engine

Vectors = NDArray[np.float32]

UNDER_TEST: dict[str, Engine] = {
    **{str(name): engine for name, engine in ENGINES.items()},
    "approximate, however few": partial(ApproximateNeighbors, many=0),
}
"""Few vectors are searched exactly by every engine; the last one reads lists of them all the same."""

QUARTERS = 16
"""Vectors of 16 numbers, each 1/4 or -1/4, have length 1, and float32 holds their products without any rounding."""


@pytest.fixture(params=sorted(UNDER_TEST))
def engine(request: pytest.FixtureRequest) -> Engine:
    return UNDER_TEST[request.param]


def unit(*rows: list[float]) -> Vectors:
    vectors = np.array(rows, np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def turned(*degrees: float) -> Vectors:
    """Unit vectors in the plane, by their angle."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def signs(bits: list[int]) -> Vectors:
    """A vector of quarters for every number: its binary digits are the signs."""
    digits = np.array(bits, np.int64)[:, None] >> np.arange(QUARTERS) & 1
    return np.asarray(digits / 2 - 0.25, np.float32)


def best_rows(vectors: Vectors, query: Vectors, k: int) -> list[int]:
    """The reference: all cosine similarities in float64, sorted by Python, ties by row."""
    similarities = vectors.astype(float) @ query.astype(float)
    return sorted(range(len(vectors)), key=lambda row: (-similarities[row], row))[:k]


def test_the_nearest_comes_first(engine: Engine) -> None:
    found = engine().fit(turned(90, 10, 180, 40)).search(turned(0), 3)
    assert found.rows.tolist() == [[1, 3, 0]]
    assert found.similarities[0] == pytest.approx(np.cos(np.radians([10, 40, 90])), abs=1e-6)


def test_every_query_gets_its_own_neighbours(engine: Engine) -> None:
    found = engine().fit(turned(0, 90, 180)).search(turned(170, 80, 10), 2)
    assert found.rows.tolist() == [[2, 1], [1, 0], [0, 1]]


def test_equally_near_vectors_come_by_row(engine: Engine) -> None:
    found = engine().fit(turned(60, 0, 60, -60, 0, 60)).search(turned(0), 6)
    assert found.rows.tolist() == [[1, 4, 0, 2, 3, 5]]


def test_more_equal_vectors_than_are_asked_for_are_cut_by_row(engine: Engine) -> None:
    vectors = turned(*[50.0] * 20, *[20.0] * 300, *[0.0])
    found = engine().fit(vectors).search(turned(0, 50), 5)
    assert found.rows.tolist() == [[320, 20, 21, 22, 23], [0, 1, 2, 3, 4]]


def test_equal_vectors_are_cut_by_row_whatever_better_ones_come_after_them(engine: Engine) -> None:
    vectors = turned(*[50.0] * 3000, *range(30))
    found = engine().fit(vectors).search(turned(0), 35)
    assert found.rows.tolist() == [[*range(3000, 3030), 0, 1, 2, 3, 4]]


def test_k_above_the_size_gives_all(engine: Engine) -> None:
    found = engine().fit(turned(30, 20, 10)).search(turned(0), 100)
    assert found.rows.tolist() == [[2, 1, 0]]
    assert found.similarities.shape == (1, 3)


@pytest.mark.parametrize("k", [0, -1])
def test_k_that_is_not_positive_is_refused(engine: Engine, k: int) -> None:
    with pytest.raises(ValueError, match=f"k must be positive, got {k}"):
        engine().fit(turned(30)).search(turned(0), k)


def test_only_rows_among_those_given_are_found(engine: Engine) -> None:
    found = engine().fit(turned(0, 10, 20, 10, 40)).search(turned(0), 2, among=np.array([1, 3, 4]))
    assert found.rows.tolist() == [[1, 3]]
    assert found.similarities[0] == pytest.approx(np.cos(np.radians([10, 10])), abs=1e-6)


def test_k_above_the_number_of_rows_given_gives_all_of_them(engine: Engine) -> None:
    found = engine().fit(turned(0, 10, 20)).search(turned(0), 5, among=np.array([2]))
    assert found.rows.tolist() == [[2]]


def test_among_no_rows_nothing_is_found(engine: Engine) -> None:
    found = engine().fit(turned(0, 10)).search(turned(0, 1), 5, among=np.array([], np.intp))
    assert found.rows.shape == found.similarities.shape == (2, 0)


def test_in_an_empty_index_nothing_is_found(engine: Engine) -> None:
    found = engine().fit(np.empty((0, 2), np.float32)).search(turned(0, 1), 5)
    assert found.rows.shape == found.similarities.shape == (2, 0)


def test_no_query_gets_no_answer(engine: Engine) -> None:
    found = engine().fit(turned(0, 10, 20)).search(np.empty((0, 2), np.float32), 2)
    assert found.rows.shape == found.similarities.shape == (0, 2)


@pytest.mark.parametrize("query", [unit([1, 0, 0]), np.ones(2, np.float32)], ids=["three numbers", "no batch"])
@pytest.mark.parametrize("count", [3, 0])
def test_queries_of_another_shape_are_refused(engine: Engine, query: Vectors, count: int) -> None:
    fitted = engine().fit(turned(0, 10, 20)[:count])
    with pytest.raises(ValueError, match=rf"\({count}, 2\)"):
        fitted.search(query, 1)


def test_results_are_rows_and_float32(engine: Engine) -> None:
    found = engine().fit(turned(0, 10)).search(turned(5), 1)
    assert found.rows.dtype == np.intp
    assert found.similarities.dtype == np.float32


def test_similarities_never_leave_their_range(engine: Engine) -> None:
    vectors = unit(*np.random.default_rng(0).normal(size=(50, 300)).tolist())
    similarities = engine().fit(vectors).search(np.concatenate([vectors, -vectors]), 50).similarities
    assert similarities.max() <= 1.0
    assert similarities.min() >= -1.0
    assert similarities[:50, 0] == pytest.approx(1.0, abs=1e-6)


def test_the_callers_arrays_stay_as_they_were(engine: Engine) -> None:
    vectors, queries, among = turned(40, 10, 70), turned(0, 90), np.array([0, 2])
    for array in (vectors, queries, among):
        array.flags.writeable = False
    before = vectors.copy(), queries.copy(), among.copy()
    fitted = engine().fit(vectors)
    fitted.search(queries, 2)
    fitted.search(queries, 2, among)
    for now, then in zip((vectors, queries, among), before, strict=True):
        assert np.array_equal(now, then)


def test_an_engine_can_be_asked_again_and_fitted_again(engine: Engine) -> None:
    one = engine().fit(turned(0, 10))
    assert one.search(turned(9), 1).rows.tolist() == one.search(turned(9), 1).rows.tolist() == [[1]]
    assert one.fit(turned(8, 50, 90)).search(turned(9), 1).rows.tolist() == [[0]]


@pytest.mark.parametrize("name", sorted(UNDER_TEST))
@settings(deadline=None, max_examples=50)
@given(
    bits=st.lists(st.integers(0, 2**QUARTERS - 1), min_size=1, max_size=60),
    asked=st.lists(st.integers(0, 2**QUARTERS - 1), min_size=1, max_size=3),
    k=st.integers(1, 70),
    repeated=st.integers(1, 4),
)
def test_cosine_order_and_euclidean_order_are_the_references(
    name: str, bits: list[int], asked: list[int], k: int, repeated: int
) -> None:
    vectors, queries = signs(bits * repeated), signs(asked)
    found = UNDER_TEST[name]().fit(vectors).search(queries, k)
    distances = np.linalg.norm(vectors[None].astype(float) - queries[:, None], axis=2)
    by_distance = np.argsort(distances, axis=1, kind="stable")[:, :k]
    by_cosine = [best_rows(vectors, query, k) for query in queries]
    assert found.rows.tolist() == by_cosine
    assert found.rows.tolist() == by_distance.tolist()


@pytest.mark.parametrize("name", sorted(UNDER_TEST))
@settings(deadline=None, max_examples=50)
@given(bits=st.lists(st.integers(0, 2**QUARTERS - 1), min_size=1, max_size=50), data=st.data())
def test_searching_among_some_rows_is_searching_them_alone(name: str, bits: list[int], data: st.DataObject) -> None:
    among = np.array(sorted(data.draw(st.sets(st.integers(0, len(bits) - 1)))), np.intp)
    vectors = signs(bits)
    found = UNDER_TEST[name]().fit(vectors).search(vectors[:1], 5, among)
    assert found.rows[0].tolist() == [among[row] for row in best_rows(vectors[among], vectors[0], 5)]


@pytest.mark.parametrize("name", sorted(UNDER_TEST))
@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 300), dim=st.integers(2, 40), k=st.integers(1, 20))
def test_any_vectors_come_in_falling_similarity_with_nothing_better_left_out(
    name: str, seed: int, count: int, dim: int, k: int
) -> None:
    rng = np.random.default_rng(seed)
    vectors, query = unit(*rng.normal(size=(count, dim)).tolist()), unit(rng.normal(size=dim).tolist())
    rows = UNDER_TEST[name]().fit(vectors).search(query, k).rows[0]
    truth = vectors.astype(float) @ query[0].astype(float)
    assert len(set(rows.tolist())) == min(k, count)
    assert truth[rows] == pytest.approx(np.sort(truth)[::-1][:k], abs=2e-6)  # float32 tells six digits


def test_exact_search_loads_neither_faiss_nor_scikit_learn() -> None:
    lines = [
        "import sys, numpy",
        "from lookbook.neighbors import ENGINES",
        "ENGINES['auto']().fit(numpy.eye(3, dtype='f')).search(numpy.eye(3, dtype='f'), 1)",
        "print({'faiss', 'sklearn'} & sys.modules.keys())",
    ]
    answer = subprocess.run([sys.executable, "-c", "; ".join(lines)], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"
