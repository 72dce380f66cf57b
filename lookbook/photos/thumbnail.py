"""Pictures made small, as JPEG that every browser knows."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def enlarged(pixels: NDArray[np.uint8], longest: int, times: int = 2) -> NDArray[np.uint8]:
    """Return a picture (H, W, 3) so many times as large, `longest` pixels a side at most; a larger one as it is."""
    height, width = pixels.shape[:2]
    scale = min(times, longest / max(height, width))
    if scale <= 1:
        return pixels
    size = (round(scale * width), round(scale * height))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def encoded(pixels: NDArray[np.uint8], longest: int, quality: int = 90) -> bytes:
    """Shrink a picture (H, W, 3) until its longer side has at most `longest` pixels, and write it as JPEG."""
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
