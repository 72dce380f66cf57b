"""The visitor's photo with a box on it: what the encoder found, or what the visitor points at."""

from functools import partial
from pathlib import Path

import streamlit as st

from lookbook.ui import pictures, session
from lookbook.ui.finding import Found
from lookbook.ui.session import Box

ALL: Box = (0.0, 0.0, 1.0, 1.0)


def _part(ending: str) -> str:
    return Path(__file__).with_name(f"crop.{ending}").read_text("utf-8")


def _kept() -> str:
    return Path(__file__).with_name("kept_photos.js").read_text("utf-8")


_component = st.components.v2.component("lookbook.crop", html=_part("html"), css=_part("css"), js=_kept() + _part("js"))


def show(found: Found, photo: bytes) -> None:
    """Show the photo; where the visitor moves the box, the search follows it."""
    key = f"crop-{session.turn()}"
    cropped = found.query.crop is not None
    upload = found.query.photo
    kept = {"token": upload.token, "name": upload.name} if upload else None
    data = {"kept": kept, "photo": pictures.inline(photo), "box": found.box or ALL, "moved": cropped}
    # in a list, as a dict itself would be searched for data frames by pandas, 65 MB of it
    _component(key=key, data=[data], on_box_change=partial(_point, key))
    if cropped:
        st.button("Use the whole photo", icon=":material/crop_free:", on_click=_point_at_all, type="tertiary")
    else:
        st.caption("Drag the box to point at another piece.")


def _point(key: str) -> None:
    left, top, right, bottom = st.session_state[key].box
    session.refine(crop=(left, top, right, bottom))


def _point_at_all() -> None:
    session.refine(crop=None)
