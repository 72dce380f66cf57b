"""After training: what the network's probabilities are worth, found on held-out products and kept in its file."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.disk import atomic
from lookbook.encoders.attributes import GARMENT
from lookbook.encoders.base import Photo
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.network_file import CALIBRATION, Calibration, NetworkFile
from lookbook.evaluation.calibration import temperature
from lookbook.evaluation.distortion import chosen, distort
from lookbook.evaluation.split import for_test, held_out
from lookbook.evaluation.tasks import BATCH
from lookbook.photos.parallel import batched

REFUSED = 0.005
"""The share of held-out products that may be taken for something else."""
HIGHEST_THRESHOLD = 0.7
"""The threshold is no higher, so that photos of other people's making are seldom refused either."""


def calibrate(weights: Path, catalog: Catalog, backdrops: Sequence[Photo], seed: int = 0) -> Calibration:
    """Find temperatures and threshold on the validation half, and write them into the network's file.

    Every product counts as the catalogue shows it and as a distorted photo, since both are asked with. Where no product
    is held out, the file stays as it is.

    Args:
        weights: the ONNX file of `lookbook.training.export`.
        catalog: the products; those not held out are left out.
        backdrops: photos (H, W, 3) that distorted products are put on.
        seed: of the distortions.
    """
    encoder = FashionEncoder(weights)
    named = [name for name in catalog.filenames if _for_choosing(catalog.product_id(name))]
    if not named:
        return Calibration()
    frames = (encoder.prepare(picture) for name in named for picture in _both(catalog, name, backdrops, seed))
    batches = [encoder.outputs(np.stack(batch)) for batch in batched(frames, BATCH)]
    classes = NetworkFile.read(weights).classes
    outputs = {name: np.concatenate([batch[name] for batch in batches]) for name in classes}
    rows = [catalog.product(name) for name in named for _ in range(2)]
    labels = {name: [row.get(name, "") for row in rows] for name in classes}
    known = {name: values for name, values in labels.items() if set(values) & set(classes[name])}
    found = Calibration(
        {name: _temperature(outputs[name], values, classes[name]) for name, values in known.items()},
        min(HIGHEST_THRESHOLD, float(np.quantile(outputs[GARMENT][:, 1], REFUSED))),
    )
    model = onnx.load(weights)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    helper.set_model_props(model, {**metadata, CALIBRATION: json.dumps(asdict(found))})
    with atomic.replacing(weights) as draft:
        onnx.save(model, draft)
    return found


def _for_choosing(product: str) -> bool:
    return held_out(product) and not for_test(product)


def _both(catalog: Catalog, name: str, backdrops: Sequence[Photo], seed: int) -> Iterator[Photo]:
    rng = np.random.default_rng((seed, *name.encode()))
    photo = photos.read(catalog.read(name))
    yield photo
    yield distort(photo, rng, chosen(backdrops, rng))


def _temperature(probabilities: NDArray[np.float32], labels: Sequence[str], classes: Sequence[str]) -> float:
    known = [row for row, label in enumerate(labels) if label in classes]
    return temperature(probabilities[known], np.array([classes.index(labels[row]) for row in known]))
