"""From a decoded Pillow image of any mode to upright sRGB pixels."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lookbook.photos import profiles, tiff

Pixels = NDArray[np.uint8]
_TURNS: dict[int, Callable[[Pixels], Pixels]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.transpose(1, 0, 2),
    6: lambda pixels: pixels[::-1].transpose(1, 0, 2),
    7: lambda pixels: pixels[::-1, ::-1].transpose(1, 0, 2),
    8: lambda pixels: pixels[:, ::-1].transpose(1, 0, 2),
}
_ORIENTATION = 0x0112  # EXIF 2.3, section 4.6.4 A
_MAY_TURN = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif"})
_AVERAGED = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})
"""Modes whose values may be averaged as they are; a palette's numbers may not."""
_STRIP = 1 << 20
"""How many pixels are converted at a time, so that what lies between needs little memory."""


def upright_rgb(image: Image.Image, shrink: int = 1, levels: Pixels | None = None) -> Pixels:
    """Turn a loaded image upright and give its sRGB pixels, shape (H, W, 3), read-only.

    Transparency is laid on white. A broken EXIF block or colour profile is left aside, as browsers do.

    Args:
        image: of any mode but those of 32 bits a channel.
        shrink: how many pixels of a row and of a column become one, their mean.
        levels: table (65536,) from 16 bits to 8, where another than the usual one is wanted.
    """
    return turned(_by_strips(image, shrink, tiff.eight_bits() if levels is None else levels), image)


def turned(pixels: Pixels, image: Image.Image) -> Pixels:
    """Turn pixels (H, W, 3) upright as an image says; read-only."""
    turn = _TURNS.get(orientation(image))
    pixels = np.ascontiguousarray(turn(pixels)) if turn else pixels
    pixels.setflags(write=False)
    return pixels


def lies_on_its_side(image: Image.Image) -> bool:
    """Return whether turning an image upright swaps its width and height."""
    return orientation(image) >= 5


def orientation(image: Image.Image) -> int:
    """Read the EXIF orientation, 1 to 8; 1 (upright) where there is none that can be read."""
    if _MAY_TURN.isdisjoint(image.info):
        return 1
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  a broken EXIF block raises every type of error; the picture is good without it
        return 1
    return found if isinstance(found, int) else 1


def _by_strips(image: Image.Image, shrink: int, levels: Pixels) -> Pixels:
    width, height = image.size
    conversion = profiles.to_srgb(image.info.get("icc_profile"), image.mode)
    rows = max(1, _STRIP // width // shrink) * shrink
    if rows >= height:
        return np.asarray(_rgb(image, shrink, levels, conversion))
    pixels = np.empty((-(-height // shrink), -(-width // shrink), 3), np.uint8)
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        done = np.asarray(_rgb(strip, shrink, levels, conversion))
        pixels[top // shrink : top // shrink + len(done)] = done
    return pixels


def _rgb(image: Image.Image, shrink: int, levels: Pixels, conversion: profiles.Conversion | None) -> Image.Image:
    """Shrink an image and convert it to RGB, whichever is less work first."""
    if image.mode.startswith("I;16"):
        image = Image.fromarray(levels[np.asarray(image)])
    first = shrink > 1 and image.mode in _AVERAGED and "transparency" not in image.info
    if first:
        image = image.reduce(shrink)
    if image.has_transparency_data:
        image = _on_white(image.convert("RGBA"))
    if conversion:
        image = conversion(image)
    if image.mode != "RGB":
        image = image.convert("RGB")
    return image if first or shrink == 1 else image.reduce(shrink)


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    return white.convert("RGB")
