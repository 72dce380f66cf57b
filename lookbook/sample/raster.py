"""Turns outlines into soft-edged masks: drawn at four times the size, then averaged down."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.sample.outline import HEIGHT, WIDTH, Points, spot

OVERSAMPLE = 4
FRACTION_BITS = 4
Plane: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class Stencil:
    """A mask 0..1, float32 (h, w), and the rows and columns of the picture that it lies on."""

    mask: Plane
    rows: slice
    columns: slice

    def crop(self, plane: Plane) -> Plane:
        """Return the part of a whole plane (H, W) or (H, W, 3) that lies under this stencil, as a view."""
        return plane[self.rows, self.columns]

    def full(self) -> Plane:
        """Return the mask on the whole picture, (H, W)."""
        plane = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
        plane[self.rows, self.columns] = self.mask
        return plane

    def within(self, other: "Stencil") -> "Stencil":
        """Return this stencil cut off where the other one ends."""
        return Stencil(self.mask * self.crop(other.full()), self.rows, self.columns)

    def grown(self, margin: int) -> "Stencil":
        """Return the same mask on a frame that is larger on every side, as far as the picture reaches."""
        top, bottom = max(0, self.rows.start - margin), min(HEIGHT, self.rows.stop + margin)
        left, right = max(0, self.columns.start - margin), min(WIDTH, self.columns.stop + margin)
        return Stencil(self.full()[top:bottom, left:right], slice(top, bottom), slice(left, right))


def fill(outlines: list[Points]) -> Stencil:
    """Return the union of closed outlines."""
    rows, columns = _bounds(outlines, margin=3)
    large = _blank(rows, columns)
    for outline in outlines:
        cv2.fillPoly(large, [_fixed(outline, rows, columns)], 255, cv2.LINE_8, FRACTION_BITS)
    return _reduced(large, rows, columns)


def stroke(curves: list[Points], width: float) -> Stencil:
    """Return open curves drawn with a pen of the given width."""
    rows, columns = _bounds(curves, margin=3 + int(width))
    large = _blank(rows, columns)
    pen = max(1, round(width * OVERSAMPLE))
    fixed = [_fixed(curve, rows, columns) for curve in curves]
    cv2.polylines(large, fixed, False, 255, pen, cv2.LINE_AA, FRACTION_BITS)
    return _reduced(large, rows, columns)


def _bounds(outlines: list[Points], margin: int) -> tuple[slice, slice]:
    every = np.concatenate(outlines)
    low = np.floor(every.min(axis=0)).astype(int) - margin
    high = np.ceil(every.max(axis=0)).astype(int) + margin
    left, right = np.clip([low[0], high[0]], 0, WIDTH)
    top, bottom = np.clip([low[1], high[1]], 0, HEIGHT)
    return slice(int(top), max(int(bottom), int(top) + 1)), slice(int(left), max(int(right), int(left) + 1))


def _blank(rows: slice, columns: slice) -> NDArray[np.uint8]:
    shape = ((rows.stop - rows.start) * OVERSAMPLE, (columns.stop - columns.start) * OVERSAMPLE)
    return np.zeros(shape, dtype=np.uint8)


def _fixed(outline: Points, rows: slice, columns: slice) -> NDArray[np.int32]:
    origin = spot(columns.start, rows.start)
    return np.round((outline - origin) * (OVERSAMPLE << FRACTION_BITS)).astype(np.int32)


def _reduced(large: NDArray[np.uint8], rows: slice, columns: slice) -> Stencil:
    size = (columns.stop - columns.start, rows.stop - rows.start)
    small = cv2.resize(large, size, interpolation=cv2.INTER_AREA)
    return Stencil(np.asarray(small / 255, dtype=np.float32), rows, columns)
