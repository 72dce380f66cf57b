"""What can be taken along of an answer: the table of its products, and a link that asks again."""

from urllib.parse import urlencode

import streamlit as st

from lookbook.ui import link, spreadsheet
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex


def show(live: LiveIndex, found: Found) -> None:
    """Show the buttons."""
    with st.container(key="share", horizontal=True, vertical_alignment="center"):
        spreadsheet.button("lookbook.csv", spreadsheet.results(live, found.hits), "download-results")
        with st.popover("Link", icon=":material/link:", type="tertiary", key="link"):
            words = {name: values for name, values in link.address(found.query).items() if name != link.PHOTO}
            if words:
                st.code(f"{st.context.url or ''}?{urlencode(words, doseq=True)}", language=None, wrap_lines=True)
            if found.query.photo:
                st.caption("Your photo can't travel in a link; your words and filters can.")
            else:
                st.caption("Whoever opens this link sees the same search.")
