"""The garment that a part of a photo shows, and how likely it is one garment, and whole."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.encoders import masks
from lookbook.encoders.base import Prediction

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1."""
KIND = "articleType"
LEAST = 0.02
"""What covers less of its window is no garment."""
EDGE = np.ones((7, 7), np.uint8)
"""How wide the rim around a garment is, to see how sharply it ends."""
SLIGHT = 0.2
"""Up to this much cut off is told apart from more."""
WEIGHTS: Mapping[str, float] = {
    "garment": 0.185,
    "kind": 1.16,
    "sure": 9.42,
    "rim": -27.2,
    "share": 5.26,
    "cut": -3.08,
    "slightly cut": -4.33,
    "others": 11.7,
}
BIAS = -4.54
"""Logistic regression over the signs, by `python -m benchmarks.pieces --fit`; another network needs its own."""


@dataclass(frozen=True)
class Part:
    """The garment that a window shows.

    Attributes:
        box: where it is, as shares of the photo.
        kind: its likeliest article type, "" where none is told.
        signs: name -> what speaks for or against its being one garment, and whole.
    """

    box: Box
    kind: str
    signs: Mapping[str, float]

    @property
    def likelihood(self) -> float:
        """The probability that it is one garment, and whole."""
        return 1 / (1 + math.exp(-BIAS - sum(weight * self.signs[name] for name, weight in WEIGHTS.items())))


def of_window(window: Box, seen: Prediction) -> Part | None:
    """Return the largest connected part of what is seen in a window of a photo, None where nothing is.

    Args:
        window: as shares of the photo.
        seen: what the encoder sees in it.
    """
    if seen.mask is None:
        return None
    garment = (seen.mask > masks.SOLID).astype(np.uint8)
    _, numbers, told, _ = cv2.connectedComponentsWithStats(garment)
    areas = told[1:, cv2.CC_STAT_AREA]
    if areas.max(initial=0) < LEAST * garment.size:
        return None
    places = numbers == 1 + int(areas.argmax())
    kind, sure = seen.attributes.get(KIND, [("", 0.0)])[0]
    signs = {"garment": _logit(seen.garment), "kind": sure, **_signs(seen.mask, places, window)}
    return Part(_in_photo(masks.around(places), window), kind, signs)


def _signs(mask: masks.Mask, places: NDArray[np.bool_], window: Box) -> Mapping[str, float]:
    rim = cv2.dilate(places.astype(np.uint8), EDGE).astype(bool) & ~places
    cut = _cut_off(places, window)
    return {
        "sure": float(mask[places].mean()),
        "rim": float(mask[rim].mean()) if rim.any() else 0.0,
        "share": float(places.mean()),
        "cut": cut,
        "slightly cut": min(cut, SLIGHT),
        "others": float(((mask > masks.SOLID) & ~places).mean()),
    }


def _cut_off(places: NDArray[np.bool_], window: Box) -> float:
    """Return which share of the window's sides it runs across, of those that are no sides of the photo."""
    sides = zip(window, (0.0, 0.0, 1.0, 1.0), (places[:, 0], places[0], places[:, -1], places[-1]), strict=True)
    return float(sum(side.mean() for own, end, side in sides if own != end))


def _in_photo(box: list[float], window: Box) -> Box:
    left, top, right, bottom = window
    width, height = right - left, bottom - top
    return (left + box[0] * width, top + box[1] * height, left + box[2] * width, top + box[3] * height)


def _logit(probability: float) -> float:
    within = min(max(probability, 0.001), 0.999)
    return math.log(within / (1 - within))
