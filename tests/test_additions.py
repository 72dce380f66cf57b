"""How little it takes to add something: a class, and a line in the table of its kind."""

from pathlib import Path
from typing import BinaryIO, ClassVar

import numpy as np
import pytest

from lookbook.book import Lookbook
from lookbook.building import artefacts
from lookbook.building.artefacts import Kept
from lookbook.building.build import build
from lookbook.building.encoder_choice import choose
from lookbook.catalog import Catalog
from lookbook.conditions import Where
from lookbook.disk import artefact
from lookbook.disk.artefact import Artefact
from lookbook.encoders import registry as encoders
from lookbook.hit import Hit
from lookbook.index import Index
from lookbook.neighbors import ENGINES, ExactNeighbors, Neighbors
from lookbook.neighbors.engine import Rows, Vectors
from lookbook.retrieval import registry as retrievers
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.settings import Settings, SettingsError
from lookbook.stores import STORES, LocalStore, Match
from tests.fakes import MeanColour, paint_catalogue

RED = np.full((8, 8, 3), (250, 0, 0), np.uint8)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of seven plain pictures, by an encoder that was added."""
    monkeypatch.setitem(encoders.ENCODERS, "mean-colour", MeanColour)
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    encoder, _ = choose(catalog, tmp_path, "mean-colour", wanted="f32")
    build(catalog, encoder, tmp_path)
    return tmp_path


def ids(hits: list[Hit]) -> list[str]:
    """Return the products of hits."""
    return [hit.id for hit in hits]


def test_an_encoder_builds_an_index_and_opens_it(folder: Path) -> None:
    assert ids(Lookbook.open(folder).search(RED, k=2)) == ["1", "2"]


class Backwards(ExactNeighbors):
    """An engine that finds what is least like a query."""

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of the opposite of each query."""
        return super().search(-queries, k, among)


def test_an_engine_is_what_the_settings_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "backwards", Backwards)
    assert ids(Lookbook.open(folder, Settings(engine="backwards")).search(RED, k=1)) == ["3"]
    with pytest.raises(SettingsError, match=r"LOOKBOOK_ENGINE='none' is wrong: .* exact, sklearn, .* backwards"):
        Lookbook.open(folder, Settings(engine="none"))


class Forgetful(LocalStore):
    """A store that never finds the best."""

    def search(self, vectors: Vectors, k: int, where: Where | None = None) -> list[list[Match]]:
        """Find the second best and on."""
        return [found[1:] for found in super().search(vectors, k + 1, where)]


def test_a_store_is_what_the_settings_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STORES, "forgetful", Forgetful)
    assert ids(Lookbook.open(folder, Settings(store="forgetful")).search(RED, k=2)) == ["2", "7"]
    with pytest.raises(
        SettingsError, match=r"LOOKBOOK_STORE='none' is wrong: it should be one of auto, local, .*forgetful"
    ):
        Lookbook.open(folder, Settings(store="none"))


class Newest:
    """A retriever that finds the last products, whatever is asked."""

    needs: ClassVar[frozenset[str]] = frozenset()
    suits: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, resources: Resources) -> None:
        self._products = resources.products

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the last k."""
        last = range(len(self._products) - 1, -1, -1)[:k]
        return [self._products.hit(row, 1.0, {"newest": 1.0}) for row in last]


def test_a_retriever_is_a_mode(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(retrievers.RETRIEVERS, "newest", Newest)
    assert ids(Lookbook.open(folder).search(RED, k=2, mode="newest")) == ["7", "6"]
    with pytest.raises(ValueError, match="there are: auto, visual, text, features, all, newest"):
        Lookbook.open(folder).search(RED, mode="best")


def test_an_artefact_is_made_by_a_build_before_the_index_is_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bool] = []

    def pack(counted: int, file: BinaryIO) -> None:
        made.append((folder / "embeddings.pkl").exists())
        file.write(bytes([counted]))

    counted: Artefact[Index, int] = Artefact(
        path=Path("count.txt"),
        key=lambda index: index.fingerprint,
        make=lambda index: len(index.filenames),
        pack=pack,
        unpack=lambda path, _: path.read_bytes()[0],
    )
    monkeypatch.setattr(artefacts, "ARTEFACTS", (*artefacts.ARTEFACTS, Kept(counted, lambda index, _: index)))
    (folder / "embeddings.pkl").unlink()
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    assert made == [False]
    assert artefact.read(counted, folder, Index.load(folder)) == 7
