"""What Streamlit's page lacks for who uses keys or hears the page: the order of Tab, the focus, what is announced."""

from pathlib import Path

import streamlit as st

from lookbook.ui import session

_component = st.components.v2.component(
    "lookbook.keyboard", js=Path(__file__).with_name("keyboard.js").read_text("utf-8")
)


def show(says: str) -> None:
    """Mend the page in the browser; nothing of it is seen.

    Args:
        says: what is announced of the answer, "" where nothing is asked.
    """
    with st.container(key="unseen-keyboard"):
        _component(key="keyboard", data=[{"turn": session.turn(), "says": says}])
