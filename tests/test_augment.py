"""A view is the picture, placed, set before a background and lit, and never anything else."""

import keras
import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray

from lookbook.training.augment import CATALOGUE, PHOTO, Augment, Strength, boxes

Array = NDArray[np.generic]

COUNT, HEIGHT, WIDTH = 16, 32, 24


def strength(**given: float) -> Strength:
    """No change at all, but for what is given; the background is a photo."""
    nothing = {"smallest": 1.0, "largest": 1.0, "turn": 0.0, "tilt": 0.0, "shift": 0.0, "light": 0.0, "tint": 0.0}
    chances = {"white": 0.0, "photo": 1.0, "soft": 0.0, "hidden": 0.0, "packed": 0.0}
    return Strength(**{**nothing, **chances, **given})


def noise(channels: int, seed: int = 0) -> NDArray[np.uint8]:
    shape = (COUNT, HEIGHT, WIDTH, channels)
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def cutouts(inside: tuple[slice, slice] | None = None, colour: int | None = None) -> NDArray[np.uint8]:
    """Noise, or one colour, that belongs to the product inside a rectangle, on white that does not."""
    made = noise(4)
    made[..., 3] = 255
    if colour is not None:
        made[..., :3] = colour
    if inside is not None:
        product = made[:, *inside].copy()
        made[..., :3], made[..., 3] = 255, 0
        made[:, *inside] = product
    return made


def view(how: Strength, cut: Array, photos: Array, seed: int = 1) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    pictures, found = Augment(how, seed)(cut, photos)
    return np.asarray(ops.convert_to_numpy(pictures)), np.asarray(ops.convert_to_numpy(found))


def is_mirrored(pictures: Array, expected: Array) -> list[bool]:
    """Return which pictures are the expected ones mirrored; all others must be the expected ones themselves."""
    same = [np.allclose(*pair, atol=0.1) for pair in zip(pictures, expected, strict=True)]
    mirrored = [np.allclose(*pair, atol=0.1) for pair in zip(pictures, expected[:, :, ::-1], strict=True)]
    assert all(one != other for one, other in zip(same, mirrored, strict=True))
    return mirrored


def test_boxes_are_the_first_and_last_covered_rows_and_columns() -> None:
    cover = np.zeros((4, 10, 20), np.float32)
    cover[0, 2:5, 4:16] = 1.0
    cover[1, 9, 0] = 0.6
    cover[1, 0, 19] = 0.4  # too thin to count
    cover[2] = 1.0
    expected = [[4 / 20, 2 / 10, 16 / 20, 5 / 10], [0.0, 9 / 10, 1 / 20, 1.0], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert np.asarray(ops.convert_to_numpy(boxes(cover))) == pytest.approx(np.array(expected), abs=1e-6)


def test_a_view_without_any_strength_is_the_picture_or_its_mirror_image() -> None:
    cut = cutouts()
    pictures, found = view(strength(), cut, noise(3, 9))
    assert {True, False} == set(is_mirrored(pictures, cut[..., :3].astype(np.float32)))
    assert (found == [0, 0, 1, 1]).all()


def test_the_white_background_gives_way_to_the_photo() -> None:
    inside = (slice(8, 20), slice(6, 18))  # as far from the left as from the right, so that mirroring keeps it
    photos = noise(3, 9)
    pictures, found = view(strength(), cutouts(inside), photos)
    ground = np.ones((HEIGHT, WIDTH), bool)
    ground[inside] = False
    assert np.allclose(pictures[:, ground], photos[:, ground], atol=0.1)
    assert np.allclose(found, [6 / WIDTH, 8 / HEIGHT, 18 / WIDTH, 20 / HEIGHT])


def test_a_shops_background_is_nearly_white() -> None:
    inside = (slice(8, 20), slice(6, 18))
    pictures, _ = view(strength(white=1.0, photo=0.0), cutouts(inside), noise(3, 9))
    assert pictures[:, :8].min() >= 242.0
    assert pictures[:, 8:20, 6:18].mean() < 140.0


def test_without_white_and_photos_the_background_is_a_gradient_of_two_colours() -> None:
    inside = (slice(8, 20), slice(6, 18))
    pictures, _ = view(strength(photo=0.0), cutouts(inside), noise(3, 9))
    along = np.diff(pictures[:, 0], axis=1)  # the same step from pixel to pixel
    assert np.allclose(along, along[:, :1], atol=0.01)
    assert (pictures[:, 0].mean(axis=(1, 2)) < 242).all()


def test_boxes_lie_around_the_product_wherever_it_was_moved() -> None:
    inside = (slice(10, 20), slice(8, 14))
    moved = strength(smallest=0.7, largest=1.2, turn=0.3, tilt=0.2, shift=0.1, white=1.0, photo=0.0)
    pictures, found = view(moved, cutouts(inside, colour=0), noise(3, 9))
    for picture, box in zip(pictures.mean(axis=3), found, strict=True):
        rows, columns = np.nonzero(picture < 127)
        drawn = [columns.min() / WIDTH, rows.min() / HEIGHT, (columns.max() + 1) / WIDTH, (rows.max() + 1) / HEIGHT]
        assert box == pytest.approx(drawn, abs=1.5 / WIDTH)
    assert len(np.unique(found, axis=0)) == COUNT  # every product went somewhere else


MIDDLE = (slice(11, 21), slice(8, 16))
"""A rectangle around the middle of the frame."""


def middles_and_sizes(how: Strength) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return where a product from the middle comes to lie, and how large, as shares of the frame."""
    _, found = view(how, cutouts(MIDDLE), noise(3, 9))
    low, high = np.split(found, 2, axis=1)
    return np.asarray((low + high) / 2, np.float32), high - low


def test_products_are_turned_about_the_middle() -> None:
    middles, sizes = middles_and_sizes(strength(turn=0.5))
    assert middles == pytest.approx(np.full((COUNT, 2), 0.5), abs=1 / WIDTH)
    assert np.ptp(sizes[:, 0]) > 2 / WIDTH


def test_products_are_tilted_about_the_middle() -> None:
    middles, sizes = middles_and_sizes(strength(tilt=0.3))
    assert middles == pytest.approx(np.full((COUNT, 2), 0.5), abs=1.5 / WIDTH)
    assert np.ptp(sizes[:, 0]) > 2 / WIDTH


def test_products_are_shifted_by_a_share_of_the_frame() -> None:
    middles, sizes = middles_and_sizes(strength(shift=0.2))
    assert np.abs(middles - 0.5).max(axis=0) == pytest.approx([0.2, 0.2], abs=0.06)  # the farthest of sixteen
    assert sizes == pytest.approx(np.tile([8 / WIDTH, 10 / HEIGHT], (COUNT, 1)), abs=1.5 / WIDTH)


def test_products_come_smaller_and_larger() -> None:
    _, sizes = middles_and_sizes(strength(smallest=0.5, largest=2.0))
    width = sizes[:, 0] / (8 / WIDTH)
    assert width.min() == pytest.approx(0.5, abs=0.2)
    assert width.max() == pytest.approx(2.0, abs=0.4)


def test_light_changes_the_colours_of_every_picture() -> None:
    cut = cutouts(colour=128)
    pictures, _ = view(strength(light=0.3), cut, noise(3, 9))
    means = pictures.mean(axis=(1, 2))
    assert len(np.unique(means.round(3), axis=0)) == COUNT
    # grey stays grey, between e^-0.3 and e^0.3 times 128, and 60 x 0.3 more or less
    assert np.ptp(means, axis=1).max() < 0.1
    assert 128 * np.exp(-0.3) - 18 <= means.min()
    assert means.max() <= 128 * np.exp(0.3) + 18


def test_a_fifth_channel_tells_where_the_product_is_in_a_picture_that_is_kept_whole() -> None:
    inside = (slice(8, 20), slice(6, 18))
    product = np.zeros((COUNT, HEIGHT, WIDTH, 1), np.uint8)
    product[:, *inside] = 255
    cut = cutouts()
    pictures, found = view(strength(), np.concatenate([cut, product], axis=-1), noise(3, 9))
    assert {True, False} == set(is_mirrored(pictures, cut[..., :3].astype(np.float32)))
    assert np.allclose(found, [6 / WIDTH, 8 / HEIGHT, 18 / WIDTH, 20 / HEIGHT])


def test_a_packed_view_has_lost_fine_differences_and_kept_the_rest() -> None:
    cut = cutouts(colour=128)
    cut[:, ::2, ::2, 0] += 9
    pictures, _ = view(strength(packed=1.0), cut, noise(3, 9))
    away = np.abs(pictures - 130).mean(axis=(1, 2, 3))
    assert (np.ptp(pictures, axis=(1, 2)).max(axis=1) < 2).any(), "the coarsest leave one colour"
    assert len(np.unique(away.round(4))) > COUNT / 2, "each has a quality of its own"
    assert away.max() < 9


def test_low_resolution_takes_away_what_is_finer_than_two_pixels() -> None:
    stripes = cutouts()
    stripes[..., :3] = np.where(np.arange(WIDTH) % 2, 0, 255)[None, None, :, None]
    pictures, _ = view(strength(soft=1.0), stripes, noise(3, 9))
    assert np.ptp(pictures[:, :, 2:-2]) < 130


def test_what_lies_in_front_is_one_plain_rectangle() -> None:
    cut = cutouts(colour=128)
    pictures, _ = view(strength(hidden=1.0), cut, noise(3, 9))
    for picture in pictures:
        changed = (picture != 128).any(axis=2)
        rows, columns = np.nonzero(changed)
        if len(rows):  # it may lie beside the frame
            front = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            assert (front == front[0, 0]).all()
    assert (pictures != 128).any(axis=(1, 2, 3)).sum() > COUNT / 2


@pytest.mark.parametrize("how", [CATALOGUE, PHOTO], ids=["catalogue", "photo"])
def test_values_stay_those_of_a_picture(how: Strength) -> None:
    pictures, found = view(how, cutouts((slice(8, 20), slice(6, 18))), noise(3, 9))
    assert pictures.shape == (COUNT, HEIGHT, WIDTH, 3)
    assert pictures.dtype == np.float32
    assert pictures.min() >= 0.0
    assert pictures.max() <= 255.0
    assert found.min() >= 0.0
    assert found.max() <= 1.0


def test_one_seed_gives_one_view_and_every_call_another() -> None:
    cut, photos = cutouts(), noise(3, 9)
    one, other = Augment(PHOTO, seed=1), Augment(PHOTO, seed=1)
    first, again = one(cut, photos)[0], other(cut, photos)[0]
    assert np.array_equal(first, again)
    assert not np.array_equal(first, one(cut, photos)[0])
    assert not np.array_equal(first, Augment(PHOTO, seed=2)(cut, photos)[0])


def test_the_pictures_given_stay_as_they_were() -> None:
    cut, photos = cutouts(), noise(3, 9)
    view(PHOTO, cut, photos)
    assert np.array_equal(cut, cutouts())
    assert np.array_equal(photos, noise(3, 9))


def test_views_are_float32_under_every_policy() -> None:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        pictures, found = view(PHOTO, cutouts(), noise(3, 9))
    finally:
        keras.config.set_dtype_policy(before)
    assert pictures.dtype == found.dtype == np.float32
