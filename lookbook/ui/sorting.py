"""The order of results: a button with a menu, and the name of the chosen one on it."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from lookbook.catalog import ordering
from lookbook.ui import session
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.session import PageState

BEST, LISTED = "Best fit", "As in the catalogue"
LABELS: Mapping[str, str] = {
    "new": "Newest first",
    "price": "Price, low to high",
    "price-high": "Price, high to low",
    "name": "Name, A to Z",
}
_KEY = "sort"


def show(live: LiveIndex, query: PageState) -> None:
    """Show the button; the menu closes with a choice."""
    names = {"": BEST if query.searches else LISTED} | {
        name: LABELS[name] for name in ordering.known(live.book.catalog.columns)
    }
    st.menu_button(
        f"Sort · {names.get(query.sort, query.sort)}" if query.sort else "Sort",
        list(names),
        format_func=partial(_named, names, query.sort),
        key=_KEY,
        on_click=_sort,
    )


def _named(names: Mapping[str, str], chosen: str, name: str) -> str:
    return f":material/check: {names[name]}" if name == chosen else names[name]


def _sort() -> None:
    session.refine(sort=st.session_state[_KEY])
