"""Pictures made small, as JPEG that every browser knows."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def encoded(pixels: NDArray[np.uint8], longest: int, quality: int = 90) -> bytes:
    """Shrink a picture (H, W, 3) until its longer side has at most `longest` pixels, and write it as JPEG."""
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
