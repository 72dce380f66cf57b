"""Writes the sample catalogue, styles.csv and images/, on all processors."""

import csv
import io
import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import cv2
from PIL import Image

from lookbook.disk import atomic
from lookbook.sample.assortment import assortment
from lookbook.sample.piece import Piece
from lookbook.sample.product import TRAINING_SEED_START, Drawing, draw_piece

HEADER = (
    *("id", "gender", "masterCategory", "subCategory", "articleType"),
    *("baseColour", "season", "year", "usage", "productDisplayName"),
    *("brand", "price", "url"),
)
FIRST_ID = 1001
SEED = 2024
SIZE = (240, 320)
QUALITY = 70
SHOP = "https://example.com/products"


def draw_catalogue(folder: Path, products: int | None = None, seed: int = SEED, views: int = 1) -> int:
    """Write pictures below folder/images and their table to folder/styles.csv, replacing what was there.

    Args:
        folder: where; it is made if need be.
        products: how many, from the first on; by default all.
        seed: where the products' seeds begin.
        views: pictures of each product: 1001.jpg, 1001_2.jpg, 1001_3.jpg and so on.

    Returns:
        How many products were written.

    Raises:
        ValueError: the seeds would reach those that training uses.
    """
    pieces = assortment(seed)[:products]
    if not 0 <= seed <= TRAINING_SEED_START - len(pieces):
        raise ValueError(f"seed must lie between 0 and {TRAINING_SEED_START - len(pieces)}, got {seed}")
    (folder / "images").mkdir(parents=True, exist_ok=True)
    numbers = range(FIRST_ID, FIRST_ID + len(pieces))
    fresh = multiprocessing.get_context("spawn")  # a fork would copy whatever threads run here
    with ProcessPoolExecutor(os.cpu_count(), fresh, initializer=cv2.setNumThreads, initargs=(1,)) as workers:
        rows = list(workers.map(partial(_write, folder, views), numbers, pieces, chunksize=16))
    atomic.write(folder / "styles.csv", _table(rows))
    return len(rows)


def _write(folder: Path, views: int, number: int, piece: Piece) -> dict[str, str]:
    """Write the pictures of one product and return its row."""
    drawings = [draw_piece(piece, view) for view in range(views)]
    for view, drawing in enumerate(drawings, start=1):
        name = f"{number}.jpg" if view == 1 else f"{number}_{view}.jpg"
        atomic.write(folder / "images" / name, _jpeg(drawing))
    row = drawings[0].row
    return {"id": str(number), **row, "url": f"{SHOP}/{number}-{_slug(row['productDisplayName'])}"}


def _slug(title: str) -> str:
    """Return a title as it stands in an address."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split())


def _table(rows: Iterable[dict[str, str]]) -> bytes:
    table = io.StringIO()
    writer = csv.DictWriter(table, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode()


def _jpeg(drawing: Drawing) -> bytes:
    buffer = io.BytesIO()
    picture = Image.fromarray(drawing.image).resize(SIZE, Image.Resampling.LANCZOS)
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
