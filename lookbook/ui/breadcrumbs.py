"""The way a visitor came from one answer to the next, each step of it a way back."""

from functools import partial

import streamlit as st

from lookbook.ui import columns, session
from lookbook.ui.markdown import plain
from lookbook.ui.opened import Opened
from lookbook.ui.session import Query

LONGEST = 28
"""Letters of a step's name."""
LATEST = 3
"""Steps that are shown."""


def show(opened: Opened) -> None:
    """Show the way back to the start and to the latest steps; the last one is where the visitor is."""
    steps = session.trail()
    if not steps:
        st.caption("LOOKBOOK", width="content")
        return
    with st.container(key="trail", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.button("New search", icon=":material/arrow_back:", on_click=partial(session.ask, None), type="tertiary")
        if len(steps) < 2:
            return
        for number, step in list(enumerate(steps))[-LATEST:]:
            st.caption(":material/chevron_right:", width="content")
            if number == len(steps) - 1:
                st.caption(plain(_name(opened, step)), width="content")
            else:
                back = partial(session.back_to, number)
                st.button(plain(_name(opened, step)), key=f"step-{number}", on_click=back, type="tertiary")


def _name(opened: Opened, step: Query) -> str:
    if step.photo:
        return "Your photo"
    if step.like in opened.filenames:
        row = opened.book.catalog.product(opened.filenames[step.like])
        return _short(columns.title(row, step.like))
    return _short(f"“{step.text}”")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
