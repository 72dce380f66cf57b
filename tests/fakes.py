"""An encoder whose vectors can be computed by hand, and small catalogues for it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lookbook.catalog import Catalog
from lookbook.encoders.base import Identity, Photo, Prediction, Vectors
from lookbook.neighbors import ENGINES
from lookbook.retrieval.products import Products
from lookbook.retrieval.resources import Resources
from lookbook.settings import Settings
from lookbook.stores import LocalStore

COLOURS: Mapping[str, tuple[int, int, int]] = {
    "1": (255, 0, 0),
    "2": (200, 60, 0),
    "3": (0, 255, 0),
    "4": (0, 200, 60),
    "5": (0, 0, 255),
    "6": (60, 0, 200),
    "7": (128, 128, 128),
}
STYLES = """id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName
1,Men,Apparel,Topwear,Shirts,Red,Fall,2011,Casual,Plain Men Red Shirt
2,Women,Apparel,Topwear,Tshirts,Red,Fall,2011,Casual,Plain Women Red T-shirt
3,Men,Apparel,Topwear,Shirts,Green,Fall,2011,Casual,Plain, with a comma, Green Shirt
5,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual,Plain Men Blue Shirt
"""


class MeanColour:
    """Encodes a photo as its mean colour, (R, G, B) / |(R, G, B)|."""

    dim = 3
    side = 8

    build_options: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_settings(cls, settings: Settings, weights: Path | None = None, **options: Any) -> "MeanColour":
        """Load it: there is nothing to load."""
        return cls()

    @classmethod
    def at_hand(cls, settings: Settings, weights: Path | None) -> None:
        """Never taken unasked."""

    def __init__(self, version: str = "1") -> None:
        self.identity = Identity("mean-colour", version, "0" * 64, {"precision": "f32"})
        self.encoded = 0

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        """Return a frame (1, 1, 3) of the mean colour."""
        return np.asarray(photo.mean(axis=(0, 1), keepdims=True).round(), np.uint8)

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        """Return unit vectors (N, 3)."""
        self.encoded += len(frames)
        colours = frames[:, 0, 0].astype(np.float32)
        return np.asarray(colours / np.linalg.norm(colours, axis=1, keepdims=True), np.float32)

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """Return the vectors, and an attribute; what is mostly blue is nothing it knows."""
        vectors = self.encode(np.stack([self.prepare(photo) for photo in photos]))
        colours = {"baseColour": [("Red", 0.9), ("Green", 0.1)]}
        return [Prediction(vector, colours, [0.0, 0.0, 4.0, 2.0], bool(vector[2] > 0.9)) for vector in vectors]


def unit(*colour: int) -> NDArray[np.float32]:
    """Return the vector of a plain picture of this colour."""
    return np.array(colour, np.float32) / np.linalg.norm(np.array(colour, np.float32))


def paint(path: Path, colour: tuple[int, int, int]) -> Path:
    """Write a plain picture, without loss."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), colour).save(path)
    return path


def paint_catalogue(folder: Path) -> Path:
    """Write images/1.png ... images/7.png and styles.csv; gives the folder of pictures."""
    for name, colour in COLOURS.items():
        paint(folder / "images" / f"{name}.png", colour)
    (folder / "styles.csv").write_text(STYLES)
    return folder / "images"


def open_products(folder: Path, names: str, table: str | None) -> Products:
    """Open a picture for each letter of `names`, all alike, with a product table, or none."""
    for name in names:
        paint(folder / "images" / f"{name}.png", (9, 9, 9))
    if table is not None:
        (folder / "styles.csv").write_text(table)
    catalog = Catalog.open(folder / "images", relative_to=folder)
    return Products(catalog)


def resources_of(products: Products, folder: Path | None = None) -> Resources:
    """Gather what retrievers of products are made from, all with the same vector."""
    vectors = np.tile(np.array([[1, 0]], np.float32), (len(products), 1))
    store = LocalStore(products.filenames, vectors, products.catalog.table, ENGINES["exact"])
    return Resources(store, products, folder)
