"""Pictures at the size the page shows them, as JPEG that every browser knows."""

import base64
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lookbook import photos
from lookbook.live import Stamp
from lookbook.photos import PhotoError, thumbnail
from lookbook.ui.live_index import LiveIndex

PHOTO, TILE, ENLARGED, ROW = 900, 480, 360, 128
"""The longest side in pixels: of a visitor's photo, a catalogue's picture, a small one enlarged, one in a table."""
_KEPT = 1000


def show(live: LiveIndex, filename: str, alternative: str, width: int | Literal["stretch"] = "stretch") -> None:
    """Show a picture of the catalogue; one that is gone costs only itself."""
    try:
        st.image(inline(tile(live, filename)), width=width, alt=alternative)
    except PhotoError:
        if not live.book.catalog.lost:  # that is said once, above everything
            st.caption(":material/hide_image: This picture is gone.")


def tile(live: LiveIndex, filename: str) -> bytes:
    """Return a picture of the catalogue. Raises PhotoError when it is gone."""
    return _tile(live, live.stamp, filename, TILE)


def small(live: LiveIndex, filename: str) -> bytes:
    """Return a picture of the catalogue for a row of a table. Raises PhotoError when it is gone."""
    return _tile(live, live.stamp, filename, ROW)


def inline(jpeg: bytes) -> str:
    """Return a picture as an address that holds it.

    Streamlit's own addresses of pictures end with the run of the page that made them; a browser that is slower than the
    visitor's next click would ask for one in vain.
    """
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def photo(pixels: NDArray[np.uint8]) -> bytes:
    """Return a visitor's photo (H, W, 3)."""
    return thumbnail.encoded(pixels, PHOTO)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _tile(_live: LiveIndex, stamp: Stamp, filename: str, side: int) -> bytes:
    """Write a picture; a small one is drawn twice as large here, and by no browser (see style.py)."""
    pixels = photos.read(_live.book.catalog.read(filename), side, name=filename)
    return thumbnail.encoded(thumbnail.enlarged(pixels, min(ENLARGED, side)), side)
