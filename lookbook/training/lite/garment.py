"""Whether there is a garment: the two layers that tell it, taught alone, on pictures at hand that show none.

python -m lookbook.training.lite.garment CHECKPOINT PICTURES FOLDER
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lookbook.encoders.letterbox import letterbox
from lookbook.photos.parallel import batched
from lookbook.training.lite.batches import Batch, Batches
from lookbook.training.lite.lite0 import Lite0
from lookbook.training.lite.pupil import Pupil
from lookbook.training.nothing import made_up, without_garment

BATCHES = 40
"""Batches of products and photos, each in their views, that show a garment."""
STEPS, RATE, SHARE, DECAY = 3000, 1e-3, 128, 1e-3
"""Steps of AdamW, its rate, how many products, people's photos and halves of the rest a step takes, and its decay."""
MADE_UP = 600
Picture = NDArray[np.uint8]


def teach(pupil: Pupil, batches: Batches, folder: Path) -> None:
    """Teach the garment layers of a network whose other weights stay.

    Args:
        pupil: the network; changed.
        batches: what shows a garment.
        folder: pictures that show none.
    """
    pupil.eval()
    height, width = pupil.frame
    named = chain(without_garment(folder), made_up(MADE_UP))
    photos: Iterator[Picture] = (letterbox(picture, height, width)[0] for _, picture in named)
    nothing = _features(pupil, chain.from_iterable((one, one[:, ::-1]) for one in photos))
    drawn = [batches.batch(number) for number in range(BATCHES)]
    products = _features(pupil, chain.from_iterable(batch.pictures[: len(batch.placed)] for batch in drawn))
    people = _features(pupil, chain.from_iterable(map(_people, drawn)))
    print(f"{len(nothing)} pictures without a garment, {len(products)} products, {len(people)} photos", file=sys.stderr)
    optimizer = torch.optim.AdamW(pupil.garment.parameters(), lr=RATE, weight_decay=DECAY)
    kinds = (nothing, nothing, products, people)
    target = torch.tensor([0, 0, 1, 1]).repeat_interleave(SHARE)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
        rows = [kind[torch.randint(len(kind), (SHARE,))] for kind in kinds]
        loss = nn.functional.cross_entropy(pupil.garment(torch.cat(rows)), target, label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def _people(batch: Batch) -> Iterator[Picture]:
    return iter(batch.pictures[len(batch.placed) :][: len(batch.right.photo_types)])


def _features(pupil: Pupil, pictures: Iterable[Picture]) -> Tensor:
    with torch.no_grad():
        return torch.cat([pupil.pooled(_tensor(batch)) for batch in batched(pictures, 64)])


def _tensor(pictures: Iterable[Picture]) -> Tensor:
    return torch.from_numpy(np.stack(list(pictures))).permute(0, 3, 1, 2).float()


def main(checkpoint: Path, pictures: Path, folder: Path) -> None:
    """Teach the averaged network of a checkpoint, in place."""
    batches = Batches(pictures)
    saved = torch.load(checkpoint, weights_only=True)
    pupil = Pupil(Lite0(), {name: len(values) for name, values in batches.classes.items()})
    pupil.load_state_dict(saved["average"])
    teach(pupil, batches, folder)
    torch.save({**saved, "average": pupil.state_dict()}, checkpoint)


if __name__ == "__main__":
    main(*map(Path, islice(sys.argv, 1, 4)))
