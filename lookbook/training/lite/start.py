"""Start or go on with a training: python -m lookbook.training.lite.start FOLDER PICTURES [decay MINUTES]."""

import sys
from pathlib import Path

import torch

from lookbook.training.lite.batches import Batches
from lookbook.training.lite.course import CHECKPOINT, Course


def main(folder: Path, pictures: Path, decay: float | None = None) -> None:
    """Go on from the folder's checkpoint, if there is one.

    Args:
        folder: of checkpoint and log.
        pictures: what `lookbook.training.lite.gather` wrote.
        decay: in how many minutes to end, the rates falling to nothing; in a copy of the folder, so that the training
            at full rates can go on.
    """
    torch.set_num_threads(2)
    folder.mkdir(parents=True, exist_ok=True)
    course = Course(folder, Batches(pictures))
    if (folder / CHECKPOINT).exists():
        course.restore(folder / CHECKPOINT)
    course.run(None if decay is None else 60 * decay)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[4]) if len(sys.argv) > 4 else None)
