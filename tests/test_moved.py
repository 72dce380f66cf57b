"""Pictures that were moved: an index is pointed at their new place, and nothing is embedded."""

import os
import shutil
import zipfile
from pathlib import Path

import fsspec
import numpy as np
import pytest

from lookbook import Lookbook
from lookbook.building.build import build
from lookbook.building.pointing import point
from lookbook.catalog import Catalog, CatalogError
from lookbook.encoders import registry
from lookbook.index import BadIndexError, Index
from lookbook.settings import Settings
from tests.fakes import MeanColour, paint, paint_catalogue

SAID: list[str] = []
RED = np.full((8, 8, 3), (250, 0, 0), np.uint8)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index whose pictures lie below data/images, and have just been moved away from there."""
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    images = paint_catalogue(tmp_path / "data")
    build(Catalog.open(images, relative_to=tmp_path / "index"), MeanColour(), tmp_path / "index")
    shutil.move(images, tmp_path / "moved")
    return tmp_path / "index"


def opened(index: Path, images: object) -> Lookbook:
    """Open an index whose pictures lie elsewhere now."""
    return Lookbook.open(index, Settings(images=str(images)))


def shows_all(book: Lookbook) -> None:
    """Expect that every picture can be read, and the first has its row."""
    hits = book.search(RED, k=7)
    assert len(hits) == 7
    assert all(book.picture(hit).startswith(b"\x89PNG") for hit in hits)
    assert (hits[0].filename, book.product(hits[0])["gender"]) == ("images/1.png", "Men")


def test_pictures_that_are_gone_are_said_once_and_what_to_do(index: Path, caplog: pytest.LogCaptureFixture) -> None:
    book = Lookbook.open(index)
    assert len(book.search(RED, k=7)) == 7
    assert caplog.messages == [book.catalog.lost]
    assert "none of the pictures is where the index says, such as " in book.catalog.lost
    assert "LOOKBOOK_IMAGES" in book.catalog.lost
    assert "--images" in book.catalog.lost


def test_where_some_pictures_are_there_nothing_is_said(index: Path, caplog: pytest.LogCaptureFixture) -> None:
    paint(index.parent / "data" / "images" / "7.png", (1, 2, 3))
    assert Lookbook.open(index).catalog.lost == ""
    assert caplog.messages == []


def test_a_catalogue_that_is_gone_says_how_to_point_at_it(index: Path) -> None:
    shutil.move(index.parent / "data", index.parent / "away")
    with pytest.raises(CatalogError, match=r"data, where the pictures were, is gone; .*LOOKBOOK_IMAGES.*--images"):
        Lookbook.open(index)


@pytest.mark.parametrize("depth", ["moved", ".", "new/deeper"])
def test_the_folder_that_is_named_may_be_any_that_has_them(depth: str, index: Path) -> None:
    place = index.parent / depth
    if not place.exists():
        shutil.copytree(index.parent / "moved", place / "images")
    if depth == ".":
        (index.parent / "moved").rename(index.parent / "images")
    shows_all(opened(index, place))


def test_the_table_is_found_where_it_was_or_beside_the_pictures(index: Path) -> None:
    shows_all(opened(index, index.parent / "moved"))
    (index.parent / "data" / "styles.csv").rename(index.parent / "styles.csv")
    shows_all(opened(index, index.parent / "moved"))
    (index.parent / "data").rmdir()
    shows_all(opened(index, index.parent / "moved"))


def test_a_zip_and_an_address_are_places_too(index: Path) -> None:
    place = index.parent / "packed.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for path in (index.parent / "moved").iterdir():
            archive.write(path, f"shop/images/{path.name}")
            fsspec.filesystem("memory").pipe(f"/moved-shop/{path.name}", path.read_bytes())
    shows_all(opened(index, place))
    shows_all(opened(index, "memory://moved-shop"))


def test_a_place_without_the_pictures_is_refused(index: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", index):
        with pytest.raises(CatalogError, match="does not hold the pictures of the index: of 7 looked for"):
            opened(index, place)
    with pytest.raises(CatalogError, match="nowhere"):
        opened(index, tmp_path / "nowhere")


def test_other_pictures_of_the_same_names_are_refused(index: Path) -> None:
    for path in (index.parent / "moved").iterdir():
        paint(path, (9, 9, 9))
        path.write_bytes(path.read_bytes() + b"other")
    with pytest.raises(CatalogError, match=r"holds other pictures of the same names: only 7 of 7 .* 0 of 7 as large"):
        opened(index, index.parent / "moved")


def test_some_that_were_changed_or_taken_out_do_no_harm(index: Path) -> None:
    (index.parent / "moved" / "7.png").write_bytes(b"another one")
    (index.parent / "moved" / "6.png").unlink()
    assert opened(index, index.parent / "moved").search(RED, k=1)[0].id == "1"


def test_an_index_from_elsewhere_opens_what_its_owner_points_at_and_no_more(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another person"))
    (tmp_path / "secret.png").write_text("TOKEN=hush")
    os.symlink(tmp_path / "secret.png", tmp_path / "moved" / "8.png")
    book = opened(index, tmp_path / "moved")
    assert book.catalog.read("images/1.png").startswith(b"\x89PNG")
    assert book.catalog.styles == "", "the table lies outside of what is agreed to"
    for name in ("images/8.png", "../secret.png", "images/../../secret.png"):
        with pytest.raises(ValueError, match=r"."):
            book.catalog.read(name)


def pointed(index: Path, images: object) -> Lookbook:
    """Point an index at its pictures' new place for good, and open it."""
    point(index, str(images), say=SAID.append)
    return Lookbook.open(index)


@pytest.mark.parametrize("depth", ["moved", ".", "new/deeper", "index/inside"])
def test_an_index_is_pointed_elsewhere_for_good(depth: str, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = index.parent / depth
    if not place.exists():
        shutil.copytree(index.parent / "moved", place / "images")
    before = Index.load(index)
    monkeypatch.setattr(MeanColour, "encode", lambda *_: pytest.fail("something was embedded"))
    book = pointed(index, place)
    monkeypatch.undo()
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    assert np.array_equal(book.index.vectors, before.vectors)
    assert not os.path.isabs(book.index.images_root)
    assert SAID.pop() == (
        "7 of 7 pictures looked for are there, 7 of 7 as large as when they were indexed; nothing is embedded"
    )
    hits = book.search(RED, k=7)
    assert all(book.picture(hit).startswith(b"\x89PNG") for hit in hits)
    assert book.product(hits[0])["gender"] == "Men", "its table is where it was"


def test_after_that_a_build_from_there_embeds_only_what_has_changed(index: Path) -> None:
    moved = index.parent / "moved"
    (moved / "7.png").write_bytes((moved / "6.png").read_bytes() + b"changed")
    pointed(index, moved)
    report = build(Catalog.open(moved, relative_to=index), MeanColour(), index)
    assert (report.new, report.kept, report.removed) == (1, 6, 0)


def test_what_is_not_the_indexs_changes_nothing(index: Path, tmp_path: Path) -> None:
    before = (index / "index.json").read_bytes()
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogError, match="does not hold the pictures of the index"):
        pointed(index, tmp_path / "empty")
    (index / "index.json").rename(tmp_path / "index.json")
    with pytest.raises(BadIndexError, match=r"index\.json is missing, .*LOOKBOOK_IMAGES"):
        pointed(index, index.parent / "moved")
    assert (tmp_path / "index.json").read_bytes() == before
