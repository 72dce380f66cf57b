"""How fast an index is built, beside the tutorial's loop and the network alone: python -m benchmarks.build [IMAGES]."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import typer

from benchmarks.measure import HEADER, Comparison, Measure, alternating, rate
from benchmarks.weights import resnet50_weights
from lookbook import photos
from lookbook.building.build import build
from lookbook.building.encoder_choice import choose
from lookbook.building.options import Options
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder
from lookbook.encoders.runtime import Precision

if TYPE_CHECKING:
    import keras

RUNS: Sequence[tuple[str, Precision | Literal["auto"], int, str]] = (
    ("resnet50", "auto", 1024, "9 / 16"),
    ("resnet50", "int8", 1024, "9 / 16"),
    ("fashion", "auto", 44_000, "40 / 80"),
)
"""Encoder, precision, how many pictures a round takes at most, and the targets beside the tutorial's loop."""
LOOP = 48
"""How many pictures the tutorial's loop takes in a round."""


def _weights(name: str, resnet50: Path) -> Path | None:
    """Return ResNet50's weights for that encoder, and None for one that brings its own."""
    return resnet50 if name == "resnet50" else None


def compare(images: str, rounds: int) -> list[Comparison]:
    """Build with each encoder, in turns with the tutorial's loop and with the network fed from memory."""
    from benchmarks import tutorial

    catalog, weights = Catalog.open(images), resnet50_weights()
    model = tutorial.load_model(weights)
    rows = []
    for name, precision, most, targets in RUNS:
        count = min(most, len(catalog.filenames))
        with tempfile.TemporaryDirectory() as folder:
            encoder, _ = choose(catalog, Path(folder), name, wanted=precision, weights=_weights(name, weights))
            work = [
                _building(catalog, encoder, Path(folder), count),
                _looping(catalog, model, Path(folder)),
                _alone(catalog, encoder, count),
            ]
            ours, loop, alone = alternating(work, rounds)
        kind = f"build, {name} in {encoder.identity.options['precision']}"
        rows += [
            Comparison(f"{kind}, and the tutorial's loop", "pictures/s", ours, loop, targets),
            Comparison(f"{kind}, and the network alone", "pictures/s", ours, alone, "0.85 / 0.95"),
        ]
    return rows


def _building(catalog: Catalog, encoder: Encoder, folder: Path, count: int) -> Measure:
    options = Options(limit=count, fresh=True)
    build(catalog, encoder, folder, Options(limit=64))  # the first imports what it needs
    return rate(count, lambda: build(catalog, encoder, folder, options))


def _looping(catalog: Catalog, model: "keras.Model", folder: Path) -> Measure:
    from benchmarks import tutorial

    pictures = []
    for filename in catalog.filenames[:LOOP]:
        pictures.append(folder / Path(filename).name)
        pictures[-1].write_bytes(catalog.read(filename))
    tutorial.extract_features(pictures[0], model)  # the first compiles the network
    return rate(LOOP, lambda: tutorial.build(pictures, model, folder / "features.pkl"))


def _alone(catalog: Catalog, encoder: Encoder, count: int) -> Measure:
    """Run the network over frames that are ready, as many as are built from, in the same batches."""
    size = Options().batch_size
    read = (photos.read(catalog.read(filename), encoder.side) for filename in catalog.filenames[:size])
    frames = np.stack([encoder.prepare(photo) for photo in read])
    encoder.encode(frames)
    return rate(count, lambda: [encoder.encode(frames) for _ in range(0, count, size)])


def main(images: Annotated[str, typer.Argument()] = "images", rounds: int = 5) -> None:
    """Print the table."""
    print("\n".join([HEADER, *map(str, compare(images, rounds))]))


if __name__ == "__main__":
    typer.run(main)
