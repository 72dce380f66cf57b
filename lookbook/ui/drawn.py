"""Keys of widgets that show what is asked for, whatever a closed one showed before."""

from typing import Any

import streamlit as st


def key(part: str, chosen: object) -> str:
    """Return the key of a widget that shows what is asked for: a new one where that was changed elsewhere.

    A browser keeps what a widget showed when its popover was closed, and sends it with the next click anywhere. What it
    sends for a key that is gone counts for nothing.
    """
    number, shown = st.session_state.get(_drawn(part), (0, None))
    number += shown != chosen
    st.session_state[_drawn(part)] = number, chosen
    return f"filter-{part}-{number}"


def taken(part: str, key: str) -> Any:
    """Return what was chosen in a widget of its own, which so shows what is asked for."""
    chosen = st.session_state[key]
    st.session_state[_drawn(part)] = int(key.rpartition("-")[2]), chosen
    return chosen


def _drawn(part: str) -> str:
    return f"drawn-{part}"
