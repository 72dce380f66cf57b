"""The plainest encoder there is, for comparison: how much of which colour a picture has."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.base import Identity, Photo, Prediction, Vectors

BINS = 8
"""How many steps of lightness, of green to red, and of blue to yellow."""
WHITE = 240
"""From this value on in all channels, a pixel is background."""
WIDTH, HEIGHT = 60, 80


class HistogramEncoder:
    """Vectors of 512 numbers: the square roots of the shares of colours, in CIE Lab, of all that is not white.

    The inner product of two is then the Bhattacharyya coefficient of the histograms, and their distance the Hellinger
    distance (Arandjelović and Zisserman, 2012, Three things everyone should know to improve object retrieval, CVPR).
    """

    dim = BINS**3
    side = HEIGHT
    identity = Identity("histogram", "1", "", {"bins": BINS})

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        """Squash a photo (H, W, 3) to uint8 (80, 60, 3)."""
        return np.asarray(cv2.resize(photo, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        """Turn frames (N, 80, 60, 3) into unit vectors (N, 512); one that is all white counts its white."""
        count, pixels = len(frames), HEIGHT * WIDTH
        lab = cv2.cvtColor(frames.reshape(count, pixels, 3), cv2.COLOR_RGB2LAB).astype(np.int64)
        lightness = lab[..., 0] * BINS // 256
        # hardly any cloth lies outside the middle half of a and b
        red, yellow = (((lab[..., channel] - 64) * BINS // 128).clip(0, BINS - 1) for channel in (1, 2))
        cells = (lightness * BINS + red) * BINS + yellow + np.arange(count)[:, None] * self.dim
        shown = (frames.min(axis=3) < WHITE).reshape(count, pixels)
        weights = shown | ~shown.any(axis=1, keepdims=True)
        histograms = np.bincount(cells.ravel(), weights.ravel(), count * self.dim).reshape(count, self.dim)
        return np.asarray(np.sqrt(histograms / histograms.sum(axis=1, keepdims=True)), np.float32)

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """Return each photo's vector; colours alone tell neither attributes nor boxes."""
        return [Prediction(vector) for vector in self.encode(np.stack([self.prepare(photo) for photo in photos]))]
