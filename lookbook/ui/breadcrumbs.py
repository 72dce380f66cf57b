"""The way a visitor came from one answer to the next, each step of it a way back."""

from functools import partial

import streamlit as st

from lookbook.ui import columns, link, session
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain
from lookbook.ui.session import PageState

LONGEST = 28
"""Letters of a step's name."""
LATEST = 3
"""Steps that are shown."""


def show(live: LiveIndex) -> None:
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
                st.caption(plain(_name(live, step)), width="content")
            else:
                back = partial(_back_to, number)
                st.button(plain(_name(live, step)), key=f"step-{number}", on_click=back, type="tertiary")


def _back_to(step: int) -> None:
    """Go back to an earlier question; one whose photo this session lacks is asked by its address, as after a link."""
    asked = session.trail()[step]
    if asked.photo and not asked.photo.data:
        st.query_params.from_dict(link.address(asked))
    else:
        session.back_to(step)


def _name(live: LiveIndex, step: PageState) -> str:
    if step.photo:
        return "Your photo"
    if step.like in live.filenames:
        row = live.book.catalog.product(live.filenames[step.like])
        return _short(columns.title(row, step.like))
    if step.text:
        return _short(f"“{step.text}”")
    return _short(", ".join(map(str, step.where.values())) or "Everything")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
