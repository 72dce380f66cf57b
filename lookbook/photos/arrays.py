"""From an array of any usual kind to RGB pixels: what can be meant is taken, the rest is one sentence."""

import numpy as np
from numpy.typing import NDArray

from lookbook.photos.problems import Kind, PhotoError, check_pixels

Pixels = NDArray[np.uint8]
_CHANNELS = {1: "grey", 2: "grey and alpha", 3: "RGB", 4: "RGBA"}
_FIRST = (1, 3, 4)
"""How many channels may stand before the rows, as PyTorch has them."""
_SLACK = 0.002
"""How far floats may leave their range by rounding."""
_RANGES = "give 0..255, 0..65535 as uint16, or 0..1 as floats"
_SHAPES = "give (H, W), (H, W, 3) or (H, W, 4), or the channels first"


def to_rgb(array: NDArray[np.generic], max_pixels: int, name: str | None = None) -> Pixels:
    """Turn an array into RGB pixels, uint8 (H, W, 3), read-only; the array itself is left as it is.

    Args:
        array: grey (H, W), grey with alpha, RGB or RGBA, channels last or first, also as a batch of one. Values are
            bool, 0..255 of any type, 0..65535 as uint16, or floats in 0..1.
        max_pixels: a larger picture is refused.
        name: what to call the photo in a message.

    Raises:
        PhotoError: the array can't be meant as one picture.
    """
    if array.size == 0:
        raise _refused("empty", name, f"is an empty array of shape {array.shape}", _SHAPES)
    if array.dtype.kind not in "buif":
        raise _refused("not a picture", name, f"is an array of {array.dtype}", _RANGES)
    placed = _channels_last(array, name)
    check_pixels((placed.shape[1], placed.shape[0]), max_pixels, name)
    pixels = np.ascontiguousarray(_colours(_in_bytes(placed, name)))
    pixels.setflags(write=False)
    return pixels


def _channels_last(array: NDArray[np.generic], name: str | None) -> NDArray[np.generic]:
    """Bring an array into (H, W, 1 to 4)."""
    if array.ndim == 4 and len(array) == 1:
        array = array[0]
    if array.ndim == 2:
        return array[:, :, np.newaxis]
    if array.ndim == 3 and array.shape[2] in _CHANNELS:
        return array
    if array.ndim == 3 and array.shape[0] in _FIRST:
        return array.transpose(1, 2, 0)
    if array.ndim == 4 and {array.shape[1], array.shape[3]} & {1, 3, 4}:
        raise _refused("not a picture", name, f"is {len(array)} pictures, of shape {array.shape}", "give one at a time")
    raise _refused("not a picture", name, f"is an array of shape {array.shape}", _SHAPES)


def _in_bytes(array: NDArray[np.generic], name: str | None) -> Pixels:
    """Bring values of any usual range to 0..255."""
    if array.dtype == np.uint8:
        return array.astype(np.uint8, copy=False)
    if array.dtype == np.bool_:
        return array.astype(np.uint8) * np.uint8(255)
    least, most = float(array.min()), float(array.max())
    if not (np.isfinite(least) and np.isfinite(most)):
        raise _refused("not a picture", name, "has values that are not finite (NaN or infinite)", _RANGES)
    factor = _factor(array.dtype, least, most)
    if factor is None:
        raise _refused("not a picture", name, f"has values from {least:g} to {most:g} ({array.dtype})", _RANGES)
    scaled = np.empty(array.shape, np.uint8)
    for row, values in enumerate(array):  # a row at a time: the whole as floats would take eight times the memory
        scaled[row] = np.clip(np.rint(values.astype(np.float64) * factor), 0, 255)
    return scaled


def _factor(dtype: np.dtype[np.generic], least: float, most: float) -> float | None:
    """Return what to multiply values with; None where they can't be a picture's.

    Values of a type that could hold more, but that lie in 0..255, are bytes in a wider type.
    """
    if dtype.kind == "f":
        if least >= -_SLACK and most <= 1 + _SLACK:
            return 255.0
        # just above 1 it is bright light or a picture that is nearly black: nobody can tell
        return 1.0 if least >= -_SLACK and 2 <= most <= 255 + _SLACK else None
    if least < 0:
        return None
    if most <= 255:
        return 1.0
    # less than 13 bits in 16 is a camera's raw light or a sum that left its range, and not a picture in the dark
    return 255 / 65535 if (dtype.kind, dtype.itemsize) == ("u", 2) and most > 4095 else None


def _colours(pixels: Pixels) -> Pixels:
    """Turn (H, W, 1 to 4) into (H, W, 3), alpha laid on white."""
    channels = pixels.shape[2]
    colour = pixels[:, :, : 1 if channels < 3 else 3]
    if channels in (2, 4):
        colour = _on_white(colour, pixels[:, :, channels - 1 :])
    return np.broadcast_to(colour, (*colour.shape[:2], 3))


def _on_white(colour: Pixels, alpha: Pixels) -> Pixels:
    laid = np.empty(colour.shape, np.uint8)
    for row, (values, shares) in enumerate(zip(colour, alpha, strict=True)):
        opaque = shares.astype(np.uint32)
        laid[row] = (values * opaque + 255 * (255 - opaque) + 127) // 255
    return laid


def _refused(kind: Kind, name: str | None, what: str, instead: str) -> PhotoError:
    return PhotoError(f"{name or 'The photo'} {what}; {instead}.", kind)
