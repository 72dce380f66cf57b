"""What the network learns from: cut-out pictures, which of them show one product, and which labels count as right."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from lookbook import photos
from lookbook.attributes import ATTRIBUTES
from lookbook.catalog import Catalog
from lookbook.encoders.frame import fit
from lookbook.encoders.network import HEIGHT, WIDTH
from lookbook.evaluation.consumer import RIGHT_TYPES
from lookbook.evaluation.split import kept_back
from lookbook.sample import TRAINING_SEED_START, draw

Cutout = NDArray[np.uint8]
WHITE = 242
"""From this value on in all channels, a pixel joined to the border is background."""


@dataclass(frozen=True)
class Example:
    """One picture: its cutout (H, W, 4), the product it shows, and each attribute's values that count as right."""

    cutout: Cutout
    product: str
    right: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Examples:
    """All pictures of one source as arrays.

    Attributes:
        cutouts: uint8 (N, H, W, 4).
        products: (N,) hashes; pictures of one product carry the same.
        allowed: attribute -> bool (N, C); all True where the label is unknown.
    """

    cutouts: NDArray[np.uint8]
    products: NDArray[np.int32]
    allowed: dict[str, NDArray[np.bool_]]

    @classmethod
    def gather(cls, examples: Iterable[Example], classes: Mapping[str, Sequence[str]]) -> "Examples":
        """Stack examples; labels outside `classes` count as unknown."""
        listed = list(examples)
        allowed = {
            name: np.array([_allowed(example.right.get(name, frozenset()), values) for example in listed])
            for name, values in classes.items()
        }
        products = np.array([_number(example.product) for example in listed], np.int32)
        return cls(np.stack([example.cutout for example in listed]), products, allowed)


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
    frame, _ = fit(photo, HEIGHT, WIDTH)
    white = cv2.copyMakeBorder((frame.min(axis=2) >= WHITE).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(white, None, (0, 0), 2)
    background = cv2.dilate((white == 2).astype(np.uint8), np.ones((2 * edge + 1, 2 * edge + 1), np.uint8))[1:-1, 1:-1]
    cover = (1 - background) * np.uint8(255)
    whole = not 0.05 < cover.mean() / 255 < 0.95 or photo[0].mean() < WHITE
    return np.dstack([frame, np.full_like(cover, 255) if whole else cover])


def catalogue_examples(catalogs: Sequence[Catalog]) -> Iterator[Example]:
    """Read the pictures that are not kept back.

    Pictures of one id are one product, in whatever catalogue (and resolution) they are; so are byte-identical ones.
    """
    shown: dict[bytes, str] = {}
    product_of: dict[str, str] = {}
    places = [(catalog, filename) for catalog in catalogs for filename in catalog.filenames]
    for catalog, filename in tqdm(places, "reading", unit="picture"):
        content, own = catalog.read(filename), catalog.product_id(filename)
        product = product_of.setdefault(own, shown.setdefault(hashlib.sha256(content).digest(), own))
        if not (kept_back(product) or kept_back(own)):
            row = catalog.product(filename)
            yield Example(cut_out(photos.read(content)), product, labels(row, ATTRIBUTES))


def labels(row: Mapping[str, str], names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give the values of a row of styles.csv that count as right; "" and "NA" leave an attribute open."""
    return {name: _one(row.get(name, "")) for name in names}


def _one(value: str) -> frozenset[str]:
    return frozenset({value}) if value and value != "NA" else frozenset()


def consumer_photos(path: Path, evaluation: bool = False) -> Iterator[tuple[str, str, NDArray[np.uint8]]]:
    """Read a zip of photos with images.csv (image, sender_id, label) inside.

    Yields:
        Name, label and photo (H, W, 3): of the senders who are kept back for evaluation, or of all others.
    """
    with zipfile.ZipFile(path) as archive:
        for row in csv.DictReader(io.TextIOWrapper(archive.open("images.csv"), "utf-8")):
            if kept_back(f"sender {row['sender_id']}") == evaluation:
                yield row["image"], row["label"], photos.read(archive.read(f"images/{row['image']}.jpg"))


def consumer_examples(path: Path) -> Iterator[Example]:
    """Read the photos of senders who are not kept back; labels that say nothing of the type stay open."""
    for name, label, photo in consumer_photos(path):
        yield Example(cut_out(photo), name, {"articleType": RIGHT_TYPES.get(label, frozenset())})


def drawn_examples(count: int) -> Iterator[Example]:
    """Draw products that are not in the sample catalogue; season and usage are chance there, so they stay open."""
    for seed in tqdm(range(TRAINING_SEED_START, TRAINING_SEED_START + count), "drawing", unit="product"):
        drawing = draw(seed)
        known = labels(drawing.row, ("articleType", "baseColour", "gender"))
        yield Example(cut_out(drawing.image), f"drawn {seed}", known)


def backdrops(path: Path, count: int, seed: int = 0) -> NDArray[np.uint8]:
    """Cut pieces from the corners of photos, where floors and beds are, to serve as backgrounds.

    Returns:
        uint8 (at most count, 112, 84, 3).
    """
    rng = np.random.default_rng(seed)
    pieces = []
    for _, _, photo in consumer_photos(path):
        rows, columns = (max(8, int(side * rng.uniform(0.2, 0.45))) for side in photo.shape[:2])
        top, left = int(rng.integers(2)) * (photo.shape[0] - rows), int(rng.integers(2)) * (photo.shape[1] - columns)
        pieces.append(cv2.resize(photo[top : top + rows, left : left + columns], (WIDTH, HEIGHT)))
        if len(pieces) == count:
            break
    return np.stack(pieces).astype(np.uint8)
