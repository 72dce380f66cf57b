"""What of a photo is the garment: from the coarse grid that the network tells to its parts, its box and its outline."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.letterbox import Placement

Mask = NDArray[np.float32]
"""(rows, columns) over a whole photo: how likely each place of it is the garment's."""
Ring = Sequence[tuple[float, float]]
"""Corners of a closed line, x and y as shares of the photo's width and height."""
SOLID = 0.4
"""From this probability on, a place is the garment's; chosen on composites of the validation half."""
SPECK = 0.1
"""A part smaller than this share of the largest one is none of the garment's."""
SMOOTH = 0.8
"""How far, in cells of a mask, an outline may run beside the edge."""


def of_photo(grid: NDArray[np.float32], frame: tuple[int, int], placement: Placement) -> Mask:
    """Cut the photo's own place out of what the network tells of its frame.

    Args:
        grid: (rows, columns) over the frame.
        frame: its height and width in pixels.
        placement: where the photo lies in it.

    Returns:
        The mask, a cell of it a pixel of the frame.
    """
    whole = cv2.resize(grid, frame[::-1], interpolation=cv2.INTER_LINEAR)
    left, top = placement.offset
    width, height = placement.inner
    return np.asarray(whole[top : top + height, left : left + width], np.float32)


def garment(mask: Mask) -> NDArray[np.bool_]:
    """Return the places (rows, columns) that are the garment's, without specks."""
    _, parts, told, _ = cv2.connectedComponentsWithStats((mask > SOLID).astype(np.uint8))
    areas = told[1:, cv2.CC_STAT_AREA]
    large = 1 + np.flatnonzero(areas >= SPECK * areas.max(initial=0))
    return np.isin(parts, large)


def box(mask: Mask) -> list[float] | None:
    """Return x0, y0, x1, y1 around the garment as shares of width and height; None where the mask shows none."""
    places = garment(mask)
    return around(places) if places.any() else None


def around(places: NDArray[np.bool_]) -> list[float]:
    """Return x0, y0, x1, y1 around the places that are True, as shares of width and height."""
    across, down = np.flatnonzero(places.any(axis=0)), np.flatnonzero(places.any(axis=1))
    rows, columns = places.shape
    return [
        float(side) for side in (across[0] / columns, down[0] / rows, (across[-1] + 1) / columns, (down[-1] + 1) / rows)
    ]


def outline(mask: Mask) -> list[Ring]:
    """Return the lines around the garment and around the holes in it."""
    places = cv2.copyMakeBorder(garment(mask).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    found, _ = cv2.findContours(places, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    lines = [cv2.approxPolyDP(line, SMOOTH, closed=True)[:, 0] for line in found]
    size = np.array(mask.shape[::-1])
    # a cell's middle is half a cell in; the border added one
    shares = [((line - 0.5) / size).clip(0.0, 1.0) for line in lines if len(line) > 2]
    return [[(float(x), float(y)) for x, y in line] for line in shares]
