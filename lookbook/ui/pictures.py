"""Pictures at the size the page shows them, as JPEG that every browser knows."""

import io

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from lookbook import photos
from lookbook.ui.opened import Opened, Stamp

PHOTO, TILE = 900, 480
"""The longest side of a visitor's photo and of a catalogue's picture, in pixels."""
_KEPT = 1000
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as shares of width and height."""


def tile(opened: Opened, filename: str) -> bytes:
    """Give a picture of the catalogue. Raises PhotoError when it is gone."""
    return _tile(opened, opened.stamp, filename)


def framed(pixels: NDArray[np.uint8], box: Box | None) -> bytes:
    """Give a visitor's photo (H, W, 3) with a frame around the garment."""
    image = _shrunk(pixels, PHOTO)
    if box is not None:
        _draw(image, box)
    return _jpeg(image)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _tile(_opened: Opened, stamp: Stamp, filename: str) -> bytes:
    return _jpeg(_shrunk(photos.read(_opened.book.catalog.read(filename), TILE, name=filename), TILE))


def _shrunk(pixels: NDArray[np.uint8], longest: int) -> Image.Image:
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return image


def _draw(image: Image.Image, box: Box) -> None:
    """Draw a white frame with thin dark edges, so that it stands out on any photo."""
    left, top, right, bottom = np.multiply(box, (*image.size, *image.size)).round().astype(int).tolist()
    edge = max(1, round(max(image.size) / 450))
    pen = ImageDraw.Draw(image)
    for inset, width, colour in ((0, 5 * edge, "#6b625a"), (edge, 3 * edge, "white")):
        corners = (left + inset, top + inset, max(left + inset, right - inset), max(top + inset, bottom - inset))
        pen.rounded_rectangle(corners, 8 * edge, outline=colour, width=width)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
