"""Pictures without a garment, so that the network learns to say so: photos at hand, and made-up noise, text, hills."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.encoders.network import HEIGHT, WIDTH
from lookbook.photos.formats import pictures_below

Picture = NDArray[np.uint8]
SIZE = (HEIGHT, WIDTH, 3)
CROPS = 6
"""How many pieces are cut from one large photo."""
LARGE = 500
"""From this shorter side on, in pixels, a photo holds several pictures."""
LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz      0123456789,.;:-"))


def without_garment(folder: Path, seed: int = 0) -> Iterator[tuple[str, Picture]]:
    """Read every picture below a folder (by the endings of its files), large ones also in pieces.

    Yields:
        The picture's name, and a picture (H, W, 3); pieces of one picture share its name.
    """
    rng = np.random.default_rng(seed)
    for path in pictures_below(folder):
        photo = photos.read(path)
        yield str(path), photo
        pieces = CROPS if min(photo.shape[:2]) >= LARGE else 0
        yield from ((str(path), _piece(photo, rng)) for _ in range(pieces))


def _piece(photo: Picture, rng: np.random.Generator) -> Picture:
    height = int(min(photo.shape[0], photo.shape[1] * HEIGHT / WIDTH) * rng.uniform(0.35, 0.9))
    width = height * WIDTH // HEIGHT
    top = int(rng.integers(photo.shape[0] - height + 1))
    left = int(rng.integers(photo.shape[1] - width + 1))
    return photo[top : top + height, left : left + width]


def made_up(count: int, seed: int = 0) -> Iterator[tuple[str, Picture]]:
    """Make pictures of noise, plain colour, stripes, text and landscapes, in turn.

    Yields:
        A name and a picture (112, 84, 3).
    """
    rng = np.random.default_rng(seed)
    for number in range(count):
        make = MAKERS[number % len(MAKERS)]
        yield f"made up {seed} {number}", make(rng).clip(0, 255).astype(np.uint8)


def _noise(rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise of one grain size between a pixel and a quarter of the picture, grey or coloured."""
    grain = int(2 ** rng.uniform(0, 4.5))
    small = rng.uniform(0, 255, (HEIGHT // grain + 1, WIDTH // grain + 1, int(rng.choice([1, 3]))))
    large = cv2.resize(small, (WIDTH, HEIGHT), interpolation=int(rng.choice([cv2.INTER_NEAREST, cv2.INTER_CUBIC])))
    return np.broadcast_to(large.reshape(HEIGHT, WIDTH, -1), SIZE)


def _gradient(rng: np.random.Generator) -> NDArray[np.float64]:
    """One colour, or two that run into each other."""
    ends = rng.uniform(0, 255, (2, 3))
    angle = rng.uniform(0, 2 * np.pi)
    down, across = np.mgrid[0:1:HEIGHT * 1j, 0:1:WIDTH * 1j]  # fmt: skip
    along = (np.cos(angle) * down + np.sin(angle) * across)[..., None] * rng.integers(2)
    return np.asarray(ends[0] + (ends[1] - ends[0]) * (along - along.min()))


def _stripes(rng: np.random.Generator) -> NDArray[np.float64]:
    """Bands or checks without end, and so without the outline of anything."""
    colours = rng.uniform(0, 255, (2, 3))
    angle, length = rng.uniform(0, np.pi), rng.uniform(3, 30)
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    first = np.sin((np.cos(angle) * down + np.sin(angle) * across) * 2 * np.pi / length)
    second = np.sin((np.sin(angle) * down - np.cos(angle) * across) * 2 * np.pi / length) if rng.integers(2) else 1.0
    return np.asarray(np.where((first * second > 0)[..., None], colours[0], colours[1]))


def _text(rng: np.random.Generator) -> NDArray[np.float64]:
    """A page of lines, dark on light or light on dark."""
    paper, ink = sorted(rng.integers(0, 256, 2).tolist(), reverse=bool(rng.integers(4)))
    page = np.full(SIZE, paper, np.uint8)
    size = rng.uniform(0.2, 0.9)
    for line in np.arange(rng.uniform(4, 14), HEIGHT, 28 * size):
        words = "".join(rng.choice(LETTERS, 60))
        at = (int(rng.uniform(-10, 10)), int(line))
        cv2.putText(page, words, at, int(rng.integers(5)), size, (ink, ink, ink), 1, cv2.LINE_AA)
    return page.astype(float)


def _landscape(rng: np.random.Generator) -> NDArray[np.float64]:
    """Sky over ridges of hills, each nearer one darker or lighter, with the grain of a photo."""
    sky = np.array([rng.uniform(100, 240), rng.uniform(140, 240), rng.uniform(180, 255)])
    fade = np.linspace(0, 1, HEIGHT)[:, None, None]
    scene = np.broadcast_to(sky + (rng.uniform(150, 255, 3) - sky) * fade, SIZE).copy()
    horizon = rng.uniform(0.3, 0.6) * HEIGHT
    for _ in range(int(rng.integers(1, 5))):
        wave = sum(
            rng.normal() * 12 / f * np.sin(f * np.linspace(0, 6, WIDTH) + rng.uniform(0, 6)) for f in (1, 2, 4, 9)
        )
        ground = np.arange(HEIGHT)[:, None] > horizon + wave
        scene[ground] = rng.uniform(20, 190, 3)
        horizon += rng.uniform(8, 30)
    return np.asarray(scene + rng.normal(0, rng.uniform(0, 12), SIZE))


MAKERS = (_noise, _gradient, _stripes, _text, _landscape)
