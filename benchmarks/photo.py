"""What decoding at reduced scale saves: python -m benchmarks.photo."""

import io
from functools import partial

import numpy as np
import typer
from PIL import Image

from benchmarks.large import SAMPLE
from benchmarks.measure import HEADER, Comparison, alternating, milliseconds
from lookbook import photos

SIZES = {"12 megapixels, as phones take them": (3000, 4000), "4 megapixels, as the large set has them": (1800, 2400)}
SIDE = 224


def compare(rounds: int) -> list[Comparison]:
    """Read a large JPEG as a build does, in turns with reading it whole."""
    rows = []
    for name, size in SIZES.items():
        data = _jpeg(size)
        work = [milliseconds(partial(photos.read, data, SIDE)), milliseconds(partial(photos.read, data))]
        reduced, whole = alternating(work, rounds)
        rows.append(Comparison(f"reading a JPEG of {name}, and whole", "ms", reduced, whole, "", False))
    return rows


def _jpeg(size: tuple[int, int]) -> bytes:
    """Enlarge a picture of the sample, with some grain so that it is as large as a photo."""
    with Image.open(SAMPLE / "images" / "1002.jpg") as picture:
        pixels = np.asarray(picture.convert("RGB").resize(size), np.int16)
    grain = np.random.default_rng(0).normal(0, 6, (*pixels.shape[:2], 1))
    content = io.BytesIO()
    Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8)).save(content, "JPEG", quality=90)
    return content.getvalue()


def main(rounds: int = 5) -> None:
    """Print the table."""
    print("\n".join([HEADER, *map(str, compare(rounds))]))


if __name__ == "__main__":
    typer.run(main)
