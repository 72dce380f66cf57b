"""What of a photo is the garment: parts, boxes and outlines of masks, and how masks are judged."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook.encoders import masks
from lookbook.encoders.base import Prediction
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.letterbox import letterbox
from lookbook.evaluation import places


def mask(*parts: tuple[slice, slice], shape: tuple[int, int] = (20, 10)) -> masks.Mask:
    """Return a mask that is sure of some places, and sure of nothing elsewhere."""
    sure = np.zeros(shape, np.float32)
    for part in parts:
        sure[part] = 1.0
    return sure


def test_the_box_lies_around_the_garment_in_shares_of_the_photo() -> None:
    assert masks.box(mask((slice(5, 15), slice(2, 8)))) == pytest.approx([0.2, 0.25, 0.8, 0.75])


def test_a_speck_beside_the_garment_moves_no_box_and_a_second_part_does() -> None:
    shirt, speck, sleeve = (slice(5, 15), slice(2, 8)), (slice(18, 20), slice(0, 2)), (slice(17, 20), slice(0, 8))
    assert masks.box(mask(shirt, speck)) == masks.box(mask(shirt))
    assert masks.box(mask(shirt, sleeve)) == pytest.approx([0.0, 0.25, 0.8, 1.0])


def test_where_nothing_is_seen_there_is_neither_box_nor_outline() -> None:
    assert masks.box(mask()) is None
    assert masks.outline(mask()) == []


def test_an_outline_encloses_the_garment_and_what_is_not_of_it() -> None:
    ring = mask((slice(4, 16), slice(2, 8)), shape=(20, 10))
    ring[8:12, 4:6] = 0.0
    outer, hole = sorted(masks.outline(ring), key=lambda line: min(y for _, y in line))
    # around the middles of the cells at the edge: rows 4 to 15 of 20, columns 2 to 7 of 10
    assert (min(x for x, _ in outer), max(x for x, _ in outer)) == pytest.approx((0.25, 0.75))
    assert (min(y for _, y in outer), max(y for _, y in outer)) == pytest.approx((0.225, 0.775))
    assert all(0.3 < x < 0.7 and 0.35 < y < 0.65 for x, y in hole)


def test_an_outline_of_a_garment_that_fills_the_photo_stays_inside_it() -> None:
    (line,) = masks.outline(np.ones((20, 10), np.float32))
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in line)


def test_a_mask_covers_the_photo_and_not_the_white_beside_it() -> None:
    wide = np.zeros((40, 80, 3), np.uint8)
    _, placement = letterbox(wide, 128, 96)  # 96 x 48, 40 rows of white above and below
    grid = np.zeros((32, 24), np.float32)
    grid[10:22] = 1.0  # just the photo's rows
    seen = masks.of_photo(grid, (128, 96), placement)
    assert seen.shape == (48, 96)
    assert seen[4:-4].min() == 1.0


@pytest.fixture(scope="module")
def lone() -> NDArray[np.uint8]:
    """A dark shirt on grey, its body from a quarter to three quarters of the photo."""
    photo = np.full((320, 240, 3), 190, np.uint8)
    photo[80:260, 70:170] = (30, 40, 90)
    photo[85:130, 40:200] = (30, 40, 90)
    return photo


def test_the_embedded_network_finds_a_shirt_where_it_is(lone: NDArray[np.uint8]) -> None:
    (seen,) = FashionEncoder().predict([lone])
    true = (lone != 190).any(axis=2)
    assert seen.mask is not None
    assert places.shared([seen], [true])[0] > 0.75
    assert np.array(seen.box) == pytest.approx(np.array(places.around(true)), abs=16)


# How masks are judged


def test_a_mask_is_judged_by_what_it_shares_of_what_both_cover() -> None:
    true = np.zeros((20, 10), bool)
    true[5:15, 2:6] = True
    vector = np.ones(1, np.float32)
    seen = [Prediction(vector, mask=mask((slice(5, 15), slice(2, 8)))), Prediction(vector)]
    assert places.shared(seen, [true, true]).tolist() == pytest.approx([40 / 60, 0.0])


def test_rings_are_read_in_thousandths_and_a_ring_in_a_ring_is_a_hole(tmp_path: Path) -> None:
    table = tmp_path / "masks.csv"
    table.write_text("image,rings\na,0 0 1000 0 1000 500 0 500;250 100 750 100 750 400 250 400\n")
    (rings,) = places.read_rings(table).values()
    inside = places.filled(rings, np.zeros((100, 100, 3), np.uint8))
    assert (inside[5, 50], inside[25, 50], inside[45, 50], inside[70, 50]) == (True, False, True, False)


def test_the_box_around_places_reaches_to_the_end_of_the_last() -> None:
    true = np.zeros((20, 10), bool)
    true[5:15, 2:6] = True
    assert places.around(true) == [2.0, 5.0, 6.0, 15.0]
