"""Batches: products in two views each, near neighbours among them; people's photos; pictures without a garment."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.attributes import ATTRIBUTES
from lookbook.encoders.hashing import pieces
from lookbook.training.lite.patterns import PATTERN, PATTERNS
from lookbook.training.lite.store import Shelf
from lookbook.training.lite.views import OWN, SHOP, STREET, Strength, view

ALONE, GROUPS, GROUP, DRAWN, PHOTOS, NOTHING = 26, 5, 8, 6, 16, 8
"""How many products a batch takes anywhere, how many groups of how many of one type, and how many of what else."""
Allowed = Mapping[str, NDArray[np.bool_]]
Place = tuple[str, int]
"""A shelf, and a row of it."""


class Seen(NamedTuple):
    """A view: uint8 (128, 96, 3), what of it is the product (128, 96) in 0..1, and whether that is known."""

    picture: NDArray[np.uint8]
    cover: NDArray[np.float32]
    known: bool


class Right(NamedTuple):
    """What is right about P products, seen twice each, and about photos of people, which follow them in a batch.

    Attributes:
        products: (P,) numbers of products.
        allowed: attribute -> bool (P, C).
        photo_types: bool (photos, C).
        words, starts: hashed pieces of the P titles, and where each begins.
    """

    products: NDArray[np.int64]
    allowed: Allowed
    photo_types: NDArray[np.bool_]
    words: NDArray[np.int64]
    starts: NDArray[np.int64]


class Batch(NamedTuple):
    """What one step learns from; P products, in the order: shop views, street views, photos, nothing.

    Attributes:
        pictures: uint8 (2 P + photos + nothing, 128, 96, 3).
        cover: float32 (2 P, 32, 24), the share of each cell that is the product.
        boxes: float32 (2 P, 4) in 0..1.
        placed: bool (2 P,), whether cover and box are known.
        right: of products and photos.
    """

    pictures: NDArray[np.uint8]
    cover: NDArray[np.float32]
    boxes: NDArray[np.float32]
    placed: NDArray[np.bool_]
    right: Right


class Batches:
    """Batch number i is the same on every run."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        """Open the arrays of `lookbook.training.lite.gather`."""
        self.seed = seed
        self.shelves = {name: Shelf.read(folder, name) for name in ("small", "large", "drawn", "photos", "nothing")}
        self.scenes = Shelf.read(folder, "scenes").cutouts[..., :3]
        shop = [self.shelves[name] for name in ("small", "large", "drawn")]
        self.classes = {
            name: sorted({v for s in shop for r in s.right for v in r.get(name, ())}) for name in ATTRIBUTES
        }
        self.classes[PATTERN] = list(PATTERNS)
        self.allowed = {name: _table(shelf, self.classes) for name, shelf in self.shelves.items()}
        self._index()

    def _index(self) -> None:
        """Find the pictures of each product, and the products of each type."""
        self.pictures_of: dict[str, list[Place]] = {}
        for name in ("small", "large", "drawn"):
            for row, product in enumerate(self.shelves[name].products):
                self.pictures_of.setdefault(product, []).append((name, row))
        self.listed = [product for product, at in self.pictures_of.items() if at[0][0] != "drawn"]
        self.drawn = [product for product, at in self.pictures_of.items() if at[0][0] == "drawn"]
        self.number = {product: number for number, product in enumerate(self.pictures_of)}
        kinds: dict[str, list[str]] = {}
        for product in self.listed:
            name, row = self.pictures_of[product][0]
            for kind in self.shelves[name].right[row].get("articleType", ()):
                kinds.setdefault(kind, []).append(product)
        self.kinds = [members for _, members in sorted(kinds.items()) if len(members) >= GROUP]
        sizes = np.array([len(members) for members in self.kinds], float) ** 0.7
        self.odds = sizes / sizes.sum()

    def batch(self, number: int) -> Batch:
        """Draw a batch."""
        rng = np.random.default_rng((self.seed, number))
        chosen = self.choose(rng)
        at = [[self.pictures_of[p][i] for i in rng.integers(len(self.pictures_of[p]), size=2)] for p in chosen]
        seen = [self.see(places[0], SHOP, rng) for places in at] + [self.see(places[1], STREET, rng) for places in at]
        photos = rng.choice(len(self.shelves["photos"].products), PHOTOS, replace=False)
        nothing = rng.choice(len(self.shelves["nothing"].products), NOTHING, replace=False)
        others = [self.see(("photos", int(row)), OWN, rng) for row in photos]
        others += [self.see(("nothing", int(row)), STREET if rng.random() < 0.7 else SHOP, rng) for row in nothing]
        return Batch(
            pictures=np.stack([picture for picture, _, _ in seen + others]),
            cover=np.stack([_coarse(cover) for _, cover, _ in seen]),
            boxes=np.stack([_box(cover) for _, cover, _ in seen]),
            placed=np.array([known for _, _, known in seen]),
            right=self.right(chosen, photos, rng),
        )

    def choose(self, rng: np.random.Generator, alone: int = ALONE) -> list[str]:
        """Choose products: some anywhere, groups of one type, and drawn ones."""
        chosen = [self.listed[i] for i in rng.choice(len(self.listed), alone, replace=False)]
        for kind in rng.choice(len(self.kinds), GROUPS, p=self.odds):
            chosen += [self.kinds[kind][i] for i in rng.choice(len(self.kinds[kind]), GROUP, replace=False)]
        return chosen + [self.drawn[i] for i in rng.choice(len(self.drawn), DRAWN, replace=False)]

    def labels(self, names: Sequence[str]) -> dict[str, NDArray[np.int64]]:
        """Return attribute -> every product's value, by number, -1 where it is unknown."""
        tables = self._allowed(list(self.pictures_of), names)
        return {name: np.where(table.all(1), -1, table.argmax(1)) for name, table in tables.items()}

    def right(self, chosen: Sequence[str], photos: NDArray[np.int64], rng: np.random.Generator) -> Right:
        """Return what is right about products and the photos of those rows."""
        words = [np.array(pieces(self._text(self.pictures_of[product][0], rng)), np.int64) for product in chosen]
        return Right(
            products=np.array([self.number[product] for product in chosen]),
            allowed=self._allowed(chosen, list(self.classes)),
            photo_types=self.allowed["photos"]["articleType"][photos],
            words=np.concatenate(words),
            starts=np.cumsum([0, *map(len, words[:-1])]),
        )

    def _allowed(self, products: Sequence[str], names: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
        first = [self.pictures_of[product][0] for product in products]
        return {name: np.stack([self.allowed[at][name][row] for at, row in first]) for name in names}

    def see(self, at: Place, strength: Strength, rng: np.random.Generator) -> Seen:
        """Draw a view of one picture."""
        name, row = at
        cutout = self.shelves[name].cutouts[row]
        scene = self.scenes[rng.integers(len(self.scenes))]
        other = self.shelves["small"].cutouts[rng.integers(len(self.shelves["small"].products))]
        picture, cover = view(cutout, scene, other, strength, rng)
        return Seen(picture, cover, bool(cutout[0, 0, 3] == 0 and cover.max() > 0.5))

    def _text(self, at: Place, rng: np.random.Generator) -> str:
        """Return a product's title, at times without some of its words, at times only what the table says."""
        name, row = at
        shelf = self.shelves[name]
        if rng.random() < 0.25:
            keys = [key for key in ("gender", "baseColour", PATTERN, "usage") if rng.random() < 0.6]
            told = [value for key in keys for value in shelf.right[row].get(key, [])[:1]]
            return " ".join([*told, *shelf.right[row].get("articleType", [])[:1]]) or "thing"
        words = shelf.titles[row].split()
        return " ".join([word for word in words if rng.random() < 0.85] or words) or "thing"


def _table(shelf: Shelf, classes: Mapping[str, Sequence[str]]) -> dict[str, NDArray[np.bool_]]:
    """Return attribute -> bool (N, C), all True where the label is unknown."""
    tables = {}
    for name, values in classes.items():
        place = {value: column for column, value in enumerate(values)}
        table = np.zeros((len(shelf.right), len(values)), bool)
        for row, right in enumerate(shelf.right):
            table[row, [place[value] for value in right.get(name, ()) if value in place]] = True
        table[~table.any(1)] = True
        tables[name] = table
    return tables


def _coarse(cover: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cover.reshape(32, 4, 24, 4).mean((1, 3)), np.float32)


def _box(cover: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the smallest box around what is covered, in 0..1; the whole frame where nothing is."""
    rows, columns = np.flatnonzero((cover > 0.5).any(1)), np.flatnonzero((cover > 0.5).any(0))
    if not len(rows):
        return np.array([0, 0, 1, 1], np.float32)
    height, width = cover.shape
    return np.array([columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height],
                    np.float32)  # fmt: skip
