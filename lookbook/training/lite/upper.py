"""The blocks above the tenth, taught alone: python -m lookbook.training.lite.upper FOLDER PICTURES FILE --decay N.

For a processor that knows no bfloat16: there a step of the whole network learns 57 views a second, one of these blocks
206 (docs/encoder.md). What is asked of a vector is asked directly here: that those near it are alike.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from lookbook.training.lite.batches import Batches, Right
from lookbook.training.lite.course import CHECKPOINT, Course, Pace
from lookbook.training.lite.kept import Below, KeptBatch, KeptBatches, draw
from lookbook.training.lite.lesson import Lesson
from lookbook.training.lite.objective import near
from lookbook.training.lite.pupil import LEANING, MIDDLE, Pupil

PACE = Pace(backbone=3e-4, new=1e-3, warmup=50, steady=0.45)
NEAR: Mapping[str, float] = {"articleType": 0.5, "baseColour": 0.5, "gender": 0.3}
ALL, SEEN = 0.7, 0.3
"""Weights of being alike in all three, and of what box and mask see."""
AMONG = 8000
"""How many remembered products a vector's neighbours are of."""


class UpperLesson(Lesson):
    """As a lesson of the whole network; remembers every product's vector, and has neighbours be alike."""

    def __init__(self, pupil: Pupil, batches: KeptBatches) -> None:
        super().__init__()
        known = batches.batches.labels(LEANING)
        self.labels = {name: torch.from_numpy(values) for name, values in known.items()}
        with torch.inference_mode():
            rows = torch.arange(len(batches.batches.number)).split(512)
            told = [told_from(pupil, batches.plain(each.numpy()))[0]["embedding"] for each in rows]
        self.remembered = torch.cat(told).clone()

    def losses(self, pupil: Pupil, batch: KeptBatch) -> dict[str, Tensor]:
        """Return each part of the loss, weighed."""
        told, last = told_from(pupil, batch.below)
        parts = self.told(pupil, told, batch.right)
        count = len(batch.right.products)
        parts |= self._near(told["embedding"][: 2 * count], batch.right)
        for layer, kept in ((pupil.place, batch.below.place), (pupil.mask.sides[3], batch.below.side)):
            parts["seen"] = parts.get("seen", 0.0) + SEEN * functional.mse_loss(layer(last), kept) / kept.var()
        self.remembered[batch.right.products] = told["embedding"][:count].detach()
        return parts

    def _near(self, vectors: Tensor, right: Right) -> dict[str, Tensor]:
        own = torch.from_numpy(right.products).repeat(2)
        among = torch.randperm(len(self.remembered))[:AMONG]
        itself = own[:, None] == among[None]
        cosines = (vectors @ self.remembered[among].T).masked_fill(itself, -1e9)
        alike, parts = ~itself, {}
        for name, weight in NEAR.items():
            label = self.labels[name]
            same = (label[own][:, None] == label[among][None]) & (label[own] >= 0)[:, None]
            parts[f"near {name}"] = weight * near(cosines, same & ~itself).mean()
            alike = alike & same
        return {**parts, "near all": ALL * near(cosines, alike).mean()}


def told_from(pupil: Pupil, seen: Below) -> tuple[dict[str, Tensor], Tensor]:
    """Return what a pupil tells of views as they are kept, and the last block's map."""
    pooled, last = pupil.above(seen.middle.contiguous(memory_format=torch.channels_last), seen.fine)
    return pupil.tell(pooled), last


def main(folder: Path, pictures: Path, served: Path, decay: float, seed: int = 0) -> None:
    """Teach the upper blocks of a served file, or go on from the folder's checkpoint.

    Args:
        folder: of views, checkpoint and log.
        pictures: what `lookbook.training.lite.gather` wrote.
        served: the file.
        decay: in how many minutes to end.
        seed: of views and batches.
    """
    torch.set_num_threads(2)
    batches = Batches(pictures, seed)
    course = Course(folder, batches, PACE, frozen=MIDDLE + 1)
    course.take_up(served)
    draw(course.pupil, batches, folder / "views")
    course.batches = KeptBatches(batches, folder / "views")
    if (folder / CHECKPOINT).exists():
        course.restore(folder / CHECKPOINT)
    course.lesson = UpperLesson(course.pupil.eval(), course.batches)
    course.pupil.train()
    course.run(60 * decay)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lookbook.training.lite.upper")
    parser.add_argument("folder", type=Path, help="of views, checkpoint and log")
    parser.add_argument("pictures", type=Path, help="what lookbook.training.lite.gather wrote")
    parser.add_argument("served", type=Path, help="the file whose upper blocks are taught")
    parser.add_argument("--decay", type=float, required=True, metavar="MINUTES", help="end in so many")
    parser.add_argument("--seed", type=int, default=0, help="of views and batches (default: 0)")
    return parser.parse_args()


if __name__ == "__main__":
    main(**vars(_arguments()))
