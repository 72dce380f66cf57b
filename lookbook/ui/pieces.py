"""The pieces of a visitor's photo: looked for once the answer is on the screen, then remembered in their session."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lookbook import photos
from lookbook.encoders.pieces import ENLARGED
from lookbook.errors import LookbookError
from lookbook.live import Stamp
from lookbook.ui.live_index import LiveIndex, live_index
from lookbook.ui.session import Box, Upload

_PIECES = "pieces"


@dataclass(frozen=True)
class Shown:
    """A piece on the page: its box as shares of the photo's width and height, and what it is called."""

    box: Box
    name: str


def known(live: LiveIndex, photo: Upload) -> Sequence[Shown] | None:
    """Return the pieces of a photo, None where they were not yet looked for."""
    kept: tuple[str, Stamp, Sequence[Shown]] | None = st.session_state.get(_PIECES)
    return kept[2] if kept and kept[:2] == (photo.token, live.stamp) else None


def look(photo: Upload) -> None:
    """Look for the pieces of a photo; one garment alone has the box already.

    It takes the index of the moment: one that was handed over would stay open as long as a visitor rests.
    """
    try:
        live = live_index()
    except LookbookError:  # the page says why
        return
    if known(live, photo) is not None:
        return
    book = live.book
    pixels = photos.read(
        photo.data,
        ENLARGED * book.encoder.side,
        max_bytes=book.settings.max_photo_bytes,
        max_pixels=book.settings.max_photo_pixels,
    )
    height, width = pixels.shape[:2]
    found = []
    for piece in book.pieces(pixels):
        left, top, right, bottom = piece.box
        found.append(Shown((left / width, top / height, right / width, bottom / height), piece.kind or "a garment"))
    st.session_state[_PIECES] = photo.token, live.stamp, found if len(found) > 1 else []
