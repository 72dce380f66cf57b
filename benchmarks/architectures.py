"""Which network, and which weight for the instance term: every candidate learns from the same batches.

python -m benchmarks.architectures OUTPUT --catalog small.zip --consumer photos.zip [--batches 300]

What a candidate would become after hours is not told by minutes: read it as a ranking at an equal, small budget.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import keras
import numpy as np
import typer
from keras import layers

from lookbook.catalog import Catalog
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.network import HEIGHT, STAGES, WIDTH, Stages, build
from lookbook.evaluation.candidate import Candidate, embed
from lookbook.evaluation.consumer import RIGHT_TYPES, consumer_photos
from lookbook.evaluation.distortion import corner
from lookbook.evaluation.figure import Figure
from lookbook.evaluation.gallery import gallery
from lookbook.evaluation.rows import ROWS
from lookbook.evaluation.split import for_test, held_out
from lookbook.training.export import save
from lookbook.training.recipe import LABELS_FIRST, Material, Pictures, gather
from lookbook.training.train import Schedule, train

GALLERY, DRAWN = 12_000, 500
SHOWN = ("P@5 articleType", "P@5 baseColour", "P@5 gender", "same product, recall@1", "consumer photos, P@5")
LARGE: Stages = ((80, 1, 2), (160, 2, 2), (320, 2, 2))
SMALL: Stages = ((48, 1, 2), (96, 2, 2), (192, 2, 2))
DEEP: Stages = ((48, 1, 3), (96, 2, 3), (192, 2, 3))


@dataclass(frozen=True)
class Trial:
    """A network, and how it is taught."""

    stages: Stages = STAGES
    frame: tuple[int, int] = (HEIGHT, WIDTH)
    weights: Mapping[str, float] = field(default_factory=lambda: dict(LABELS_FIRST))


TRIALS: Mapping[str, Trial] = {
    "64-128-256, 112 x 84 (shipped)": Trial(),
    "64-128-256, 80 x 60": Trial(frame=(80, 60)),
    "48-96-192, 112 x 84": Trial(SMALL),
    "48-96-192, three blocks a stage": Trial(DEEP),
    "80-160-320, 112 x 84": Trial(LARGE),
    "shipped, no instance term": Trial(weights={**LABELS_FIRST, "instance": 0.0}),
    "shipped, instance 1.4": Trial(weights={**LABELS_FIRST, "instance": 1.4}),
}


class Pupil:
    """A candidate: it sees the views that all are taught with, at its own size."""

    exported = "trial.onnx"

    def __init__(self, trial: Trial, classes: Mapping[str, list[str]]) -> None:
        self.classes = classes
        self.own = build({name: len(values) for name, values in classes.items()}, trial.stages, trial.frame)
        view = layers.Input((HEIGHT, WIDTH, 3))
        self.network = keras.Model(view, self.own(layers.Resizing(*trial.frame, dtype="float32")(view)))

    def export(self, folder: Path) -> None:
        """Write the network as it would be served."""
        save(self.own, self.classes, folder / self.exported, "trial")


def main(
    output: Path,
    catalog: Annotated[str, typer.Option(help="A folder or zip of products.")],
    consumer: Annotated[Path, typer.Option(help="A zip of photos that people took.")],
    batches: Annotated[int, typer.Option(help="How long each learns.")] = 300,
) -> None:
    """Teach and measure every candidate; prints one line each."""
    material = gather(Pictures([catalog], consumer, drawn=DRAWN, made_up=DRAWN))
    shop = _shop(Catalog.open(catalog))
    head = ["network", "parameters, million", "file, MB", "minutes", "one photo, ms", *SHOWN]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for number, (name, trial) in enumerate(TRIALS.items()):
        started = time.perf_counter()
        path = _teach(trial, material, output / f"trial{number}", batches)
        minutes = (time.perf_counter() - started) / 60
        encoder = FashionEncoder(path, "bf16")
        figures = _figures(encoder, *shop, consumer)
        size = sum(int(np.prod(variable.shape)) for variable in Pupil(trial, material.classes).own.variables) / 1e6
        told = f"{size:.2f} | {path.stat().st_size / 1e6:.2f} | {minutes:.1f} | {_latency(path):.1f}"
        values = (f"{figures[row].mean:.3f} ± {(figures[row].high - figures[row].low) / 2:.3f}" for row in SHOWN)
        print(f"| {name} | {told} | " + " | ".join(values) + " |", flush=True)


def _teach(trial: Trial, material: Material, folder: Path, batches: int) -> Path:
    schedule = Schedule(1, batches, rate=1.5e-3, warmup=batches // 10, weights=trial.weights, averaging=0.98)
    return train(lambda: Pupil(trial, material.classes), material.sources, material.scenes, folder, schedule)


def _shop(catalog: Catalog) -> tuple[Catalog, list[str]]:
    """Return the validation half of what was held out, among products that it is searched in."""
    ids = {name: catalog.product_id(name) for name in catalog.filenames}
    asked = [name for name, product in ids.items() if held_out(product) and not for_test(product)]
    rest = [name for name, product in ids.items() if not held_out(product)]
    chosen = np.random.default_rng(0).permutation(rest)[: GALLERY - len(asked)].tolist()
    return catalog, sorted([*asked, *chosen])


def _figures(encoder: FashionEncoder, catalog: Catalog, filenames: list[str], consumer: Path) -> dict[str, Figure]:
    shop = gallery(catalog, filenames, embed(encoder, "trial", catalog, filenames), test=False)
    people = list(consumer_photos(consumer))
    counted = [person for person in people if person.label in RIGHT_TYPES]
    candidate = Candidate("trial", encoder, catalog, shop, counted, [corner(person.photo) for person in people])
    rows = [row for give in ROWS for row in give(candidate)]
    return {row.name: row for row in rows if isinstance(row, Figure)}


def _latency(path: Path, runs: int = 200) -> float:
    """Return the median milliseconds of one frame in float32, from pixels to vector."""
    encoder = FashionEncoder(path)
    frame = encoder.prepare(np.random.default_rng(0).integers(0, 256, (320, 240, 3), np.uint8))[None]
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        encoder.encode(frame)
        times.append(time.perf_counter() - started)
    return 1000 * float(np.median(times))


if __name__ == "__main__":
    typer.run(main)
