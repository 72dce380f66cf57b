"""The catalogue as a map."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.disk import artefact
from lookbook.encoders.base import Identity
from lookbook.index import Index
from lookbook.neighbors.engine import Vectors
from lookbook.projection import MAP, Projection
from lookbook.projection.projection import LANDMARKS
from tests.fakes import MeanColour, paint_catalogue

KINDS = 4


def scattered(count: int, dimensions: int = 16, seed: int = 0) -> Vectors:
    """Unit vectors around `KINDS` directions, one kind after the other."""
    noise = np.random.default_rng(seed).normal(0, 0.1, (count, dimensions))
    vectors = noise + np.eye(dimensions)[np.arange(count) % KINDS]
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def many() -> Vectors:
    """More vectors than there are landmarks."""
    return scattered(LANDMARKS + 400)


@pytest.fixture(scope="module")
def made(many: Vectors) -> Projection:
    """Their map."""
    return Projection.fit(many)


def test_every_vector_has_a_place_on_one_scale(made: Projection, many: Vectors) -> None:
    assert made.places.shape == (len(many), 2)
    assert made.places.dtype == np.float32
    assert len(made.rows) == LANDMARKS
    assert made.places.min(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert made.places.max() == pytest.approx(1)


def test_kinds_form_islands(made: Projection, many: Vectors) -> None:
    kinds = np.arange(len(many)) % KINDS
    centres = np.array([np.median(made.places[kinds == kind], axis=0) for kind in range(KINDS)])
    away = np.linalg.norm(made.places[:, None] - centres, axis=2)
    assert (away.argmin(axis=1) == kinds).mean() > 0.99


def test_a_vector_is_placed_amid_its_kind(made: Projection, many: Vectors) -> None:
    asked = scattered(40, seed=1)
    to_all = np.linalg.norm(made.place(asked)[:, None] - made.places, axis=2)
    assert (to_all.argmin(axis=1) % KINDS == np.arange(40) % KINDS).all()


def test_what_is_no_landmark_is_placed_as_a_query_is(made: Projection, many: Vectors) -> None:
    others = np.setdiff1d(np.arange(len(many)), made.rows)
    np.testing.assert_allclose(made.place(many[others]), made.places[others], atol=1e-5)


def test_the_same_vectors_get_the_same_places() -> None:
    vectors = scattered(120)
    before = vectors.copy()
    assert np.array_equal(Projection.fit(vectors).places, Projection.fit(vectors).places)
    assert np.array_equal(vectors, before)


def test_one_vector_and_many_identical_ones_share_a_place() -> None:
    assert Projection.fit(scattered(1)).places.tolist() == [[0, 0]]
    assert Projection.fit(np.repeat(scattered(1), 100, axis=0)).places.tolist() == [[0, 0]] * 100


def test_two_vectors_are_as_far_apart_as_the_map_is_wide() -> None:
    places = Projection.fit(np.eye(2, 3, dtype=np.float32)).places
    assert abs(places[0, 0] - places[1, 0]) == pytest.approx(1)


def test_few_vectors_on_an_arc_stay_in_order() -> None:
    angles = np.linspace(0, np.pi / 2, 7)
    arc = np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1).astype(np.float32)
    steps = np.diff(Projection.fit(arc).places[:, 0])
    assert (steps > 0).all() or (steps < 0).all()


@given(st.integers(1, 90), st.integers(2, 5), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_any_number_of_vectors_repeated_or_not_has_finite_places(count: int, dimensions: int, repeats: int) -> None:
    random = np.random.default_rng(count).normal(size=(count, dimensions))
    vectors = np.repeat(random / np.linalg.norm(random, axis=1, keepdims=True), repeats, axis=0).astype(np.float32)
    made = Projection.fit(vectors)
    assert np.isfinite(made.places).all()
    assert np.isfinite(made.place(vectors[:1])).all()


def test_a_build_keeps_the_map_that_its_index_is_opened_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path), MeanColour(), tmp_path)
    vectors = Index.load(tmp_path).vectors
    fitted = Projection.fit(vectors)
    monkeypatch.setattr(Projection, "fit", lambda *_: pytest.fail("it was made again"))
    kept = artefact.have(MAP, tmp_path, Index.load(tmp_path))
    assert np.array_equal(kept.places, fitted.places)
    assert np.array_equal(kept.place(vectors[:2]), fitted.place(vectors[:2]))


def test_the_map_is_kept_for_these_very_vectors(tmp_path: Path) -> None:
    nine, others = (Index(scattered(9, seed=seed), [], Identity("", "", "")) for seed in (0, 1))
    assert MAP.file(tmp_path, nine) != MAP.file(tmp_path, others)
    assert artefact.keep(MAP, tmp_path, nine).places.shape == (9, 2)
