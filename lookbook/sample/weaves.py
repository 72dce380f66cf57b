"""Surface textures: how yarn, twill or grain makes the brightness of a material vary around 1."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.random import Generator

from lookbook.sample.outline import HEIGHT, WIDTH
from lookbook.sample.raster import Plane

Weave: TypeAlias = Callable[[Generator], Plane]


def woven(name: str, rng: Generator) -> Plane:
    """Return a material's brightness, float32 (H, W) around 1."""
    if name not in WEAVES:
        raise ValueError(f"unknown weave {name!r}; choose one of {', '.join(WEAVES)}")
    return WEAVES[name](rng)


def noise(rng: Generator, rows: int, columns: int) -> Plane:
    """Return smooth noise of unit strength on the whole picture from a grid of random values."""
    grid = rng.standard_normal((rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(grid, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def _grid() -> tuple[Plane, Plane]:
    down, across = np.indices((HEIGHT, WIDTH), dtype=np.float32)
    return down, across


def cotton(rng: Generator) -> Plane:
    """Return fine threads."""
    return 1 + 0.009 * noise(rng, 200, 300) + 0.008 * noise(rng, 400, 100)


def knit(rng: Generator) -> Plane:
    """Return columns of V-shaped stitches."""
    down, across = _grid()
    pitch = float(rng.uniform(4.2, 7.0))
    zig = np.abs((across / pitch) % 1 - 0.5) * 2
    ridge = np.cos(2 * np.pi * (down / (pitch * 0.8) + zig * 0.9))
    valley = np.cos(2 * np.pi * across / pitch)
    return np.asarray(1 + 0.07 * ridge - 0.09 * valley + 0.02 * noise(rng, 200, 150), dtype=np.float32)


def cable(rng: Generator) -> Plane:
    """Return knitted cables that wind down between plain columns."""
    down, across = _grid()
    pitch = float(rng.uniform(32, 42))
    lane = ((across - WIDTH / 2) / pitch) % 1 - 0.5
    swing = 0.14 * np.sin(2 * np.pi * down / 26)
    rope = np.exp(-(((lane - swing) / 0.09) ** 2)) + np.exp(-(((lane + swing) / 0.09) ** 2))
    gutter = np.exp(-(((np.abs(lane) - 0.34) / 0.03) ** 2))
    return np.asarray(knit(rng) * (0.96 + 0.13 * rope - 0.14 * gutter), dtype=np.float32)


def ribbed(rng: Generator) -> Plane:
    """Return narrow vertical ribs."""
    _, across = _grid()
    return np.asarray(1 + 0.09 * np.cos(2 * np.pi * across / rng.uniform(5, 8)) + 0.012 * noise(rng, 200, 150))


def corduroy(rng: Generator) -> Plane:
    """Return wide velvety ribs."""
    _, across = _grid()
    return np.asarray(1 + 0.1 * np.cos(2 * np.pi * across / 4.5) + 0.03 * noise(rng, 100, 150))


def denim(rng: Generator) -> Plane:
    """Return diagonal twill with uneven yarn."""
    down, across = _grid()
    twill = np.cos(2 * np.pi * (down + across * 0.9) / 3.1)
    return np.asarray(1 + 0.045 * twill + 0.03 * noise(rng, 60, 300) + 0.025 * noise(rng, 400, 150))


def melange(rng: Generator) -> Plane:
    """Return yarn of mixed fibres."""
    return 1 + 0.035 * noise(rng, 400, 130) + 0.018 * noise(rng, 200, 150)


def mesh(rng: Generator) -> Plane:
    """Return a sports mesh of small holes."""
    down, across = _grid()
    holes = np.cos(2 * np.pi * across / 3.4) * np.cos(2 * np.pi * down / 3.4)
    return np.asarray(1 + 0.06 * holes + 0.01 * noise(rng, 200, 150))


def leather(rng: Generator) -> Plane:
    """Return fine grain."""
    return 1 + 0.013 * noise(rng, 220, 170) + 0.014 * noise(rng, 24, 18)


def satin(rng: Generator) -> Plane:
    """Return an almost even surface."""
    return 1 + 0.012 * noise(rng, 30, 60)


WEAVES: dict[str, Weave] = {
    "cotton": cotton,
    "knit": knit,
    "cable": cable,
    "ribbed": ribbed,
    "corduroy": corduroy,
    "denim": denim,
    "melange": melange,
    "mesh": mesh,
    "leather": leather,
    "satin": satin,
}
