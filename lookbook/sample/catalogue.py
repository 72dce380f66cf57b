"""Writes the sample catalogue: balanced over article types, in styles.csv and images/."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from lookbook.disk import atomic
from lookbook.sample.kinds import KINDS
from lookbook.sample.product import TRAINING_SEED_START, Drawing, draw

HEADER = (
    *("id", "gender", "masterCategory", "subCategory", "articleType"),
    *("baseColour", "season", "year", "usage", "productDisplayName"),
)
FIRST_ID = 1001
PRODUCTS = 340
SEED = 2024
QUALITY = 88


def draw_catalogue(folder: Path, products: int = PRODUCTS, seed: int = SEED) -> None:
    """Write `products` pictures below folder/images and their table to folder/styles.csv, replacing what was there."""
    if not 0 <= seed <= TRAINING_SEED_START - products:
        raise ValueError(f"seed must lie between 0 and {TRAINING_SEED_START - products}, got {seed}")
    (folder / "images").mkdir(parents=True, exist_ok=True)
    table = io.StringIO()
    writer = csv.DictWriter(table, HEADER, lineterminator="\n")
    writer.writeheader()
    for number, drawing in enumerate(collection(products, seed), start=FIRST_ID):
        atomic.write(folder / "images" / f"{number}.jpg", _jpeg(drawing))
        writer.writerow({"id": str(number), **drawing.row})
    atomic.write(folder / "styles.csv", table.getvalue().encode())


def collection(products: int, seed: int) -> Iterator[Drawing]:
    """Yield drawings whose types take turns and whose colours go round each type's own list."""
    names = list(KINDS)
    for number in range(products):
        name = names[number % len(names)]
        colours = KINDS[name].colours
        step = number // len(names) * 3 + number
        yield draw(seed + number, name, colours[step % len(colours)])


def _jpeg(drawing: Drawing) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(drawing.image).save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()
