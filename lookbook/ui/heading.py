"""The one heading of the first level that an answer has."""

import streamlit as st


def show(text: str, explanation: str | None = None) -> None:
    """Show the heading, smaller than that of the front page."""
    with st.container(key="answer"):
        st.title(text, anchor=False, help=explanation)
