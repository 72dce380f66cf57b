"""More results below those that are shown, by a click or by scrolling, and what is said at their end."""

from functools import partial
from pathlib import Path

import streamlit as st

from lookbook.ui import finding, session
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex

SCROLLED, WINDOW = 20, 100
"""How many more come by scrolling, and how many are on the page at most: a browser becomes slow with very many."""
_KEY = "scrolled"
_component = st.components.v2.component(
    "lookbook.scrolled", html="<i></i>", js=Path(__file__).with_name("scrolled.js").read_text("utf-8")
)


def window(live: LiveIndex, found: Found) -> tuple[int, int]:
    """Return the places of the first result on the page and of the one after the last."""
    shown = min(finding.step(live, found.query) + session.shown(), len(found.hits))
    return max(shown - 1, 0) // WINDOW * WINDOW, shown


def back(live: LiveIndex, found: Found, start: int) -> None:
    """Show the way to the results before those on the page, if there are any."""
    if start:
        again = partial(session.show_more, start - finding.step(live, found.query) - session.shown())
        label = f"Back to results {start - WINDOW + 1:,} to {start:,}"
        st.button(label, icon=":material/expand_less:", on_click=again, type="tertiary")


def show(live: LiveIndex, found: Found, start: int, shown: int) -> None:
    """Show the way to more results; where there are no more, say so.

    Args:
        live: the catalogue.
        found: the answer.
        start, shown: its window.
    """
    room = start + WINDOW - shown or WINDOW
    with st.container(key="going-on", horizontal_alignment="center"):
        if shown < len(found.hits):
            more = partial(session.show_more, min(finding.step(live, found.query), room))
            st.button("Show more", icon=":material/expand_more:", on_click=more)
            if room < WINDOW:
                # in a list, as a dict itself would be searched for data frames by pandas, 65 MB of it
                reached = partial(_reached, shown, min(SCROLLED, room))
                _component(key=_KEY, data=[shown], on_reached_change=reached)
        if not found.query.searches:
            st.caption(f"{shown:,} of {found.total:,}", text_alignment="center")
        elif shown == len(found.hits):
            st.caption("That is all there is.", text_alignment="center")


def _reached(shown: int, count: int) -> None:
    """Show more where a browser has come to the end of what is shown, and not of what was."""
    if st.session_state[_KEY].reached == shown:
        session.show_more(count)
