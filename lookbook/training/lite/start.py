"""Start or go on with a training: python -m lookbook.training.lite.start FOLDER PICTURES, and what `--help` tells."""

import argparse
from pathlib import Path

import torch

from lookbook.training.lite.batches import Batches
from lookbook.training.lite.course import CHECKPOINT, Course, Pace


def main(folder: Path, pictures: Path, served: Path | None = None, share: float = 1.0, seed: int = 0,
         decay: float | None = None) -> None:  # fmt: skip
    """Go on from the folder's checkpoint, if there is one; else begin, with ImageNet's weights or a served file's.

    Args:
        folder: of checkpoint and log.
        pictures: what `lookbook.training.lite.gather` wrote.
        served: a file of weights, as `lookbook.training.lite.export` writes it, to begin from.
        share: of the full rates, that a beginning takes; a checkpoint keeps its own.
        seed: of the batches; what goes on from a file is best shown others than it learned from.
        decay: in how many minutes to end, the rates falling to nothing; in a copy of the folder, so that the training
            at full rates can go on.
    """
    torch.set_num_threads(2)
    folder.mkdir(parents=True, exist_ok=True)
    course = Course(folder, Batches(pictures, seed), Pace().slower(share))
    if (folder / CHECKPOINT).exists():
        course.restore(folder / CHECKPOINT)
    elif served is not None:
        course.take_up(served)
    course.run(None if decay is None else 60 * decay)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lookbook.training.lite.start")
    parser.add_argument("folder", type=Path, help="of checkpoint and log")
    parser.add_argument("pictures", type=Path, help="what lookbook.training.lite.gather wrote")
    parser.add_argument("--from", dest="served", type=Path, metavar="FILE", help="begin from a served file's weights")
    parser.add_argument("--share", type=float, default=1.0, help="of the full rates, for a beginning (default: 1)")
    parser.add_argument("--seed", type=int, default=0, help="of the batches (default: 0)")
    parser.add_argument("--decay", type=float, metavar="MINUTES", help="end in so many, the rates falling to nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main(**vars(_arguments()))
