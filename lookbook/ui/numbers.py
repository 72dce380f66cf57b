"""How much was searched, by what, and how long each stage took."""

import streamlit as st

from lookbook.ui.finding import Found
from lookbook.ui.markdown import plain
from lookbook.ui.opened import Opened


def show(opened: Opened, found: Found) -> None:
    """Show the numbers of an answer."""
    encoder = opened.book.index.encoder
    stages = ", ".join(f"{milliseconds:.0f} ms {stage}" for stage, milliseconds in found.milliseconds.items())
    with st.expander("The numbers", type="compact"):
        st.caption(
            f"{len(opened.book):,} pictures searched: {stages}. "
            f"Encoder {plain(encoder.name)}, version {plain(encoder.version)}."
        )
