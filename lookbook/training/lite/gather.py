"""Reads catalogues, photos and drawings into the arrays that the training draws from."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.attributes import ATTRIBUTES
from lookbook.encoders.letterbox import letterbox
from lookbook.evaluation.consumer import RIGHT_TYPES, consumer_photos
from lookbook.evaluation.copies import Copies
from lookbook.evaluation.split import held_out
from lookbook.sample import TRAINING_SEED_START, draw
from lookbook.training.lite.patterns import PATTERN, told
from lookbook.training.lite.store import CATALOGUE, LARGE, Frame, Picture, keep

WHITE = 242
"""From this value on in all channels, a pixel joined to the border is background."""
DRAWN = 5000
NOTHING = 3000


def gather(folder: Path, catalogs: Sequence[str], consumer: Path) -> None:
    """Write every source that is not yet on disk: small, large, drawn, photos, scenes and nothing."""
    from lookbook.training.nothing import made_up

    copies = Copies()
    sources: dict[str, Callable[[], Iterator[Picture]]] = {
        "small": lambda: shop(Catalog.open(catalogs[0]), CATALOGUE, copies),
        "large": lambda: shop(Catalog.open(catalogs[-1]), LARGE, copies),
        "photos": lambda: people(consumer),
        "scenes": lambda: corners(consumer),
        "drawn": lambda: drawings(DRAWN),
        "nothing": lambda: (Picture(cut_out(picture, LARGE), name, "", {}) for name, picture in made_up(NOTHING)),
    }
    for name, pictures in sources.items():
        if not (folder / f"{name}.json").exists():
            print(f"{name}: {keep(folder, name, pictures())}", file=sys.stderr)


def shop(catalog: Catalog, frame: Frame, copies: Copies) -> Iterator[Picture]:
    """Read a catalogue's pictures, but none of a product that is held out or has a copy that is.

    Args:
        catalog: its pictures and product table.
        frame: the size they are kept at.
        copies: of all catalogues together.
    """
    for name in tqdm(catalog.filenames, "reading", unit="picture", mininterval=10):
        content = catalog.read(name)
        own = catalog.product_id(name)
        product = copies.product(own, content)
        if not (held_out(product) or held_out(own)):
            row = catalog.product(name)
            title = row.get("productDisplayName", "")
            right = {key: [row[key]] for key in ATTRIBUTES if row.get(key, "") not in ("", "NA")}
            right[PATTERN] = sorted(told(title))
            yield Picture(cut_out(photos.read(content, name=name), frame), product, title, right)


def people(consumer: Path) -> Iterator[Picture]:
    """Read the photos of senders who are not held out."""
    for name, label, photo, _ in consumer_photos(consumer, kept=False):
        yield Picture(cut_out(photo, LARGE), name, "", {"articleType": sorted(RIGHT_TYPES.get(label, ()))})


def corners(consumer: Path, seed: int = 0) -> Iterator[Picture]:
    """Cut pieces from the corners of photos, where floors and beds are, to serve as backgrounds."""
    rng = np.random.default_rng(seed)
    for name, _, photo, _ in consumer_photos(consumer, kept=False):
        rows, columns = (max(8, int(side * rng.uniform(0.2, 0.45))) for side in photo.shape[:2])
        top, left = int(rng.integers(2)) * (photo.shape[0] - rows), int(rng.integers(2)) * (photo.shape[1] - columns)
        piece = cv2.resize(photo[top : top + rows, left : left + columns], LARGE[::-1])
        yield Picture(np.dstack([piece, np.full(LARGE, 255, np.uint8)]), name, "", {})


def drawings(count: int) -> Iterator[Picture]:
    """Draw products that are not in the sample catalogue; season and usage are chance there, so they stay open."""
    for seed in tqdm(
        range(TRAINING_SEED_START, TRAINING_SEED_START + count), "drawing", unit="product", mininterval=10
    ):
        drawing = draw(seed)
        title = drawing.row["productDisplayName"]
        right = {key: [drawing.row[key]] for key in ("articleType", "baseColour", "gender")}
        right[PATTERN] = sorted(told(title))
        yield Picture(cut_out(drawing.image, LARGE), f"drawn {seed}", title, right)


def cut_out(photo: NDArray[np.uint8], frame: Frame, edge: int = 1) -> NDArray[np.uint8]:
    """Fit a photo into a frame and tell the product from a white background.

    A picture whose border is not white, or that is nearly all white, is kept whole: everything belongs to the product.

    Args:
        photo: (H, W, 3).
        frame: height and width.
        edge: how many pixels the background grows into the product, to leave no white rim.

    Returns:
        uint8 (height, width, 4); the last channel is 255 on the product, 0 on the background.
    """
    fitted, _ = letterbox(photo, *frame)
    white = cv2.copyMakeBorder((fitted.min(axis=2) >= WHITE).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(white, None, (0, 0), 2)
    background = cv2.dilate((white == 2).astype(np.uint8), np.ones((2 * edge + 1, 2 * edge + 1), np.uint8))[1:-1, 1:-1]
    cover = (1 - background) * np.uint8(255)
    whole = not 0.05 < cover.mean() / 255 < 0.95 or photo[0].mean() < WHITE
    return np.dstack([fitted, np.full_like(cover, 255) if whole else cover])
