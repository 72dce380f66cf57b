"""The garments of a photo that shows several: what is looked at, what is kept, and where it is told."""

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.commands import app
from lookbook.encoders import parts, pieces
from lookbook.encoders.base import Photo, Prediction
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.parts import Box, Part
from lookbook.sample import draw
from lookbook.settings import Settings
from tests.calling import serving
from tests.fakes import MeanColour

GREY = 150


class Inked(MeanColour):
    """Takes what is not grey for garments, and is sure of it."""

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """See where the ink is."""
        seen = []
        for photo in photos:
            ink = (photo != GREY).any(axis=2)
            vector = np.array([1, 0, 0], np.float32)
            garment = 0.999 if ink.any() else 0.0
            seen.append(
                Prediction(
                    vector, {"articleType": [("Shirts", 0.9)]}, None, not ink.any(), garment, ink.astype(np.float32)
                )
            )
        return seen


def scene(*inked: Box, height: int = 240, width: int = 180) -> NDArray[np.uint8]:
    """Paint dark rectangles on grey, given as shares of the photo."""
    photo = np.full((height, width, 3), GREY, np.uint8)
    for left, top, right, bottom in inked:
        photo[round(top * height) : round(bottom * height), round(left * width) : round(right * width)] = (20, 30, 80)
    return photo


def part(box: Box, sure: float = 1.0, cut: float = 0.0, share: float = 0.4) -> Part:
    """Return a part with plain signs."""
    signs = {"garment": 6.9, "kind": 0.9, "sure": sure, "rim": 0.1, "share": share, "cut": cut}
    return Part(box, "Shirts", {**signs, "slightly cut": min(cut, 0.2), "others": 0.0})


def test_the_windows_cover_the_photo_and_stay_inside_it() -> None:
    assert pieces.WINDOWS[0] == (0.0, 0.0, 1.0, 1.0)
    assert min(min(window) for window in pieces.WINDOWS) == 0.0
    assert max(max(window) for window in pieces.WINDOWS) == 1.0
    for left, top, right, bottom in pieces.WINDOWS:
        assert right - left > 1 / pieces.ENLARGED - 1e-9
        assert bottom - top > 1 / pieces.ENLARGED - 1e-9


def test_a_part_of_a_window_is_told_in_shares_of_the_photo() -> None:
    (seen,) = Inked().predict([scene((0.25, 0.25, 0.75, 0.75))])
    found = parts.of_window((0.5, 0.0, 1.0, 0.5), seen)
    assert found is not None
    assert found.box == pytest.approx((0.625, 0.125, 0.875, 0.375))
    assert (found.kind, found.signs["cut"], found.signs["sure"]) == ("Shirts", 0.0, 1.0)


def test_what_runs_across_a_side_inside_the_photo_is_cut_off_and_at_the_photos_own_edge_it_is_not() -> None:
    (seen,) = Inked().predict([scene((0.5, 0.25, 1.0, 0.75))])  # reaches the right side
    inside, edge = parts.of_window((0.0, 0.0, 0.5, 0.5), seen), parts.of_window((0.5, 0.0, 1.0, 0.5), seen)
    assert inside is not None
    assert edge is not None
    assert inside.signs["cut"] == pytest.approx(0.5)
    assert edge.signs["cut"] == 0.0
    assert inside.likelihood < edge.likelihood


def test_a_window_without_a_garment_has_no_part() -> None:
    (seen,) = Inked().predict([scene()])
    assert parts.of_window((0.0, 0.0, 1.0, 1.0), seen) is None


def test_of_several_in_one_place_the_likeliest_is_kept() -> None:
    whole, cut, other = (
        part((0.1, 0.1, 0.5, 0.5)),
        part((0.1, 0.1, 0.5, 0.4), cut=0.15),
        part((0.6, 0.6, 0.9, 0.9), share=0.3),
    )
    assert [one.box for one in pieces.best([cut, other, whole])] == [whole.box, other.box]


def test_a_part_inside_a_likelier_one_is_none_of_its_own() -> None:
    whole, sleeve = part((0.1, 0.1, 0.9, 0.9)), part((0.1, 0.1, 0.3, 0.3), share=0.3)
    assert pieces.best([sleeve, whole]) == [whole]


def test_two_garments_apart_are_two_pieces_in_pixels_of_the_photo() -> None:
    true = [(0.08, 0.1, 0.42, 0.42), (0.55, 0.55, 0.92, 0.95)]
    found = sorted(pieces.find(Inked(), scene(*true)), key=lambda piece: piece.box)
    assert len(found) == 2
    for piece, (left, top, right, bottom) in zip(found, true, strict=True):
        assert piece.box == pytest.approx((180 * left, 240 * top, 180 * right, 240 * bottom), abs=3)


def test_where_nothing_is_seen_or_no_masks_are_told_there_are_no_pieces() -> None:
    assert pieces.find(Inked(), scene()) == []
    assert pieces.find(MeanColour(), scene((0.1, 0.1, 0.4, 0.4))) == []


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of a drawn shirt beside a drawn shoe, and an index of both."""
    folder = tmp_path_factory.mktemp("pieces")
    (folder / "images").mkdir()
    drawn = [draw(number, kind).image for number, kind in enumerate(("Shirts", "Casual Shoes"))]
    for number, image in enumerate(drawn):
        Image.fromarray(image).save(folder / "images" / f"{number}.png")
    Image.fromarray(np.hstack(drawn)).save(folder / "two.png")
    build(Catalog.open(folder / "images", relative_to=folder), FashionEncoder(), folder)
    return folder


def test_the_embedded_network_finds_both_of_two_garments(two: Path) -> None:
    found = Lookbook.open(two).pieces(two / "two.png")
    with Image.open(two / "two.png") as photo:
        width = photo.width
    assert len(found) == 2
    middles = sorted((piece.box[0] + piece.box[2]) / 2 / width for piece in found)
    assert middles[0] < 0.5 < middles[1]


def test_the_command_tells_pieces_where_they_are_asked_for(two: Path) -> None:
    plain = ["search", str(two / "two.png"), str(two / "absent.png"), "--index", str(two), "--json"]
    without, given = (CliRunner().invoke(app.commands, asked) for asked in (plain, [*plain, "--pieces"]))
    assert (without.exit_code, given.exit_code) == (1, 1)  # one photo is absent
    before = [json.loads(line) for line in without.stdout.splitlines()]
    asked, absent = (json.loads(line) for line in given.stdout.splitlines())
    assert all("pieces" not in record for record in (*before, absent))
    assert asked["box"] == before[0]["box"]
    assert len(asked["pieces"]) == 2
    assert all(set(piece) == {"box", "articleType", "likelihood"} for piece in asked["pieces"])


def test_the_api_tells_pieces_where_they_are_asked_for(two: Path) -> None:
    photo = {"photo": ("two.png", (two / "two.png").read_bytes())}
    with serving(two, Settings(index=two)) as address, httpx.Client(base_url=address, timeout=60.0) as client:
        while client.get("/ready").status_code != 200:
            pass
        asked = {"pieces": "true"}
        found = client.post("/v1/search", data=asked, files=photo).json()
        seen = client.post("/v1/attributes", data=asked, files=photo).json()
        plain = client.post("/v1/attributes", files=photo).json()
        without = client.get("/v1/search", params={"text": "shirt", **asked}).json()
    assert len(found["pieces"]) == 2
    assert seen["pieces"] == found["pieces"]
    assert "pieces" not in plain
    assert "pieces" not in without
