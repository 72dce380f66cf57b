"""From a checkpoint to the file that is served: exported, leaning as far as serves best, and calibrated.

python -m lookbook.training.lite.finish CHECKPOINT PICTURES CATALOG CONSUMER FILE
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import torch

from lookbook.catalog import Catalog
from lookbook.training.calibrate import calibrate
from lookbook.training.lite.batches import Batches
from lookbook.training.lite.export import save
from lookbook.training.lite.leaning import best, look
from lookbook.training.lite.lite0 import Lite0
from lookbook.training.lite.pupil import Pupil

NOWHERE = {"articleType": 0.0, "baseColour": 0.0, "gender": 0.0}


def finish(checkpoint: Path, pictures: Path, catalog: Catalog, consumer: Path, path: Path) -> None:
    """Write the averaged network of a checkpoint, and print what was chosen for it on the validation half.

    Args:
        checkpoint: what a course saved.
        pictures: what it learned from, whose labels the heads are of.
        catalog, consumer: products and photos; only those that are held out are looked at.
        path: the file to write; beside it, what it says of the catalogue is kept in outputs.npz.
    """
    batches = Batches(pictures)
    saved = torch.load(checkpoint, weights_only=True)
    pupil = Pupil(Lite0(), {name: len(values) for name, values in batches.classes.items()})
    pupil.load_state_dict(saved["average"])
    save(pupil, batches.classes, path, lean={})
    kept = path.with_name("outputs.npz")
    kept.unlink(missing_ok=True)
    seen = look(path, catalog, consumer, test=False, kept=kept)
    lean = best(seen)
    save(pupil, batches.classes, path, lean=lean)
    calibration = calibrate(path, catalog, list(batches.scenes[:1000]))
    chosen = {figure.name: round(figure.mean, 4) for figure in seen.figures(lean)}
    straight = {figure.name: round(figure.mean, 4) for figure in seen.figures(NOWHERE)}
    told = {"step": saved["step"], "lean": lean, "validation": chosen, "leaning nowhere": straight}
    print(json.dumps({**told, "calibration": asdict(calibration)}, indent=1))


if __name__ == "__main__":
    place, pictures, catalog, consumer, path = sys.argv[1:]
    finish(Path(place), Path(pictures), Catalog.open(catalog), Path(consumer), Path(path))
