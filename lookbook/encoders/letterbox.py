"""The frame that a network looks through: a photo fitted into it, and boxes brought back out of it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Placement:
    """Where a photo lies in its frame: frame = photo * scale + offset, in pixels, x and y."""

    scale: tuple[float, float]
    offset: tuple[float, float]
    size: tuple[int, int]
    """Width and height of the photo."""

    @property
    def inner(self) -> tuple[int, int]:
        """The width and height that the photo has in the frame."""
        width, height = (round(side * scale) for side, scale in zip(self.size, self.scale, strict=True))
        return width, height

    def to_photo(self, box: NDArray[np.floating]) -> list[float]:
        """Bring a box (x0, y0, x1, y1) from pixels of the frame to pixels of the photo, cut at the photo's edges."""
        corners = (box.reshape(2, 2) - self.offset) / self.scale
        return [float(value) for value in np.clip(corners, 0, self.size).ravel()]


def letterbox(photo: NDArray[np.uint8], height: int, width: int) -> tuple[NDArray[np.uint8], Placement]:
    """Fit a photo (H, W, 3) whole into a frame, its proportions kept, white at the sides.

    Returns:
        The frame, uint8 (height, width, 3), and where the photo lies in it.
    """
    rows, columns = photo.shape[:2]
    scale = min(height / rows, width / columns)
    inner_height, inner_width = max(1, round(rows * scale)), max(1, round(columns * scale))
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    frame = np.full((height, width, 3), 255, np.uint8)
    frame[top : top + inner_height, left : left + inner_width] = resize(photo, inner_height, inner_width)
    return frame, Placement((inner_width / columns, inner_height / rows), (left, top), (columns, rows))


def resize(photo: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Resize (H, W, C): averages where it shrinks, cubic where it grows."""
    shrinks = photo.shape[0] * photo.shape[1] > height * width
    resized = cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)
