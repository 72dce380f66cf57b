"""The visitor's photo with a box on it: what the encoder found, or what the visitor points at."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from lookbook.ui import pictures, pieces, session
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.session import Box, Upload

ALL: Box = (0.0, 0.0, 1.0, 1.0)
ROUNDED = 0.001
"""A box that comes back by an address differs by less."""


def _part(ending: str) -> str:
    return Path(__file__).with_name(f"crop.{ending}").read_text("utf-8")


def _kept() -> str:
    return Path(__file__).with_name("kept_photos.js").read_text("utf-8")


_component = st.components.v2.component("lookbook.crop", html=_part("html"), css=_part("css"), js=_kept() + _part("js"))


def show(live: LiveIndex, found: Found, photo: bytes, upload: Upload) -> None:
    """Show the photo; where the visitor points at a part of it, the search follows.

    The browser asks for the second look once it shows the answer, so that the answer does not wait for it.
    """
    key = f"crop-{session.turn()}"
    data = {
        "kept": {"token": upload.token, "name": upload.name},
        "photo": pictures.inline(photo),
        "box": found.box or ALL,
        "moved": found.query.crop is not None,
        "outline": found.outline,
        "pieces": _pieces(live, found, upload),
    }
    # in a list, as a dict itself would be searched for data frames by pandas, 65 MB of it
    _component(key=key, data=[data], on_box_change=partial(_point, key), on_look_change=partial(pieces.look, upload))
    if found.query.crop is not None:
        st.button("Use the whole photo", icon=":material/crop_free:", on_click=_point_at_all, type="tertiary")
    elif data["pieces"]:
        st.caption("Tap a dot to search with that piece.")
    else:
        st.caption("Drag the box to point at another piece.")


def _pieces(live: LiveIndex, found: Found, upload: Upload) -> list[Mapping[str, Any]] | None:
    known = pieces.known(live, upload)
    if known is None:
        return None
    asked = found.query.crop or ALL
    return [
        {"box": piece.box, "name": piece.name, "asked": bool(np.abs(np.subtract(piece.box, asked)).max() < ROUNDED)}
        for piece in known
    ]


def _point(key: str) -> None:
    left, top, right, bottom = st.session_state[key].box
    session.refine(crop=(left, top, right, bottom))


def _point_at_all() -> None:
    session.refine(crop=None)
