"""The pictures of a product in one tile: side by side where there are several."""

from pathlib import Path

import streamlit as st

from lookbook.ui import pictures
from lookbook.ui.live_index import LiveIndex

MOST = 4
"""How many pictures of a product a tile has; the details have all."""

_component = st.components.v2.component("lookbook.strips", js=Path(__file__).with_name("strips.js").read_text("utf-8"))


def show(live: LiveIndex, filename: str, name: str, part: str) -> None:
    """Show the pictures of a product, and how many there are.

    Args:
        live: the catalogue.
        filename: the product's first picture.
        name: what the product is called.
        part: its place on the page, which no other product has.
    """
    others = live.book.catalog.others(filename)
    if not others:
        pictures.show(live, filename, name)
        return
    with st.container(key=f"strip-{part}", horizontal=True):
        for number, one in enumerate([filename, *others][:MOST], 1):
            pictures.show(live, one, name if number == 1 else f"{name}, picture {number}")
    with st.container(key=f"count-{part}"):
        st.caption(f"{1 + len(others)} pictures")


def mend() -> None:
    """Let a mouse move over the pictures of a tile, and open the details; nothing of this is seen."""
    with st.container(key="unseen-strips"):
        _component(key="strips", data=[])
