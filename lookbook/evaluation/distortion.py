"""Bad photos of good pictures: how a product looks when somebody photographs it carelessly."""

from collections.abc import Sequence

import cv2
import numpy as np

from lookbook.encoders.base import Photo
from lookbook.evaluation.places import Places

PAPER = 240
"""Below this value in any channel, a pixel of a picture with a white background is the product."""


def distort(photo: Photo, rng: np.random.Generator, backdrop: Photo) -> Photo:
    """Make a bad photo of a product's own picture.

    70 % of it, turned, on another background, dim or bright, blurred, at JPEG quality 30.
    """
    rows, columns = photo.shape[:2]
    share = 0.7**0.5
    top, left = (int(rng.uniform(0, (1 - share) * side)) for side in (rows, columns))
    cut = photo[top : top + int(rows * share), left : left + int(columns * share)]
    big = cv2.resize(cut, (columns * 2, rows * 2), interpolation=cv2.INTER_CUBIC)
    middle = (columns, rows)
    turn = cv2.getRotationMatrix2D(middle, rng.uniform(-15, 15), rng.uniform(0.8, 0.95))
    size = (columns * 2, rows * 2)
    cover = cv2.warpAffine(np.where(big.min(axis=2) < PAPER, 255, 0).astype(np.uint8), turn, size)[..., None] / 255.0
    turned = cv2.warpAffine(big, turn, size)
    scene = cv2.resize(backdrop, size)
    lit = (turned * cover + scene * (1 - cover)) * rng.uniform(0.7, 1.3)
    soft = cv2.GaussianBlur(lit.clip(0, 255).astype(np.uint8), (0, 0), 1.0)
    _, packed = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def composite(photo: Photo, backdrop: Photo, rng: np.random.Generator) -> tuple[Photo, Places]:
    """Put a product's picture with a white background somewhere on a photo.

    Returns:
        The photo (320, 240, 3), and where in it the product is.
    """
    scene = cv2.resize(backdrop, (240, 320))
    scale = rng.uniform(0.45, 0.95) * min(240 / photo.shape[1], 320 / photo.shape[0])
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    rows, columns = small.shape[:2]
    top, left = int(rng.integers(321 - rows)), int(rng.integers(241 - columns))
    cover = small.min(axis=2) < PAPER
    place = scene[top : top + rows, left : left + columns]
    place[cover] = small[cover]
    places = np.zeros(scene.shape[:2], bool)
    places[top : top + rows, left : left + columns] = cover
    return np.asarray(scene, np.uint8), places


def chosen(backdrops: Sequence[Photo], rng: np.random.Generator) -> Photo:
    """Draw one of the backdrops."""
    return backdrops[int(rng.integers(len(backdrops)))]


def corner(photo: Photo) -> Photo:
    """Cut out the upper left ninth of a photo, where the floor or the bed is rather than the garment."""
    return photo[: photo.shape[0] // 3, : photo.shape[1] // 3]


def gradients(count: int, seed: int = 0) -> list[Photo]:
    """Draw plain backgrounds (80, 60, 3), each from one colour at its top to another at its bottom."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(40, 240, size=(count, 2, 1, 1, 3))
    shares = np.linspace(0, 1, 80)[:, None, None]
    return [np.tile((top * (1 - shares) + bottom * shares).astype(np.uint8), (1, 60, 1)) for top, bottom in ends]
