"""An index whose vectors live in a store elsewhere: what index.json says, and what is not read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog
from lookbook.doctor.examining import examine
from lookbook.encoders import registry as encoders
from lookbook.index import BadIndexError, StorePart, manifest_of, name_store
from lookbook.settings import Settings
from lookbook.stores import STORES, Contents, LocalStore, StoreError
from lookbook.stores.facts import table_mark
from tests.fakes import COLOURS, STYLES, MeanColour, paint, paint_catalogue, unit

RED = np.full((8, 8, 3), (250, 0, 0), np.uint8)


class Elsewhere(LocalStore):
    """A store that has its vectors already, by collection."""

    collections: ClassVar[dict[str, np.ndarray[Any, Any]]] = {
        "looks": np.array([unit(*colour) for colour in COLOURS.values()])
    }

    @classmethod
    def open(cls, contents: Contents) -> "Elsewhere":
        """Open a collection."""
        assert contents.published
        vectors = cls.collections[contents.published.collection]
        local = LocalStore.open(Contents(**{**vars(contents), "vectors": vectors}))
        return cls(contents.keys, vectors, contents.table, local._engine)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index that was published to the collection `looks`."""
    monkeypatch.setitem(encoders.ENCODERS, "mean-colour", MeanColour)
    monkeypatch.setitem(STORES, "elsewhere", Elsewhere)
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, MeanColour(), tmp_path)
    name_store(tmp_path, StorePart(name="elsewhere", collection="looks", table=table_mark(catalog.table)))
    return tmp_path


def ids(book: Lookbook) -> Sequence[str]:
    """Return the products that are like red."""
    return [hit.id for hit in book.search(RED, k=2)]


def test_what_the_index_names_is_searched_and_its_vectors_are_not_opened(folder: Path) -> None:
    (folder / "embeddings.pkl").unlink()
    book = Lookbook.open(folder)
    assert isinstance(book.store, Elsewhere)
    assert ids(book) == ["1", "2"]
    assert (book.index.vectors.shape, len(book)) == ((0, 3), 7)


def test_the_settings_may_say_local_and_then_our_own_files_are_searched(folder: Path) -> None:
    book = Lookbook.open(folder, Settings(store="local"))
    assert type(book.store) is LocalStore
    assert ids(book) == ["1", "2"]
    assert len(book.index.vectors) == 7


def test_the_map_is_drawn_from_our_own_files_where_vectors_are_elsewhere(folder: Path) -> None:
    book = Lookbook.open(folder)
    assert book.map.places.shape == (7, 2)
    assert len(book.index.vectors) == 0


def test_names_that_are_not_of_this_index_are_refused(folder: Path) -> None:
    (folder / "filenames.pkl").write_bytes(b"\x80\x04]\x94.")
    with pytest.raises(BadIndexError, match=r"filenames\.pkl is not the one"):
        Lookbook.open(folder)


def test_a_build_that_changes_no_vector_keeps_the_store_and_another_one_goes_back_to_local(folder: Path) -> None:
    before = manifest_of(folder)
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    assert before is not None
    assert before.store is not None
    assert manifest_of(folder).store == before.store  # type: ignore[union-attr]
    paint(folder / "images" / "8.png", (9, 200, 9))
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    assert manifest_of(folder).store is None  # type: ignore[union-attr]
    assert type(Lookbook.open(folder).store) is LocalStore


def test_an_index_that_was_built_here_is_still_known_as_such_after_it_was_published(folder: Path) -> None:
    (folder / "styles.csv").unlink()
    (table := folder.parent / f"{folder.name}.csv").write_text(STYLES)
    build(Catalog.open(folder / "images", table, folder), MeanColour(), folder, Options(styles=table))
    name_store(folder, None)
    assert json.loads((folder / "index.json").read_text())["store"] is None
    assert Lookbook.open(folder).counts("gender") == [("Men", 3), ("Women", 1)]


def test_a_store_that_this_program_has_not_is_one_sentence(folder: Path) -> None:
    name_store(folder, StorePart(name="other", collection="looks"))
    with pytest.raises(StoreError, match=r"names the store 'other', which is none of local, .*elsewhere"):
        Lookbook.open(folder)


def test_without_manifest_there_is_nothing_to_name_a_store_in(folder: Path) -> None:
    (folder / "index.json").unlink()
    with pytest.raises(BadIndexError, match=r"index\.json is missing"):
        name_store(folder, None)


def test_the_doctor_asks_the_store_that_the_index_names_and_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.says for one in examine(folder, Settings()) if "store" in one.says] == []
    monkeypatch.setitem(Elsewhere.collections, "looks", np.eye(7, 3, dtype=np.float32)[::-1])
    (finding,) = [one.says for one in examine(folder, Settings()) if "elsewhere" in one.says]
    assert "publish again" in finding
    name_store(folder, None)
    assert [one.says for one in examine(folder, Settings()) if "store" in one.says] == []
