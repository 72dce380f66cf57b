"""The drawn sample catalogue: deterministic, whole, in its colours, and as styles.csv says."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lookbook.sample import KINDS, TRAINING_SEED_START, Drawing, draw, draw_catalogue
from lookbook.sample.catalogue import PRODUCTS, SEED
from lookbook.sample.outline import band, mirror, points, resample, smooth
from lookbook.sample.palette import colour, nearest
from lookbook.sample.raster import fill
from lookbook.sample.shades import PALETTE

ROOT = Path(__file__).parent.parent
HEADER = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName"
PATTERN_WORDS = ("Print", "Strip", "Check", "Polka", "Argyle", "Zigzag", "Camouflage", "block")


@pytest.fixture(scope="module")
def one_of_each() -> dict[str, Drawing]:
    return {name: draw(7000 + number, name) for number, name in enumerate(KINDS)}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ROOT / "styles.csv").open(newline="") as table:
        return list(csv.DictReader(table))


def test_same_seed_gives_same_pixels_and_another_seed_others() -> None:
    first, again, other = draw(5), draw(5), draw(6)
    assert np.array_equal(first.image, again.image)
    assert np.array_equal(first.mask, again.mask)
    assert first.row == again.row
    assert not np.array_equal(first.image, other.image)


def test_every_type_fills_a_good_part_of_the_frame(one_of_each: dict[str, Drawing]) -> None:
    assert len(one_of_each) >= 24
    for name, drawing in one_of_each.items():
        assert drawing.image.shape == (400, 300, 3), name
        assert drawing.image.dtype == drawing.mask.dtype == np.uint8
        assert 0.06 < np.mean(drawing.mask > 127) < 0.75, name


def test_every_product_stays_inside_the_frame_on_white_ground(one_of_each: dict[str, Drawing]) -> None:
    for name, drawing in one_of_each.items():
        edge = np.concatenate([drawing.mask[0], drawing.mask[-1], drawing.mask[:, 0], drawing.mask[:, -1]])
        assert edge.max() == 0, name
        corners = drawing.image[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert (corners == 255).all(), name


def test_mask_is_where_the_picture_is_not_white(one_of_each: dict[str, Drawing]) -> None:
    for name, drawing in one_of_each.items():
        dark = drawing.image.min(axis=2) < 150
        outside = drawing.mask == 0
        assert not (dark & outside).any(), name
        inside = drawing.mask == 255
        assert np.mean(drawing.image.min(axis=2)[inside] < 253) > 0.95, name


@pytest.mark.parametrize("name", ["Blazers", "Trousers", "Leggings", "Sweatshirts"])
def test_plain_garment_has_the_colour_it_is_named_for(name: str) -> None:
    for number, shade_name in enumerate(KINDS[name].colours[::4]):
        drawing = plain_drawing(name, shade_name, 100 * number)
        shade = np.median(drawing.image[drawing.mask == 255], axis=0) / 255
        assert nearest(shade.astype(np.float32)) == shade_name


def plain_drawing(name: str, shade_name: str, seed: int) -> Drawing:
    """Return the first drawing from a seed on whose title names no pattern."""
    drawings = (draw(seed + step, name, shade_name) for step in range(100))
    return next(one for one in drawings if not any(word in one.row["productDisplayName"] for word in PATTERN_WORDS))


def test_fixed_type_and_colour_are_kept_and_unknown_ones_refused() -> None:
    row = draw(3, "Kurtas", "Teal").row
    assert (row["articleType"], row["baseColour"]) == ("Kurtas", "Teal")
    assert "Teal Kurta" in row["productDisplayName"]
    with pytest.raises(ValueError, match="unknown article type 'Capes'; choose one of Tshirts"):
        draw(3, "Capes")
    with pytest.raises(ValueError, match="unknown colour 'Plaid'; choose one of Black"):
        draw(3, "Tshirts", "Plaid")


def test_palette_names_tell_every_colour_apart() -> None:
    for name in PALETTE:
        assert nearest(colour(name)) == name


def test_catalogue_is_reproducible_byte_for_byte_and_leaves_no_drafts(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        draw_catalogue(tmp_path / folder, products=6, seed=50)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()} for f in ("one", "two"))
    assert one == two
    assert sorted(one) == ["1001.jpg", "1002.jpg", "1003.jpg", "1004.jpg", "1005.jpg", "1006.jpg", "styles.csv"]


def test_catalogue_refuses_seeds_that_belong_to_training(tmp_path: Path) -> None:
    assert SEED + PRODUCTS <= TRAINING_SEED_START
    with pytest.raises(ValueError, match="seed must lie between"):
        draw_catalogue(tmp_path, products=10, seed=TRAINING_SEED_START - 5)


def test_committed_table_is_large_balanced_and_in_kaggle_form(rows: list[dict[str, str]]) -> None:
    assert (ROOT / "styles.csv").read_text().splitlines()[0] == HEADER
    types = [row["articleType"] for row in rows]
    assert len(rows) >= 320
    assert len({row["id"] for row in rows}) == len(rows)
    assert len(set(types)) >= 24
    assert max(map(types.count, set(types))) - min(map(types.count, set(types))) <= 1
    assert {row["gender"] for row in rows} <= {"Men", "Women", "Boys", "Girls", "Unisex"}
    assert {row["season"] for row in rows} <= {"Fall", "Summer", "Winter", "Spring"}
    assert all(all(row.values()) for row in rows)


def test_committed_table_and_pictures_belong_together(rows: list[dict[str, str]]) -> None:
    pictures = {path.stem for path in (ROOT / "images").glob("*.jpg")}
    assert pictures == {row["id"] for row in rows}
    assert sum(path.stat().st_size for path in (ROOT / "images").iterdir()) < 5_000_000
    with Image.open(ROOT / "images" / f"{rows[0]['id']}.jpg") as picture:
        assert picture.size == (300, 400)


def test_fill_covers_the_area_that_geometry_says() -> None:
    square = points((10, 10), (30, 10), (30, 50), (10, 50))
    assert fill([square]).full().sum() == pytest.approx(20 * 40, rel=0.03)


def test_curves_pass_through_their_points_and_mirror_twice_to_themselves() -> None:
    curve = smooth((10, 20), (40, 60), (90, 30))
    for place in ([10, 20], [40, 60], [90, 30]):
        assert np.linalg.norm(curve - np.array(place), axis=1).min() < 1e-3
    assert np.allclose(mirror(mirror(curve)), curve)
    assert np.allclose(np.diff(resample(points((0, 0), (9, 0)), 4)[:, 0]), 3)
    strip = band(points((0, 0), (10, 0)), 4)
    assert np.ptp(strip[:, 1]) == pytest.approx(4)
