"""Photos that are arrays already: brought to eight bits, or refused by one sentence."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.photos import PhotoError


def eight_bits(array: NDArray[Any]) -> NDArray[np.uint8]:
    """Return an RGB array (H, W, 3) in eight bits.

    Eight bits are taken as they are; of 16 bits, 65,535 is white; of floats 1.0, or 255.0 where any is above 1.0.

    Raises:
        PhotoError: the array is no RGB picture, or holds numbers outside of these ranges.
    """
    if array.ndim != 3 or array.shape[2] != 3 or not array.size:
        raise PhotoError(f"An array of shape {array.shape} is no RGB picture; give one of (height, width, 3).")
    if array.dtype == np.uint8:
        return np.asarray(array, np.uint8)
    if array.dtype == np.uint16:
        return np.asarray((array.astype(np.uint32) + 128) // 257, np.uint8)
    if array.dtype.kind != "f":
        raise PhotoError(f"An array of {array.dtype} is no picture; give one of uint8, uint16, or floats from 0 to 1.")
    low, high = float(array.min()), float(array.max())
    if not (low >= 0 and high <= 255):  # false for what is no number, too
        raise PhotoError(f"An array of floats from {low:g} to {high:g} is no picture; bring them to 0..1 or 0..255.")
    return np.asarray(np.rint(array * (255 if high <= 1 else 1)), np.uint8)
