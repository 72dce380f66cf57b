"""Which files of a catalogue count as pictures: by their ending, by content where that is spoiled, in one size."""

import io
from pathlib import Path

import pytest
from PIL import Image

from lookbook.catalog import Catalog
from lookbook.catalog.resized import without_copies
from lookbook.photos import read
from lookbook.photos.formats import pictures_below
from tests.test_catalog import in_folder, put


def jpeg(side: int = 20) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


SPOILED = {
    "1001.jpg_large": jpeg(),
    "1002.jpg?v=12": jpeg(),
    "1003": jpeg(),
    "1004.JPEG!d": jpeg(),
}
NOT_PICTURES = {
    "README": b"pictures of the shop",
    "1006.jpg_large": b"<html>not found</html>",
    "1007.jpg.bak": jpeg(),  # a copy that somebody made
    "1008.jpg~": jpeg(),
    "1001.jpg.1": jpeg(),  # that was loaded twice
    "embeddings.pkl": jpeg(),  # named for something else
    "empty": b"",
}
TABLE = b"id,productDisplayName\n1001,Teal Shirt\n1002,Teal Dress\n1003,Teal Cap\n1004,Teal Belt\n"


@pytest.fixture(params=["folder", "zip", "memory"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A shop whose pictures have spoiled names, in each kind of place."""
    files = {f"images/{name}": data for name, data in {**SPOILED, **NOT_PICTURES, "1.jpg": jpeg()}.items()}
    return put(request.param, tmp_path, {**files, "styles.csv": TABLE})


def test_pictures_with_spoiled_names_are_told_by_content(shop: str, caplog: pytest.LogCaptureFixture) -> None:
    catalog = Catalog.open(shop)
    assert [name.rpartition("/")[2] for name in catalog.filenames] == ["1.jpg", *sorted(SPOILED)]
    assert "4 files are pictures by content, not by name, and taken: images/1001.jpg_large," in caplog.text


def test_they_find_their_rows_and_are_read(shop: str) -> None:
    catalog = Catalog.open(shop)
    titles = [catalog.product(name).get("productDisplayName") for name in catalog.filenames]
    assert titles == [None, "Teal Shirt", "Teal Dress", "Teal Cap", "Teal Belt"]
    assert all(read(catalog.read(name), name=name).shape == (20, 20, 3) for name in catalog.filenames)


def test_they_count_among_queries_too(tmp_path: Path) -> None:
    in_folder(tmp_path, {**SPOILED, **NOT_PICTURES})
    assert [path.name for path in pictures_below(tmp_path)] == sorted(SPOILED)


def test_copies_in_other_sizes_are_one_picture(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    names = ["dress.jpg", "dress-150x200.jpg", "dress-scaled.jpg", "Dress_100x.webp", "dress-300x400@2x.jpg"]
    in_folder(tmp_path / "shop", {name: jpeg() for name in [*names, "poster-50x70.jpg", "kids/dress-150x200.jpg"]})
    catalog = Catalog.open(tmp_path / "shop")
    assert catalog.filenames == ["shop/dress.jpg", "shop/kids/dress-150x200.jpg", "shop/poster-50x70.jpg"]
    assert "4 pictures are copies in another size and left out: " in caplog.text


@pytest.mark.parametrize(
    "name", ["dress-2.jpg", "dress_1x.jpg", "dress-front.jpg", "dress-12345x6.jpg", "dressx20.jpg"]
)
def test_what_only_looks_like_a_size_stays(name: str) -> None:
    assert without_copies(["dress.jpg", name]) == (["dress.jpg", name], [])
