"""Where a garment is, place by place: true masks, and how well what an encoder sees covers them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.encoders import masks
from lookbook.encoders.base import Photo, Prediction
from lookbook.evaluation.metrics import Values

Places = NDArray[np.bool_]
"""(H, W), True where the garment is."""
Rings = Sequence[NDArray[np.float64]]
"""Closed lines (corners, 2) around a garment and the holes in it, as shares of the photo's width and height."""
THOUSANDTHS = 1000


def read_rings(path: Path) -> Mapping[str, Rings]:
    """Read a table image,rings: corners as x and y in thousandths of width and height, rings parted by semicolons."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row["image"]: [_corners(ring) for ring in row["rings"].split(";")] for row in csv.DictReader(file)}


def _corners(ring: str) -> NDArray[np.float64]:
    return np.array(ring.split(), float).reshape(-1, 2) / THOUSANDTHS


def filled(rings: Rings, photo: Photo) -> Places:
    """Return the places of a photo (H, W, 3) that rings enclose, an odd number of them."""
    size = photo.shape[1::-1]
    places = np.zeros(photo.shape[:2], np.uint8)
    cv2.fillPoly(places, [(ring * size).astype(np.int32) for ring in rings], 1)
    return places.astype(bool)


def around(places: Places) -> list[float]:
    """Return the box x0, y0, x1, y1 around the places, in pixels."""
    return [share * side for share, side in zip(masks.around(places), places.shape[::-1] * 2, strict=True)]


def shared(seen: Iterable[Prediction], true: Iterable[Places]) -> Values:
    """Return the intersection over union of what was seen with the true places (N,), 0 where no mask is told."""
    return np.array([_shared(one, places) for one, places in zip(seen, true, strict=True)])


def _shared(seen: Prediction, true: Places) -> float:
    if seen.mask is None:
        return 0.0
    fine = cv2.resize(seen.mask, true.shape[::-1], interpolation=cv2.INTER_LINEAR)
    places = masks.garment(np.asarray(fine, np.float32))
    whole = (places | true).sum()
    return float((places & true).sum() / whole) if whole else 0.0
