"""Pictures at the size the page shows them, as JPEG that every browser knows."""

import base64
import io
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from lookbook import photos
from lookbook.photos import PhotoError
from lookbook.ui.opened import Opened, Stamp

PHOTO, TILE = 900, 480
"""The longest side of a visitor's photo and of a catalogue's picture, in pixels."""
_KEPT = 1000


def show(opened: Opened, filename: str, alternative: str, width: int | Literal["stretch"] = "stretch") -> None:
    """Show a picture of the catalogue; one that is gone costs only itself."""
    try:
        st.image(inline(tile(opened, filename)), width=width, alt=alternative)
    except PhotoError:
        st.caption(":material/hide_image: This picture is gone.")


def tile(opened: Opened, filename: str) -> bytes:
    """Give a picture of the catalogue. Raises PhotoError when it is gone."""
    return _tile(opened, opened.stamp, filename)


def inline(jpeg: bytes) -> str:
    """Give a picture as an address that holds it.

    Streamlit's own addresses of pictures end with the run of the page that made them; a browser that is slower than the
    visitor's next click would ask for one in vain.
    """
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def photo(pixels: NDArray[np.uint8]) -> bytes:
    """Give a visitor's photo (H, W, 3)."""
    return _jpeg(_shrunk(pixels, PHOTO))


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _tile(_opened: Opened, stamp: Stamp, filename: str) -> bytes:
    return _jpeg(_shrunk(photos.read(_opened.book.catalog.read(filename), TILE, name=filename), TILE))


def _shrunk(pixels: NDArray[np.uint8], longest: int) -> Image.Image:
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return image


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
