"""From a checkpoint to the file that is served: exported, looked at on the validation half, and calibrated.

python -m lookbook.training.lite.finish CHECKPOINT PICTURES CATALOG CONSUMER FILE
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch

from lookbook.catalog import Catalog
from lookbook.training.calibrate import calibrate
from lookbook.training.lite.batches import Batches
from lookbook.training.lite.export import save
from lookbook.training.lite.lite0 import Lite0
from lookbook.training.lite.pupil import Pupil
from lookbook.training.lite.validation import look

PULL: Mapping[str, float] = {"articleType": 0.8, "baseColour": 0.5, "gender": 1.0}
"""How much of what was learned to pull is served, as the validation half likes it best (docs/encoder.md)."""


def finish(checkpoint: Path, pictures: Path, catalog: Catalog, consumer: Path, path: Path) -> None:
    """Write the averaged network of a checkpoint, and print its figures on the validation half.

    Args:
        checkpoint: what a course saved.
        pictures: what it learned from, whose labels the heads are of.
        catalog, consumer: products and photos; only those that are held out are looked at.
        path: the file to write.
    """
    batches = Batches(pictures)
    saved = torch.load(checkpoint, weights_only=True)
    pupil = Pupil(Lite0(), {name: len(values) for name, values in batches.classes.items()})
    pupil.load_state_dict(saved["average"])
    with torch.no_grad():
        for name, pull in pupil.pull.items():
            pull.mul_(PULL[name])
    save(pupil, batches.classes, path)
    calibration = calibrate(path, catalog, list(batches.scenes[:1000]))
    figures = {figure.name: round(figure.mean, 4) for figure in look(path, catalog, consumer).figures()}
    told = {"step": saved["step"], "validation": figures}
    print(json.dumps({**told, "calibration": asdict(calibration)}, indent=1))


if __name__ == "__main__":
    place, pictures, catalog, consumer, path = sys.argv[1:]
    finish(Path(place), Path(pictures), Catalog.open(catalog), Path(consumer), Path(path))
