"""The tasks give the scores that are worked out by hand, and copies flatter none of them."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.encoders.base import Photo, Vectors
from lookbook.evaluation.distortion import corner, distort, gradients
from lookbook.evaluation.figure import averaged, spread
from lookbook.evaluation.gallery import NOTHING, Gallery, gallery, grouped, nearest, neighbours
from lookbook.evaluation.metrics import precision_at
from lookbook.evaluation.split import for_test, held_out
from lookbook.evaluation.tasks import Judged, consumer_to_shop, encode, same_product, shop_to_shop
from tests.fakes import MeanColour, paint, unit


def turned(*degrees: float) -> Vectors:
    """Unit vectors in the plane, by their angle."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def shop(vectors: Vectors, types: list[str], groups: list[int], kept: list[int]) -> Gallery:
    products = [{"articleType": kind, "gender": "Men" if row % 2 else "Women"} for row, kind in enumerate(types)]
    names = [f"images/{row}.jpg" for row in range(len(types))]
    return Gallery(names, vectors, products, np.array(groups), np.isin(np.arange(len(types)), kept))


def plain(colour: tuple[int, int, int], rows: int = 8, columns: int = 6) -> Photo:
    return np.full((rows, columns, 3), colour, np.uint8)


# Split


def test_a_product_is_kept_back_by_the_hash_of_its_id() -> None:
    for product in map(str, range(300)):
        assert held_out(product) == (int(hashlib.sha256(product.encode()).hexdigest()[:16], 16) % 10 == 0)


def test_one_in_ten_is_kept_back_and_always_the_same() -> None:
    assert [product for product in map(str, range(50)) if held_out(product)] == ["0", "7", "9", "10", "33", "40", "44"]
    assert sum(held_out(str(number)) for number in range(10_000)) == pytest.approx(1000, abs=100)


def test_what_is_kept_back_falls_into_a_test_half_and_a_validation_half() -> None:
    for product in map(str, range(300)):
        assert for_test(product) == (int(hashlib.sha256(product.encode()).hexdigest(), 16) % 2 == 0)
    kept = [product for product in map(str, range(10_000)) if held_out(product)]
    assert sum(map(for_test, kept)) / len(kept) == pytest.approx(0.5, abs=0.05)


# Gallery


def test_copies_make_a_group_that_is_kept_back_if_its_first_picture_is(tmp_path: Path) -> None:
    red, green, blue = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    names = {"32": red, "33": red, "44": green, "45": green, "7": blue, "8": (9, 9, 9)}
    for name, colour in names.items():
        paint(tmp_path / "images" / f"{name}.png", colour)
    (tmp_path / "styles.csv").write_text("id,articleType\n32,Shirts\n44,Jeans\n")
    catalog = Catalog.open(tmp_path / "images", relative_to=tmp_path)

    made = gallery(catalog, catalog.filenames, np.eye(6, dtype=np.float32))

    assert made.filenames == [f"images/{name}.png" for name in names]
    assert made.groups.tolist() == [0, 0, 2, 2, 4, 5]
    # 33, 44 and 7 are held out by their ids, 7 for validation; 33 is a copy of 32, which is not, and 45 is one of 44
    assert made.kept.tolist() == [False, False, True, False, False, False]
    assert gallery(catalog, catalog.filenames, made.vectors, test=False).kept.tolist() == [False] * 4 + [True, False]
    assert [product.get("articleType") for product in made.products] == ["Shirts", None, "Jeans", None, None, None]


def test_pictures_of_one_product_are_one_and_never_on_both_sides(tmp_path: Path) -> None:
    colours = {name: (20 * place, 90, 255 - 20 * place) for place, name in enumerate(["32_1", "33_1", "33_2", "44_1"])}
    colours |= {"44_2": colours["32_1"], "7_1": (1, 2, 3), "7_2": (3, 2, 1)}
    for name, colour in colours.items():
        paint(tmp_path / "images" / f"{name}.png", colour)
    (tmp_path / "styles.csv").write_text("id,articleType\n32,Shirts\n33,Jeans\n44,Jeans\n7,Shirts\n")
    catalog = Catalog.open(tmp_path / "images", relative_to=tmp_path)
    made = gallery(catalog, catalog.filenames, np.eye(7, dtype=np.float32))
    # 33, 44 and 7 are held out, 7 for validation; a picture of 44 is the very one of 32, which is trained on
    assert made.groups.tolist() == [0, 1, 1, 0, 0, 5, 5]
    assert made.kept.tolist() == [False, True, *[False] * 5]
    assert gallery(catalog, catalog.filenames, made.vectors, test=False).kept.tolist() == [False] * 5 + [True, False]


@pytest.mark.parametrize(
    ("ids", "contents", "groups"),
    [
        ("aabb", "wxyz", [0, 0, 2, 2]),
        ("abcd", "wxwx", [0, 1, 0, 1]),
        ("abba", "wxyz", [0, 1, 1, 0]),
        ("abac", "wxxy", [0, 0, 0, 3]),
        ("abcca", "vwxwx", [0, 0, 0, 0, 0]),
        ("wx", "xw", [0, 1]),
    ],
)
def test_an_id_or_a_content_in_common_makes_a_group(ids: str, contents: str, groups: list[int]) -> None:
    assert grouped(ids, contents).tolist() == groups


# Shop to shop

ANGLES = turned(0, 0, 10, 20, 20, 30, 40, 50, 60)
TYPES = ["Shirts", "Shirts", "Shirts", "Jeans", "Jeans", "Shirts", "Jeans", "Shirts", ""]
GROUPS = [0, 0, 2, 3, 3, 5, 6, 7, 8]


def judged(made: Gallery, *columns: str) -> Judged:
    return shop_to_shop(made, columns, neighbours(made))


def test_the_query_and_copies_are_left_out_of_the_results() -> None:
    near = neighbours(shop(ANGLES, TYPES, GROUPS, kept=[0, 6]))
    assert near.queries.tolist() == [0, 6]
    # of the copies, 1 is one of the first query's own, and 4 is one of 3
    assert near.found.tolist() == [
        [2, 3, 5, 6, 7, 8, *[NOTHING] * 4],
        [5, 7, 3, 8, 2, 0, *[NOTHING] * 4],
    ]


def test_ten_different_products_are_found_even_among_copies() -> None:
    angles = [number // 3 for number in range(60)]
    groups = [number - number % 3 for number in range(60)]
    near = neighbours(shop(turned(*angles), ["Shirts"] * 60, groups, kept=[0]))
    assert near.found.tolist() == [[3, 6, 9, 12, 15, 18, 21, 24, 27, 30]]


def test_ten_products_are_found_however_many_pictures_each_has() -> None:
    angles, groups = [number // 9 for number in range(180)], [number - number % 9 for number in range(180)]
    near = neighbours(shop(turned(*angles), ["Shirts"] * 180, groups, kept=[0]))
    assert near.found.tolist() == [[9 * place for place in range(1, 11)]]


def test_results_of_the_same_type_are_right() -> None:
    found = judged(shop(ANGLES, TYPES, GROUPS, kept=[0, 6]), "articleType")
    # the first shirt gets 10 Shirts, 20 Jeans (once), 30 Shirts, 40 Jeans, 50 Shirts, 60 nothing;
    # the jeans at 40 get 30 Shirts, 50 Shirts, 20 Jeans (once), 60 nothing, 10 Shirts, 0 Shirts
    assert found.relevant[:, :6].tolist() == [[1, 0, 1, 0, 1, 0], [0, 0, 1, 0, 0, 0]]
    assert not found.relevant[:, 6:].any()
    assert precision_at(found.relevant, 5).tolist() == [3 / 5, 1 / 5]
    # of 6 other products, 3 are shirts like the first, and 1 is jeans like the second
    assert (found.available.tolist(), found.others) == ([3, 1], 6)


def test_without_copies_in_the_table_they_would_have_counted() -> None:
    found = judged(shop(ANGLES, TYPES, list(range(9)), kept=[0, 6]), "articleType")
    # the first shirt gets its copy, 10 Shirts, 20 Jeans twice, 30 Shirts
    assert precision_at(found.relevant, 5).tolist() == [3 / 5, 2 / 5]


def test_a_product_without_the_label_is_not_asked_for() -> None:
    found = judged(shop(ANGLES, TYPES, GROUPS, kept=[0, 8]), "articleType")
    assert precision_at(found.relevant, 5).tolist() == [3 / 5]


def test_all_columns_must_agree() -> None:
    found = judged(shop(ANGLES, TYPES, GROUPS, kept=[0]), "articleType", "gender")
    # women's shirts are in rows 0 (the query) and 2; 5 and 7 are men's
    assert precision_at(found.relevant, 5).tolist() == [1 / 5]
    assert (found.available.tolist(), found.others) == ([1], 6)


def test_a_small_shop_gives_fewer_than_five_results_and_the_rest_count_as_wrong() -> None:
    found = judged(shop(turned(0, 1, 2), ["Shirts"] * 3, [0, 1, 2], kept=[1]), "articleType")
    assert precision_at(found.relevant, 5).tolist() == [2 / 5]
    assert (found.available.tolist(), found.others) == ([2], 2)


# Same product


def painted_shop(tmp_path: Path, vectors: Vectors, kept: list[int]) -> tuple[Gallery, Catalog]:
    colours = [(230, 0, 0), (0, 230, 0), (0, 0, 230), (160, 160, 0), (0, 160, 160), (160, 0, 160), (150, 150, 150)]
    for number, colour in enumerate(colours):
        paint(tmp_path / "images" / f"{number}.png", colour)
    catalog = Catalog.open(tmp_path / "images", relative_to=tmp_path)
    made = shop(vectors, ["Shirts"] * 7, list(range(7)), kept)
    return made._replace(filenames=catalog.filenames), catalog


COLOURS = np.stack(
    [
        unit(230, 0, 0),
        unit(0, 230, 0),
        unit(0, 0, 230),
        unit(160, 160, 0),
        unit(0, 160, 160),
        unit(160, 0, 160),
        unit(150, 150, 150),
    ]
)
BLACK = plain((0, 0, 0))


def test_a_distorted_picture_finds_its_own_product(tmp_path: Path) -> None:
    made, catalog = painted_shop(tmp_path, COLOURS, kept=[0, 1, 2, 3])
    found = same_product(made, catalog, MeanColour(), [BLACK], count=10)  # black does not change a mean colour's angle
    assert found.relevant.tolist() == [[1, 0, 0, 0, 0]] * 4
    assert (found.available.tolist(), found.others) == ([1] * 4, 7)


def test_a_product_whose_vector_is_another_is_not_found_first(tmp_path: Path) -> None:
    made, catalog = painted_shop(tmp_path, COLOURS[::-1].copy(), kept=[0, 1, 2])
    found = same_product(made, catalog, MeanColour(), [BLACK], count=2)
    assert found.relevant.shape == (2, 5)
    assert not found.relevant[:, 0].any()


def test_any_picture_of_the_product_counts_as_the_product_once(tmp_path: Path) -> None:
    vectors = COLOURS.copy()
    vectors[6], vectors[0] = vectors[0].copy(), vectors[6].copy()
    made, catalog = painted_shop(tmp_path, vectors, kept=[0])
    made = made._replace(groups=np.array([0, 1, 2, 3, 4, 5, 0]))
    found = same_product(made, catalog, MeanColour(), [BLACK], 1)
    assert found.relevant.tolist() == [[1, 0, 0, 0, 0]]
    assert (found.available.tolist(), found.others) == ([1], 6)


def test_distortion_shows_the_product_before_the_backdrop() -> None:
    photo = np.full((60, 45, 3), 255, np.uint8)
    photo[12:48, 9:36] = (200, 30, 30)
    backdrop = plain((20, 40, 200))
    made = distort(photo, np.random.default_rng(3), backdrop)
    assert made.shape == (120, 90, 3)
    assert made.dtype == np.uint8
    edges = np.concatenate([made[:6].reshape(-1, 3), made[-6:].reshape(-1, 3)]).astype(int)
    assert (edges[:, 2] > edges[:, 0] + 60).mean() > 0.9  # blue
    middle = made[45:75, 35:55].reshape(-1, 3).astype(int)
    assert (middle[:, 0] > middle[:, 2] + 60).mean() > 0.9  # red


def test_distortion_is_the_same_for_one_seed_and_leaves_its_photos_alone() -> None:
    photo: NDArray[np.uint8] = np.random.default_rng(1).integers(0, 256, (60, 45, 3), np.uint8)
    backdrop = plain((20, 40, 200))
    photo.flags.writeable = backdrop.flags.writeable = False
    one, two, other = (distort(photo, np.random.default_rng(seed), backdrop) for seed in (3, 3, 4))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_backgrounds_are_corners_of_photos_or_drawn() -> None:
    photo = np.arange(90 * 60 * 3, dtype=np.uint8).reshape(90, 60, 3)
    assert np.array_equal(corner(photo), photo[:30, :20])
    drawn = gradients(3)
    assert [backdrop.shape for backdrop in drawn] == [(80, 60, 3)] * 3
    assert drawn[0].dtype == np.uint8
    assert all((backdrop == backdrop[:, :1]).all() for backdrop in drawn), "every row is plain"
    assert not np.array_equal(drawn[0], drawn[1])
    assert np.array_equal(drawn[2], gradients(3)[2])


# Consumer to shop


def asked(made: Gallery, labelled: list[tuple[str, Photo]], right: dict[str, frozenset[str]]) -> Judged:
    vectors = encode(MeanColour(), (photo for _, photo in labelled))
    found = nearest(made, vectors, np.full(len(vectors), NOTHING))
    return consumer_to_shop(made, [label for label, _ in labelled], found, right)


def test_a_photo_is_right_with_any_of_its_labels_types() -> None:
    types = ["Tshirts", "Jeans", "Tops", "Shorts", "Jeans", "Tshirts", "Tops"]
    made = shop(COLOURS, types, list(range(7)), kept=[])
    right = {"Top": frozenset({"Tops", "Tshirts"}), "Shorts": frozenset({"Shorts"})}

    found = asked(made, [("Top", plain((200, 10, 0))), ("Shorts", plain((9, 8, 0)))], right)

    # nearly red: red, yellow, purple, grey, green: Tshirts, Shorts, Tshirts, Tops, Jeans
    # nearly yellow: yellow, then four that are no shorts
    assert precision_at(found.relevant, 5).tolist() == [3 / 5, 1 / 5]
    assert (found.available.tolist(), found.others) == ([4, 1], 7)


def test_every_picture_of_the_shop_can_be_found_and_copies_count_once() -> None:
    vectors = np.stack([unit(0, 255, 0), unit(0, 250, 5), unit(255, 0, 0), unit(255, 0, 0), unit(255, 10, 0)])
    made = shop(vectors, ["Jeans", "Jeans", "Shorts", "Shorts", "Tshirts"], [0, 1, 2, 2, 4], kept=[])
    found = asked(made, [("T", plain((255, 10, 0)))], {"T": frozenset({"Tshirts", "Shorts"})})
    # the last picture, the shorts once, and two that are wrong
    assert found.relevant.tolist() == [[True, True, *[False] * 8]]
    assert (found.available.tolist(), found.others) == ([2], 4)


def test_a_label_without_its_type_in_the_shop_is_a_miss() -> None:
    made = shop(COLOURS, ["Jeans"] * 7, list(range(7)), kept=[])
    found = asked(made, [("T", plain((9, 0, 0)))], {"T": frozenset({"Tshirts"})})
    assert not found.relevant.any()
    assert found.available.tolist() == [0]


def test_a_sender_of_many_photos_counts_as_much_as_one_of_a_single_photo() -> None:
    # five photos of one sender find nothing, one of another finds three right among five; 60 of 99 are right
    relevant = np.zeros((6, 5), bool)
    relevant[5, :3] = True
    judged = Judged(relevant, np.full(6, 60), 100)
    senders = ["many"] * 5 + ["single"]

    found = averaged("photos", "P@5", judged, senders)
    apart = spread("apart", "P@5", judged, senders)

    assert [found.mean, found.queries] == pytest.approx([0.3, 6])
    assert [found.low, found.high] == pytest.approx([0.0, 0.6])
    assert found.chance == pytest.approx(0.6)
    assert [apart.mean, apart.low, apart.high, apart.queries] == pytest.approx([0.3, 0.0, 0.6, 2])


def test_any_number_of_photos_is_encoded_in_batches() -> None:
    class Counting(MeanColour):
        def encode(self, frames: NDArray[np.uint8]) -> Vectors:
            sizes.append(len(frames))
            return super().encode(frames)

    sizes: list[int] = []
    vectors = encode(Counting(), (plain((number, 100, 3)) for number in range(130)))
    assert sizes == [64, 64, 2]
    assert vectors == pytest.approx(np.stack([unit(number, 100, 3) for number in range(130)]), abs=1e-6)
