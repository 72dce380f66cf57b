"""Relief and light: heights in picture units become brightness under a lamp at the upper left."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.random import Generator

from lookbook.sample.raster import Plane

Lamp: TypeAlias = tuple[float, float, float]
AMBIENT = 0.50
SHOULDER = 0.93  # brighter light is pressed together, so that white cloth stands off from the white ground


def lamp(rng: Generator) -> Lamp:
    """Return where the lamp hangs as a unit vector: at the upper left, no two photographers' at the same place."""
    side, height = np.deg2rad(rng.uniform(28, 62)), np.deg2rad(rng.uniform(40, 56))
    level = float(np.cos(height))
    return -level * float(np.sin(side)), -level * float(np.cos(side)), float(np.sin(height))


def pillow(mask: Plane, radius: float) -> Plane:
    """Return the height of a cushion over a mask: round towards the edge, flat further in than `radius`."""
    inside = (mask > 0.5).astype(np.uint8)
    distance = cv2.distanceTransform(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 3)
    share = np.minimum(distance[1:-1, 1:-1] / radius, 1)
    height = radius * 0.6 * np.sqrt(share * (2 - share))
    return blurred(height, max(0.8, radius * 0.22))


def blurred(plane: Plane, sigma: float) -> Plane:
    """Return a plane smoothed by a Gaussian of `sigma` pixels."""
    if sigma <= 6:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), dtype=np.float32)
    high, wide = plane.shape
    small = cv2.resize(plane, (max(1, wide // 4), max(1, high // 4)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    large = cv2.resize(small, (wide, high), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.GaussianBlur(large, (0, 0), 2.5), dtype=np.float32)


def brightness(height: Plane, lamp: Lamp) -> tuple[Plane, Plane]:
    """Return how bright each point of a relief is (1 on flat ground), and its mirror glint 0..1."""
    slope_x = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.125)
    slope_y = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.125)
    length = np.sqrt(slope_x**2 + slope_y**2 + 1)
    toward = (lamp[2] - slope_x * lamp[0] - slope_y * lamp[1]) / length
    half = np.array([lamp[0], lamp[1], lamp[2] + 1])
    half = half / np.linalg.norm(half)
    mirror = np.maximum((half[2] - slope_x * half[0] - slope_y * half[1]) / length, 0)
    light = AMBIENT + (1 - AMBIENT) * np.maximum(toward, 0) / lamp[2]
    return light.astype(np.float32), (mirror**24).astype(np.float32)


def lit(colour: Plane, height: Plane, gloss: float, lamp: Lamp) -> Plane:
    """Return colours (h, w, 3) under the lamp; gloss 0..1 goes from cloth to patent leather."""
    light, glint = brightness(height, lamp)
    flat_glint = 0.28
    shine = 0.07 * (light - 1) + gloss * 0.5 * np.maximum(glint - flat_glint, 0)
    bright = colour * light[..., None] + shine[..., None]
    return np.asarray(np.minimum(bright, SHOULDER + 0.3 * (bright - SHOULDER)), dtype=np.float32)
