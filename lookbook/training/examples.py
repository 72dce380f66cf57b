"""What the network learns from: cut-out pictures, which of them show one product, and which labels count as right."""

import hashlib
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.attributes import ATTRIBUTES, GARMENT
from lookbook.encoders.letterbox import letterbox
from lookbook.encoders.network import HEIGHT, WIDTH
from lookbook.evaluation.consumer import RIGHT_TYPES, consumer_photos
from lookbook.evaluation.copies import Copies
from lookbook.evaluation.split import held_out
from lookbook.sample import TRAINING_SEED_START, draw
from lookbook.training.nothing import made_up, without_garment

Cutout = NDArray[np.uint8]
Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
SHOWN: Mapping[str, frozenset[str]] = {GARMENT: frozenset({"yes"})}
NOT_SHOWN: Mapping[str, frozenset[str]] = {GARMENT: frozenset({"no"})}
WHITE = 242
"""From this value on in all channels, a pixel joined to the border is background."""


@dataclass(frozen=True)
class Example:
    """One picture.

    Attributes:
        cutout: (H, W, 4).
        product: the one it shows.
        right: each attribute's values that count as right.
        box: x0, y0, x1, y1 in 0..1 of the frame: the product is what is covered inside it.
    """

    cutout: Cutout
    product: str
    right: Mapping[str, frozenset[str]]
    box: Box = WHOLE


@dataclass(frozen=True)
class Examples:
    """All pictures of one source as arrays.

    Attributes:
        cutouts: uint8 (N, H, W, 4).
        products: (N,) hashes; pictures of one product carry the same.
        allowed: attribute -> bool (N, C); all True where the label is unknown.
        boxes: (N, 4).
    """

    cutouts: NDArray[np.uint8]
    products: NDArray[np.int32]
    allowed: dict[str, NDArray[np.bool_]]
    boxes: NDArray[np.float32]

    @classmethod
    def gather(cls, examples: Iterable[Example], classes: Mapping[str, Sequence[str]]) -> "Examples":
        """Stack examples; labels outside `classes` count as unknown."""
        listed = list(examples)
        allowed = {
            name: np.array([_allowed(example.right.get(name, frozenset()), values) for example in listed])
            for name, values in classes.items()
        }
        products = np.array([_number(example.product) for example in listed], np.int32)
        boxes = np.array([example.box for example in listed], np.float32)
        return cls(np.stack([example.cutout for example in listed]), products, allowed, boxes)


def _allowed(right: frozenset[str], values: Sequence[str]) -> list[bool]:
    known = [value in right for value in values]
    return known if any(known) else [True] * len(values)


def _number(product: str) -> int:
    return int.from_bytes(hashlib.sha256(product.encode()).digest()[:4], "big") >> 1


def cut_out(photo: NDArray[np.uint8], edge: int = 1) -> Cutout:
    """Fit a photo into the network's frame and tell the product from a white background.

    A picture whose border is not white, or that is nearly all white, is kept whole: everything belongs to the product.

    Args:
        photo: (H, W, 3).
        edge: how many pixels the background grows into the product, to leave no white rim.

    Returns:
        uint8 (112, 84, 4); the last channel is 255 on the product, 0 on the background.
    """
    frame, _ = letterbox(photo, HEIGHT, WIDTH)
    white = cv2.copyMakeBorder((frame.min(axis=2) >= WHITE).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(white, None, (0, 0), 2)
    background = cv2.dilate((white == 2).astype(np.uint8), np.ones((2 * edge + 1, 2 * edge + 1), np.uint8))[1:-1, 1:-1]
    cover = (1 - background) * np.uint8(255)
    whole = not 0.05 < cover.mean() / 255 < 0.95 or photo[0].mean() < WHITE
    return np.dstack([frame, np.full_like(cover, 255) if whole else cover])


def catalogue_examples(catalogs: Sequence[Catalog]) -> Iterator[Example]:
    """Read the pictures that are not held out.

    Pictures of one id are one product, in whatever catalogue (and resolution) they are; so are byte-identical ones.
    """
    copies = Copies()
    places = [(catalog, filename) for catalog in catalogs for filename in catalog.filenames]
    for catalog, filename in tqdm(places, "reading", unit="picture"):
        try:
            content = catalog.read(filename)
            photo = photos.read(content, name=filename)
        except photos.PhotoError as error:
            tqdm.write(f"left out: {error}", file=sys.stderr)
            continue
        own = catalog.product_id(filename)
        product = copies.product(own, content)
        if not (held_out(product) or held_out(own)):
            yield Example(cut_out(photo), product, {**labels(catalog.product(filename), ATTRIBUTES), **SHOWN})


def labels(row: Mapping[str, str], names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the values of a row of styles.csv that count as right; "" and "NA" leave an attribute open."""
    return {name: _one(row.get(name, "")) for name in names}


def _one(value: str) -> frozenset[str]:
    return frozenset({value}) if value and value != "NA" else frozenset()


def consumer_examples(path: Path) -> Iterator[Example]:
    """Read the photos of senders who are not held out; labels that say nothing of the type stay open."""
    for name, label, photo, _ in consumer_photos(path, kept=False):
        yield Example(cut_out(photo), name, {"articleType": RIGHT_TYPES.get(label, frozenset()), **SHOWN})


def drawn_examples(count: int) -> Iterator[Example]:
    """Draw products that are not in the sample catalogue; season and usage are chance there, so they stay open."""
    for seed in tqdm(range(TRAINING_SEED_START, TRAINING_SEED_START + count), "drawing", unit="product"):
        drawing = draw(seed)
        known = labels(drawing.row, ("articleType", "baseColour", "gender"))
        yield Example(cut_out(drawing.image), f"drawn {seed}", {**known, **SHOWN})


def nothing_examples(folder: Path | None, count: int) -> Iterator[Example]:
    """Read pictures without a garment from a folder, if there is one, and make up `count` more."""
    found = without_garment(folder) if folder else ()
    for name, picture in itertools.chain(found, made_up(count)):
        yield Example(cut_out(picture), name, NOT_SHOWN)


def backdrops(path: Path, count: int, seed: int = 0) -> NDArray[np.uint8]:
    """Cut pieces from the corners of photos, where floors and beds are, to serve as backgrounds.

    Returns:
        uint8 (at most count, 112, 84, 3).
    """
    rng = np.random.default_rng(seed)
    pieces = []
    for _, _, photo, _ in consumer_photos(path, kept=False):
        rows, columns = (max(8, int(side * rng.uniform(0.2, 0.45))) for side in photo.shape[:2])
        top, left = int(rng.integers(2)) * (photo.shape[0] - rows), int(rng.integers(2)) * (photo.shape[1] - columns)
        pieces.append(cv2.resize(photo[top : top + rows, left : left + columns], (WIDTH, HEIGHT)))
        if len(pieces) == count:
            break
    return np.stack(pieces).astype(np.uint8)
