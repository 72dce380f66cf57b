"""How well an encoder sees: attributes and their probabilities, the garment's box, and what is no garment at all."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.base import Encoder, Photo, Prediction
from lookbook.errors import LookbookError
from lookbook.evaluation.metrics import Values
from lookbook.photos.parallel import batched

BATCH = 64
NO_LABEL = frozenset({"", "NA"})
Box = Sequence[float]


class Told(NamedTuple):
    """What was said of an attribute: confidence (N,) in the likeliest value, and whether that was right (N,)."""

    confidence: Values
    correct: NDArray[np.bool_]


def predict(encoder: Encoder, pictures: Iterable[Photo]) -> list[Prediction]:
    """See any number of photos in batches."""
    return [prediction for batch in batched(pictures, BATCH) for prediction in encoder.predict(batch)]


def told(predictions: Sequence[Prediction], attribute: str, right: Sequence[str]) -> Told:
    """Compare what was seen with labels; "" and "NA" are no label.

    Raises:
        ValueError: no picture has a label, or the encoder tells nothing of this attribute.
    """
    pairs = [
        (*prediction.attributes[attribute][0], label)
        for prediction, label in zip(predictions, right, strict=True)
        if label not in NO_LABEL and attribute in prediction.attributes
    ]
    if not pairs:
        raise LookbookError(f"nothing to compare: no picture has both a label and a guess of {attribute}")
    return Told(np.array([p for _, p, _ in pairs]), np.array([value == label for value, _, label in pairs]))


def overlap(first: Box, second: Box) -> float:
    """Return the intersection over union of two boxes x0, y0, x1, y1; 0 where both are empty."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    shared = max(0.0, width) * max(0.0, height)
    whole = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)) - shared
    return shared / whole if whole > 0 else 0.0


def overlaps(predictions: Sequence[Prediction], boxes: Sequence[Box]) -> Values:
    """Return the overlap of what was seen with the true boxes (N,), in pixels; an encoder that tells no box gets 0."""
    return np.array(
        [overlap(prediction.box or (0, 0, 0, 0), box) for prediction, box in zip(predictions, boxes, strict=True)]
    )


def in_pixels(box: Box, photo: Photo) -> list[float]:
    """Bring a box from shares of width and height to pixels of a photo (H, W, 3)."""
    return [share * side for share, side in zip(box, (photo.shape[1], photo.shape[0]) * 2, strict=True)]


def read_boxes(path: Path) -> Mapping[str, Box]:
    """Read a table image,x0,y0,x1,y1 of boxes as shares of each photo's width and height."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row["image"]: [float(row[side]) for side in ("x0", "y0", "x1", "y1")] for row in csv.DictReader(file)}
