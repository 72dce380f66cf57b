"""The page from top to bottom."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lookbook.errors import LookbookError
from lookbook.ui import (
    asking,
    breadcrumbs,
    card,
    details,
    examples,
    filters,
    finding,
    for_you,
    going_on,
    keeping,
    keyboard,
    link,
    messages,
    mine,
    picks,
    results,
    session,
    shortlist,
    source,
    strips,
    turns,
    workbench,
)
from lookbook.ui import map as chart
from lookbook.ui.live_index import LiveIndex, live_index
from lookbook.ui.style import ICON

WIDTH = 1180
CHANGE = "Say more: in red"
HINT = "Words, or a photo's address"
Places = tuple[DeltaGenerator, DeltaGenerator]
"""Where the way back stands, and what invites a visitor to ask."""


def show() -> None:
    """Show the page: the question, or the answer to it."""
    st.set_page_config("Lookbook · visual search for fashion", ICON, layout="wide")
    with messages.guarded():
        _show()


def _show() -> None:
    link.follow()
    keeping.show()
    card.begin()
    with st.container(horizontal_alignment="center"), st.container(width=WIDTH):
        head = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="head")
        above = st.container(horizontal_alignment="center")
        query = session.state()
        if query is None and not keeping.wanted():
            with above:
                _headline()  # on the screen before the catalogue is open
        try:
            catalogue = live_index()
            with turns.taken(query):
                _over(catalogue, (head, above), query)
        except turns.BusyError as error:
            messages.busy(error)
        except LookbookError as error:
            messages.closed(error)


def _over(catalogue: LiveIndex, places: Places, query: session.PageState | None) -> None:
    """Show what is asked of a catalogue; raises what it can't answer, be it that a server went away meanwhile."""
    with places[0]:
        breadcrumbs.show(catalogue)
        shortlist.show(catalogue, keeping.forget)
    source.missing(catalogue)
    if query is None and not keeping.wanted():
        with places[1]:
            _invitation(catalogue)
    with st.container(horizontal_alignment="center"), st.container(width="stretch" if query else 620):
        asking.show(catalogue.book.settings, CHANGE if query else HINT)
        messages.refused(session.problem())
    says = ""
    if keeping.wanted():
        st.caption("Looking for your photo in this browser …", text_alignment="center")
    elif query is None:
        _question(catalogue)
    else:
        says = _answer(catalogue, query)
    keyboard.show(says)
    strips.mend()
    details.show(catalogue)


def _headline() -> None:
    st.title("Find it by how it looks", anchor=False, text_alignment="center")


def _invitation(catalogue: LiveIndex) -> None:
    st.markdown(
        f"Show a photo of clothes, shoes or a bag, or say in words what you look for: "
        f"{len(catalogue.filenames):,} pieces are here.",
        text_alignment="center",
    )


def _question(catalogue: LiveIndex) -> None:
    st.space("small")
    st.markdown("Or start from one of these", text_alignment="center")
    examples.show(catalogue)
    st.space("small")
    if catalogue.book.catalog.columns:
        st.markdown("Or browse all of them", text_alignment="center")
        filters.show(catalogue, session.PageState(), alignment="center")
        st.space("small")
    for_you.show(catalogue)
    picks.show(catalogue)
    chart.folded(catalogue)
    workbench.doubts(catalogue)
    source.show(catalogue)


def _answer(catalogue: LiveIndex, query: session.PageState) -> str:
    """Show the answer, and return how it is said."""
    try:
        with st.spinner("Looking …"):
            found = mine.ordered(catalogue, finding.find(catalogue, query))
    except LookbookError as error:
        session.ask(None)
        session.complain(error)
        st.rerun()
    results.show(catalogue, found)
    _scroll_to_top(going_on.window(catalogue, found)[0])
    return results.says(catalogue, found)


def _scroll_to_top(start: int) -> None:
    """Bring a visitor who asked from further down to the answer, once for each turn and each first result."""
    script = f"document.querySelector('[data-testid=stMain]').scrollTo(0, 0); // {session.turn()} {start}"
    st.html(f"<script>{script}\n</script>", unsafe_allow_javascript=True)
