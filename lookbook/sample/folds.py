"""Folds of cloth as relief: soft waves that hang, and creases that pull from a point."""

import cv2
import numpy as np
from numpy.random import Generator

from lookbook.sample.light import blurred
from lookbook.sample.outline import HEIGHT, WIDTH, Points, band
from lookbook.sample.raster import Plane
from lookbook.sample.weaves import noise


def waves(rng: Generator, rows: int, columns: int, depth: float) -> Plane:
    """Return gentle hills over the whole picture; fewer rows than columns make them hang like a curtain."""
    return blurred(noise(rng, rows, columns), 3) * depth


def creases(curves: list[Points], width: float, depth: float) -> Plane:
    """Return ridges along curves, thick in the middle and thin at both ends, each with a sharp and a soft side."""
    sharp = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for curve in curves:
        lens = band(curve, [0.3, width, width * 0.8, 0.2])
        cv2.fillPoly(sharp, [np.round(lens * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    ridge = np.asarray(sharp / 255, dtype=np.float32)
    soft = np.roll(blurred(ridge, width * 0.9), (round(width * 0.5), round(width * 0.4)), axis=(0, 1))
    return np.asarray((blurred(ridge, max(1.0, width * 0.3)) - 0.8 * soft) * depth, dtype=np.float32)
