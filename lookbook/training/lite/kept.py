"""Views drawn once and kept as the blocks up to the tenth see them, so that those above learn many a second."""

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from lookbook.encoders.letterbox import letterbox
from lookbook.photos.parallel import batched
from lookbook.training.lite.batches import Batches, Place, Right
from lookbook.training.lite.pupil import FINE, LAST, MIDDLE, Pupil
from lookbook.training.lite.views import HEIGHT, OWN, SHOP, STREET, WIDTH, Picture, Strength

PASSES: Mapping[str, int] = {"plain": 1, "shop": 1, "street": 2, "photos": 4, "nothing": 1}
"""How many views are drawn of every product as it is, lightly changed and as a photo, and of what else."""
STRENGTHS: Mapping[str, Strength] = {"shop": SHOP, "street": STREET, "photos": OWN, "nothing": STREET}
ALONE, PHOTOS, NOTHING = 50, 32, 16
"""As in `lookbook.training.lite.batches`."""
Kept = NDArray[np.float16]


class Below(NamedTuple):
    """What is kept of N views.

    Attributes:
        middle: the tenth block's map (N, 112, 8, 6).
        fine: the fourth's mean (N, 40).
        place, side: what box and mask made of the last block's map (N, 32, 4, 3) and (N, 24, 4, 3): they are to go on
            seeing it so while the blocks change.
    """

    middle: Tensor
    fine: Tensor
    place: Tensor
    side: Tensor


SHAPES = ((112, 8, 6), (40,), (32, 4, 3), (24, 4, 3))
SIZES = [math.prod(shape) for shape in SHAPES]


def below(pupil: Pupil, pictures: Sequence[Picture]) -> Below:
    """See pictures (128, 96, 3) as the blocks below and the layers of place do."""
    with torch.inference_mode():
        maps = pupil.maps(torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float())
        return Below(maps[MIDDLE], maps[FINE].mean((2, 3)), pupil.place(maps[LAST]), pupil.mask.sides[3](maps[LAST]))


class KeptBatch(NamedTuple):
    """As `lookbook.training.lite.batches.Batch`, but views as they are kept."""

    below: Below
    right: Right


class KeptBatches:
    """Batch number i is the same on every run, of the same views kept."""

    def __init__(self, batches: Batches, folder: Path) -> None:
        """Open what `draw` wrote."""
        self.batches, self.classes = batches, batches.classes
        self.kept = {name: [np.load(path, mmap_mode="r") for path in _paths(folder, name)] for name in PASSES}

    def batch(self, number: int) -> KeptBatch:
        """Draw a batch."""
        rng = np.random.default_rng((self.batches.seed, number))
        chosen = self.batches.choose(rng, ALONE)
        photos = rng.choice(len(self.kept["photos"][0]), PHOTOS, replace=False)
        nothing = rng.choice(len(self.kept["nothing"][0]), NOTHING, replace=False)
        right = self.batches.right(chosen, photos, rng)
        first = "plain" if rng.random() < 0.5 else "shop"
        rows = ((first, right.products), ("street", right.products), ("photos", photos), ("nothing", nothing))
        return KeptBatch(_opened(np.concatenate([self._rows(name, at, rng) for name, at in rows])), right)

    def plain(self, products: NDArray[np.int64]) -> Below:
        """Return products, by number, as the catalogue shows them."""
        return _opened(self.kept["plain"][0][products])

    def _rows(self, name: str, rows: NDArray[np.int64], rng: np.random.Generator) -> Kept:
        return np.asarray(self.kept[name][rng.integers(len(self.kept[name]))][rows])


def draw(pupil: Pupil, batches: Batches, folder: Path) -> None:
    """Draw every pass that is not yet on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    pupil.eval()
    for name in PASSES:
        for number, path in enumerate(_paths(folder, name)):
            if not path.exists():
                rng = np.random.default_rng((batches.seed, number, *name.encode()))
                places = list(_places(batches, name, rng))
                _write(pupil, (_view(batches, name, place, rng) for place in places), len(places), path)


def _write(pupil: Pupil, views: Iterator[Picture], count: int, path: Path) -> None:
    kept = np.lib.format.open_memmap(path.with_suffix(".part"), "w+", np.float16, (count, sum(SIZES)))
    row = 0
    for some in batched(tqdm(views, path.stem, count, unit="view", mininterval=10), 64):
        kept[row : row + len(some)] = torch.cat([each.flatten(1) for each in below(pupil, some)], 1).numpy()
        row += len(some)
    kept.flush()
    os.replace(path.with_suffix(".part"), path)


def _places(batches: Batches, name: str, rng: np.random.Generator) -> Iterator[Place]:
    if name in ("photos", "nothing"):
        yield from ((name, row) for row in range(len(batches.shelves[name].products)))
    else:
        for places in batches.pictures_of.values():
            yield places[0 if name == "plain" else rng.integers(len(places))]


def _view(batches: Batches, name: str, place: Place, rng: np.random.Generator) -> Picture:
    if name == "plain":
        shelf, row = place
        return letterbox(batches.shelves[shelf].cutouts[row][..., :3], HEIGHT, WIDTH)[0]
    return batches.see(place, STRENGTHS[name], rng).picture


def _opened(kept: Kept) -> Below:
    parts = np.split(kept.astype(np.float32), np.cumsum(SIZES)[:-1], axis=1)
    return Below(*(torch.from_numpy(part).view(-1, *shape) for part, shape in zip(parts, SHAPES, strict=True)))


def _paths(folder: Path, name: str) -> list[Path]:
    return [folder / f"{name}{number}.npy" for number in range(PASSES[name])]
