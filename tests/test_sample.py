"""The drawn sample catalogue: deterministic, whole, in its colours, and as styles.csv says."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lookbook.photos.shades import PALETTE
from lookbook.sample import KINDS, TRAINING_SEED_START, Drawing, Piece, draw, draw_catalogue, draw_piece
from lookbook.sample.assortment import assortment
from lookbook.sample.catalogue import SEED, SIZE
from lookbook.sample.outline import band, mirror, points, resample, smooth
from lookbook.sample.palette import colour, nearest
from lookbook.sample.raster import fill

ROOT = Path(__file__).parent.parent
KAGGLE = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName"
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
    assert {"Teal", "Kurta"} <= set(row["productDisplayName"].replace(",", "").split())
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
    assert SEED + len(assortment(SEED)) <= TRAINING_SEED_START
    with pytest.raises(ValueError, match="seed must lie between"):
        draw_catalogue(tmp_path, products=10, seed=TRAINING_SEED_START - 5)


def test_more_views_show_the_same_product_laid_down_anew(tmp_path: Path) -> None:
    assert draw_catalogue(tmp_path, products=2, seed=50, views=2) == 2
    assert {path.name for path in (tmp_path / "images").iterdir()} == {
        "1001.jpg",
        "1001_2.jpg",
        "1002.jpg",
        "1002_2.jpg",
    }
    piece = assortment(50)[0]
    front, again = draw_piece(piece), draw_piece(piece, view=1)
    assert front.row == again.row
    assert not np.array_equal(front.image, again.image)


def test_a_family_shares_cut_and_name_and_differs_in_colour() -> None:
    red, green = (
        draw_piece(Piece(seed=seed, article_type="Dresses", colour=colour, family=9, gender="Women", pattern=""))
        for seed, colour in ((1, "Red"), (2, "Green"))
    )
    both = (red.mask > 127) & (green.mask > 127)
    assert both.sum() / ((red.mask > 127) | (green.mask > 127)).sum() > 0.9
    assert red.row["productDisplayName"].replace("Red", "Green") == green.row["productDisplayName"]
    same = ("brand", "price", "season", "year", "usage", "gender")
    assert [red.row[column] for column in same] == [green.row[column] for column in same]


def test_committed_table_is_large_and_in_kaggle_form(rows: list[dict[str, str]]) -> None:
    assert (ROOT / "styles.csv").read_text().splitlines()[0] == f"{KAGGLE},brand,price,url"
    assert len(rows) >= 2000
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["gender"] for row in rows} == {"Men", "Women", "Boys", "Girls", "Unisex"}
    assert {row["season"] for row in rows} <= {"Fall", "Summer", "Winter", "Spring"}
    assert all(all(row.values()) for row in rows)
    assert all(row["url"].startswith(f"https://example.com/products/{row['id']}-") for row in rows)
    assert all(3 < float(row["price"]) < 500 for row in rows)


def test_every_type_and_every_colour_of_a_type_has_enough_products(rows: list[dict[str, str]]) -> None:
    types = Counter(row["articleType"] for row in rows)
    assert types.keys() == KINDS.keys()
    assert min(types.values()) >= 40
    assert min(Counter((row["articleType"], row["baseColour"]) for row in rows).values()) >= 5


@pytest.mark.parametrize(
    ("types", "colour", "gender", "words"),
    [
        (("Dresses",), "Red", "Women", ""),
        (("Jeans",), "Blue", "Men", ""),
        (("Backpacks",), "Black", "", ""),
        (("Casual Shoes", "Sports Shoes"), "White", "", "Sneakers"),
        (("Shirts",), "", "", "Checked"),
        (("Dresses",), "", "", "Floral"),
        (("Belts",), "Brown", "", "Leather"),
        (("Tshirts",), "Green", "Boys", ""),
        (("Watches",), "Gold", "", ""),
        (("Sweaters",), "", "", "Striped"),
    ],
)
def test_the_sample_answers_the_questions_of_the_demo(
    rows: list[dict[str, str]], types: tuple[str, ...], colour: str, gender: str, words: str
) -> None:
    right = [
        row
        for row in rows
        if row["articleType"] in types
        and colour in row["baseColour"]
        and gender in ("", row["gender"])
        and words in row["productDisplayName"]
    ]
    assert len(right) >= 5


def test_committed_table_and_pictures_belong_together(rows: list[dict[str, str]]) -> None:
    pictures = {path.stem for path in (ROOT / "images").glob("*.jpg")}
    assert pictures == {row["id"] for row in rows}
    assert sum(path.stat().st_size for path in (ROOT / "images").iterdir()) < 14_000_000
    for row in rows[:: len(rows) // 20]:
        with Image.open(ROOT / "images" / f"{row['id']}.jpg") as picture:
            picture.load()
            assert picture.size == SIZE


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
