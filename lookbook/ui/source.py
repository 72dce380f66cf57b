"""Where what is shown of the products comes from, of when it is, and what of it is missing."""

from datetime import datetime, tzinfo
from pathlib import PurePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain


def show(live: LiveIndex) -> None:
    """Say when the product table was read, in the visitor's time; nothing where there is none."""
    catalog = live.book.catalog
    if catalog.styles:
        read = catalog.read_at.astimezone(_zone())
        st.caption(f"From {plain(PurePath(catalog.styles).name)}, read {_said(read)}", text_alignment="center")


def missing(live: LiveIndex) -> None:
    """Say once, and what to do, where all pictures of the catalogue are gone."""
    if sentence := live.book.catalog.lost:
        st.warning(plain(sentence[:1].upper() + sentence[1:]), icon=":material/hide_image:")


def _said(time: datetime) -> str:
    return f"{time.day} {time:%B %Y, %H:%M} {time:%Z}".rstrip()


def _zone() -> tzinfo | None:
    """Return the visitor's time zone, None for the server's own where that is not known."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError):
        return None
