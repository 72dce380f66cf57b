"""Start or go on with a training: python -m lookbook.training.lite.start FOLDER PICTURES [decay STEPS]."""

import sys
from pathlib import Path

import torch

from lookbook.training.lite.batches import Batches
from lookbook.training.lite.course import Course


def main(folder: Path, pictures: Path, decaying: int = 0) -> None:
    """Go on from the folder's checkpoint, if there is one."""
    torch.set_num_threads(2)
    folder.mkdir(parents=True, exist_ok=True)
    course = Course(folder, Batches(pictures))
    if (folder / "checkpoint.pt").exists():
        course.restore(folder / "checkpoint.pt")
    course.run(course.step + decaying if decaying else None, decaying)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[4]) if len(sys.argv) > 3 else 0)
