"""How much was searched, by what, and how long each stage took."""

import streamlit as st

from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain


def show(live: LiveIndex, found: Found) -> None:
    """Show the numbers of an answer."""
    encoder = live.book.index.encoder
    stages = ", ".join(f"{milliseconds:.0f} ms {stage}" for stage, milliseconds in found.milliseconds.items())
    with st.expander("The numbers", type="compact"):
        st.caption(
            f"{len(live.book):,} pictures searched: {stages}. "
            f"Encoder {plain(encoder.name)}, version {plain(encoder.version)}."
        )
