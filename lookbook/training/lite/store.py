"""All pictures that are learned from, decoded once into arrays on disk, so that a stopped training goes on at once."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Frame = tuple[int, int]
CATALOGUE: Frame = (80, 60)
LARGE: Frame = (160, 120)
"""Height and width that pictures are kept at: small ones as they are, others larger than the network's own frame."""


class Picture(NamedTuple):
    """One picture to keep.

    Attributes:
        cutout: uint8 (H, W, 4), whose last channel is 255 on what is shown, 0 on a white background.
        product: the one it shows, or the photo's name.
        title: of the product, "" where there is none.
        right: attribute -> the values that count as right; none where it is unknown.
    """

    cutout: NDArray[np.uint8]
    product: str
    title: str
    right: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Pictures of one source.

    Attributes:
        cutouts: uint8 (N, H, W, 4), read from disk as they are asked for.
        products, titles: of each, N.
        right: of each, attribute -> values.
    """

    cutouts: NDArray[np.uint8]
    products: Sequence[str]
    titles: Sequence[str]
    right: Sequence[Mapping[str, Sequence[str]]]

    @classmethod
    def read(cls, folder: Path, name: str) -> Self:
        """Open what `keep` wrote."""
        notes = json.loads((folder / f"{name}.json").read_text("utf-8"))
        return cls(cutouts=np.load(folder / f"{name}.npy", mmap_mode="r"), **notes)


def keep(folder: Path, name: str, pictures: Iterable[Picture]) -> int:
    """Write pictures of one size; the notes come last, so that a source whose notes are there is whole.

    Returns:
        How many there are.
    """
    notes: dict[str, list[object]] = {"products": [], "titles": [], "right": []}
    cutouts = np.stack(list(_noted(pictures, notes)))
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.npy", cutouts)
    (folder / f"{name}.json").write_text(json.dumps(notes), "utf-8")
    return len(cutouts)


def _noted(pictures: Iterable[Picture], notes: Mapping[str, list[object]]) -> Iterator[NDArray[np.uint8]]:
    for picture in pictures:
        notes["products"].append(picture.product)
        notes["titles"].append(picture.title)
        notes["right"].append({name: list(values) for name, values in picture.right.items()})
        yield picture.cutout
