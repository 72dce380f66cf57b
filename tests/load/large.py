"""Photos of 19 MB, nearly as large as they may come, in two forms."""

import io
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.soak.catalogue import ROOT

BYTES = 19_000_000


def write(folder: Path, count: int, size: int = BYTES) -> Sequence[Path]:
    """Write a JPEG and a PNG of up to so many bytes, of 32 and 9 million pixels at 19 MB; return `count`, in turn."""
    share = math.sqrt(size / BYTES)
    (jpeg := folder / "large.jpg").write_bytes(_jpeg(int(4900 * share), int(6500 * share), size))
    (png := folder / "large.png").write_bytes(_png(int(2650 * share), int(3500 * share)))
    return [(jpeg, png)[number % 2] for number in range(count)]


def _jpeg(width: int, height: int, size: int) -> bytes:
    """Write a garment under noise that makes it large, as a camera's photo in the dark."""
    noise = np.random.default_rng(1).integers(-16, 17, (height, width, 1), dtype=np.int16)
    pixels = Image.fromarray(np.clip(_garment(width, height) + noise, 0, 255).astype(np.uint8))
    for quality in range(98, 10, -1):
        pixels.save(target := io.BytesIO(), "JPEG", quality=quality)
        if target.tell() <= size:
            return target.getvalue()
    raise ValueError("no quality makes it small enough")


def _png(width: int, height: int) -> bytes:
    """Write the same, smaller, in a form that keeps every pixel."""
    noise = np.random.default_rng(1).integers(-16, 17, (height, width, 3), dtype=np.int16)
    pixels = Image.fromarray(np.clip(_garment(width, height) + noise, 0, 255).astype(np.uint8))
    pixels.save(target := io.BytesIO(), "PNG", compress_level=1)
    return target.getvalue()


def _garment(width: int, height: int) -> NDArray[np.int16]:
    with Image.open(ROOT / "images" / "1002.jpg") as picture:
        return np.asarray(picture.convert("RGB").resize((width, height)), np.int16)
