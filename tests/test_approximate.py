"""Approximate search: what it finds, what it keeps on disk, and when it is taken."""

import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.index import Index
from lookbook.neighbors import ENGINES, ExactNeighbors, auto, ivf
from lookbook.neighbors.approximate import ApproximateNeighbors
from tests.fakes import MeanColour, paint_catalogue

Vectors = NDArray[np.float32]


def catalogue(count: int, seed: int = 0) -> Vectors:
    """Unit vectors (count, 32) in groups of twenty that look alike."""
    rng = np.random.default_rng(seed)
    kinds = rng.normal(size=(-(-count // 20), 32)).repeat(20, axis=0)[:count]
    vectors = kinds + rng.normal(size=kinds.shape) / 3
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def recall(vectors: Vectors, queries: Vectors, among: NDArray[np.intp] | None) -> float:
    """The share of the five nearest, by a product in float64, that approximate search finds."""
    found = ApproximateNeighbors(many=0).fit(vectors).search(queries, 5, among).rows
    rows = np.arange(len(vectors)) if among is None else among
    truth = rows[np.argsort(-(queries.astype(float) @ vectors[rows].T.astype(float)), axis=1)[:, :5]]
    return float(np.mean([np.isin(truth[place], found[place]).mean() for place in range(len(queries))]))


def nearest_to_the_first(folder: Path) -> list[int]:
    vectors = catalogue(3000)
    return [int(row) for row in ApproximateNeighbors(folder, many=0).fit(vectors).search(vectors[:9], 1).rows[:, 0]]


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists can be read, but not made."""

    def refuse(fitted: ivf.Fitted) -> Any:
        raise AssertionError(f"lists of {len(fitted.vectors)} vectors are made again")

    monkeypatch.setattr(ivf, "IVF", replace(ivf.IVF, make=refuse))


@pytest.mark.parametrize("share", [1, 0.5, 0.1, 0.01])
def test_it_finds_what_exact_search_finds_whatever_part_may_be_found(share: float) -> None:
    vectors, rng = catalogue(20_000), np.random.default_rng(1)
    among = None if share == 1 else np.flatnonzero(rng.random(len(vectors)) < share)
    assert recall(vectors, vectors[:50], among) >= 0.98


def test_it_finds_them_where_all_that_may_be_found_is_unlike_the_query() -> None:
    vectors = catalogue(20_000)
    unlike = np.sort(np.argsort(vectors @ vectors[0])[:1000])
    found = ApproximateNeighbors(many=0).fit(vectors).search(vectors[:1], 5, unlike)
    assert found.rows.shape == (1, 5)
    assert np.isin(found.rows, unlike).all()
    assert recall(vectors, vectors[:50], unlike) >= 0.98


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), k=st.integers(1, 400), share=st.floats(0.001, 1))
def test_it_gives_k_different_rows_of_those_that_may_be_found_with_their_similarities(
    seed: int, k: int, share: float
) -> None:
    vectors = catalogue(3000, seed)
    among = np.flatnonzero(np.random.default_rng(seed).random(len(vectors)) < share)
    rows, similarities = ApproximateNeighbors(many=0).fit(vectors).search(vectors[:1], k, among)
    assert len(set(rows[0].tolist())) == rows.shape[1] == min(k, len(among))
    assert np.isin(rows, among).all()
    assert similarities[0] == pytest.approx(vectors[rows[0]].astype(float) @ vectors[0].astype(float), abs=1e-6)


def test_lists_are_made_once_and_read_after_that(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    vectors = catalogue(3000)
    before = ApproximateNeighbors(tmp_path, many=0).fit(vectors).search(vectors[:9], 5)
    request.getfixturevalue("unmade")
    after = ApproximateNeighbors(tmp_path, many=0).fit(vectors).search(vectors[:9], 5)
    assert after.rows.tolist() == before.rows.tolist()


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damaged",
    [flipped, lambda content: content[:-1], lambda content: content + b"x", lambda _: b"", lambda _: b"no lists" * 99],
    ids=["a bit flipped", "cut short", "too long", "empty", "foreign"],
)
def test_a_damaged_file_is_made_again(tmp_path: Path, damaged: Any, request: pytest.FixtureRequest) -> None:
    nearest_to_the_first(tmp_path)
    (path,) = ivf.IVF.files(tmp_path)
    path.write_bytes(damaged(path.read_bytes()))
    assert nearest_to_the_first(tmp_path) == list(range(9))
    request.getfixturevalue("unmade")
    assert nearest_to_the_first(tmp_path) == list(range(9))


def test_lists_of_other_vectors_are_made_again(tmp_path: Path) -> None:
    ApproximateNeighbors(tmp_path, many=0).fit(catalogue(3000, seed=1))
    vectors = catalogue(3000, seed=2)
    again = ApproximateNeighbors(tmp_path, many=0).fit(vectors).search(vectors[:9], 5)
    assert again.rows.tolist() == ExactNeighbors().fit(vectors).search(vectors[:9], 5).rows.tolist()


def test_an_engine_goes_on_with_its_lists_while_others_take_their_place(tmp_path: Path) -> None:
    vectors = catalogue(3000)
    engine = ApproximateNeighbors(tmp_path, many=0).fit(vectors)
    before = engine.search(vectors[:9], 5).rows.tolist()
    ApproximateNeighbors(tmp_path, many=0).fit(catalogue(2000, seed=2))
    assert engine.search(vectors[:9], 5).rows.tolist() == before


def test_two_processes_at_once_do_no_harm(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(nearest_to_the_first, [tmp_path] * 2))
    assert found == [list(range(9))] * 2
    request.getfixturevalue("unmade")
    assert nearest_to_the_first(tmp_path) == list(range(9))
    assert list((tmp_path / ".lookbook").iterdir()) == ivf.IVF.files(tmp_path)


def test_where_nothing_can_be_kept_it_says_so_and_searches(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / ".lookbook").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        assert nearest_to_the_first(tmp_path) == list(range(9))
    assert "made again at every start" in caplog.text


def test_few_vectors_need_no_lists(tmp_path: Path) -> None:
    ApproximateNeighbors(tmp_path).fit(catalogue(3000))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogues of more than 20 numbers count as large."""
    monkeypatch.setattr(ivf, "APPROXIMATE_FROM", 20)
    monkeypatch.setattr(auto, "ApproximateNeighbors", partial(ApproximateNeighbors, many=0))


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(("count", "kept"), [(10, False), (11, True)])
def test_auto_is_approximate_above_a_size(tmp_path: Path, count: int, kept: bool) -> None:
    vectors = catalogue(count)[:, :2]
    assert ENGINES["auto"](tmp_path).fit(vectors).search(vectors[:1], count).rows.shape == (1, count)
    assert bool(ivf.IVF.files(tmp_path)) == kept


@pytest.mark.usefixtures("large")
def test_a_build_makes_the_lists_that_an_opened_book_reads(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, MeanColour(), tmp_path)
    request.getfixturevalue("unmade")
    book = Lookbook(Index.load(tmp_path), catalog, MeanColour(), folder=tmp_path)
    assert [hit.id for hit in book.search(np.full((8, 8, 3), (255, 0, 0), np.uint8), 2)] == ["1", "2"]
