"""Batches of products, two pictures each, with near neighbours among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from lookbook.training.examples import Examples


@dataclass(frozen=True)
class Source:
    """Where a share of each batch comes from.

    Attributes:
        examples: the pictures.
        alone: how many products a batch takes anywhere.
        groups: how many groups of `GROUP` products of one article type it takes besides: they differ only in colour,
            print and cut, so telling them apart teaches just that.
    """

    examples: Examples
    alone: int
    groups: int = 0


GROUP = 8


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Endless variety, cut into epochs: batch i of epoch e is the same on every run."""

    def __init__(
        self, sources: Sequence[Source], backdrops: NDArray[np.uint8], steps: int, seed: int = 0, epoch: int = 0
    ) -> None:
        super().__init__(workers=1, use_multiprocessing=False, max_queue_size=4)
        self.pools = [_Pool(source) for source in sources]
        self.backdrops = backdrops
        self.steps = steps
        self.seed = seed
        self.epoch = epoch

    def __len__(self) -> int:
        """Batches in an epoch."""
        return self.steps

    def on_epoch_end(self) -> None:
        """Go on to other batches."""
        self.epoch += 1

    def __getitem__(self, index: int) -> tuple[dict[str, NDArray[np.generic]]]:
        """Draw a batch.

        Returns:
            "first" and "second" (N, H, W, 5) cutouts of "products" (N,), whose last channel is 255 on what a box lies
            around, "boxed" (N,) whether that is known of the second, "first_photos" and "second_photos" (N, H, W, 3),
            and the allowed values (N, C) of each attribute.
        """
        rng = np.random.default_rng((self.seed, self.epoch, index))
        parts = [pool.draw(rng) for pool in self.pools]
        batch = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        for view in ("first", "second"):
            batch[f"{view}_photos"] = self.backdrops[rng.integers(len(self.backdrops), size=len(batch["products"]))]
        return (batch,)


class _Pool:
    """The pictures of one source, by product and by type."""

    def __init__(self, source: Source) -> None:
        self.source = source
        _, self.product_of = np.unique(source.examples.products, return_inverse=True)
        order = np.argsort(self.product_of, kind="stable")
        self.pictures = np.split(order, np.flatnonzero(np.diff(self.product_of[order])) + 1)
        types = source.examples.allowed["articleType"]
        labelled = types.sum(axis=1) == 1
        self.by_type = [np.unique(self.product_of[labelled & types[:, kind]]) for kind in range(types.shape[1])]
        if source.groups and max(map(len, self.by_type)) < GROUP:
            raise ValueError(f"groups of one type need a type with {GROUP} products, and no type has as many")
        sizes = np.array([len(members) if len(members) >= GROUP else 0 for members in self.by_type], float)
        self.type_odds = sizes**0.7 / max(1.0, (sizes**0.7).sum())

    def draw(self, rng: np.random.Generator) -> Mapping[str, NDArray[np.generic]]:
        few = len(self.pictures) < self.source.alone
        alone = rng.choice(len(self.pictures), self.source.alone, replace=few)
        kinds = rng.choice(len(self.by_type), self.source.groups, p=self.type_odds if self.source.groups else None)
        groups = [rng.choice(self.by_type[kind], GROUP, replace=False) for kind in kinds]
        pairs = np.array([rng.choice(self.pictures[product], 2) for product in np.concatenate([alone, *groups])])
        examples, first = self.source.examples, pairs[:, 0]
        second = _boxed(examples, pairs[:, 1])
        return {
            "first": _boxed(examples, first),
            "second": second,
            "products": examples.products[first],
            "boxed": second[:, 0, 0, 4] == 0,
            **{name: allowed[first] for name, allowed in examples.allowed.items()},
        }


def _boxed(examples: Examples, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return cutouts (N, H, W, 5); the last channel is the one before it, inside the picture's box."""
    cutouts = examples.cutouts[rows]
    height, width = cutouts.shape[1:3]
    x0, y0, x1, y1 = (examples.boxes[rows] * (width, height, width, height)).T[..., None, None]
    down, across = np.mgrid[0.5:height, 0.5:width]
    inside = (down > y0) & (down < y1) & (across > x0) & (across < x1)
    return np.concatenate([cutouts, (cutouts[..., 3] * inside)[..., None]], axis=-1)
