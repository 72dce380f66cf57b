"""The conditions of a question, each a button that takes it away."""

from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from lookbook.ui import filters, session
from lookbook.ui.columns import NAMES
from lookbook.ui.markdown import plain
from lookbook.ui.session import PageState


def show(query: PageState) -> None:
    """Show what is chosen; nothing where nothing is."""
    parts = list(_parts(query))
    if not parts:
        return
    with st.container(key="chosen", horizontal=True, gap="xsmall"):
        for number, (label, take_away) in enumerate(parts):
            st.button(
                plain(label),
                key=f"away-{number}",
                icon=":material/close:",
                icon_position="right",
                help=f"Search without {plain(label)}",
                on_click=take_away,
            )
        if query.kept:
            st.button(
                "Filters kept from before",
                key="kept",
                icon=":material/close:",
                icon_position="right",
                help="Search without these filters",
                on_click=partial(session.refine, where={}),
            )
        elif len(parts) > 1 and query.where:
            st.button("Clear filters", key="clear", on_click=partial(session.refine, where={}), type="tertiary")


def _parts(query: PageState) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what each part is called, and what takes it away."""
    for column, condition in query.where.items():
        if not (named := filters.values(condition)):
            yield f"{NAMES.get(column, column)} {filters.span(condition)}", partial(session.narrow, column, None)
        for value in named:
            yield value, partial(session.choose, column, [other for other in named if other != value])
