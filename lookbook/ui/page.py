"""The page from top to bottom."""

import streamlit as st

from lookbook.errors import EXPECTED
from lookbook.photos import PhotoError
from lookbook.ui import asking, examples, finding, messages, refusal, results, visit
from lookbook.ui.opened import Opened, opened
from lookbook.ui.style import ICON, STYLE

WIDTH = 1180


def show() -> None:
    """Show the page: the question, or the answer to it."""
    st.set_page_config("Lookbook · visual search for fashion", ICON, layout="wide")
    st.html(STYLE)
    with st.container(horizontal_alignment="center"), st.container(width=WIDTH):
        query = visit.query()
        if query is None:
            _headline()  # on the screen before the catalogue is open
        try:
            catalogue = opened()
        except EXPECTED as error:
            messages.closed(error)
            return
        if query is None:
            _question(catalogue)
        else:
            _answer(catalogue, query)


def _headline() -> None:
    st.caption("LOOKBOOK", text_alignment="center")
    st.title("Find it by how it looks", anchor=False, text_alignment="center")


def _question(catalogue: Opened) -> None:
    st.markdown(
        f"Show a photo of clothes, shoes or a bag and see which of {len(catalogue.book):,} pieces look most like it.",
        text_alignment="center",
    )
    asking.show(catalogue.book.settings)
    st.space("small")
    st.markdown("Or start from one of these", text_alignment="center")
    examples.show(catalogue)


def _answer(catalogue: Opened, query: visit.Query) -> None:
    _scroll_to_top()
    try:
        with st.spinner("Looking …"):
            found = finding.find(catalogue, query)
    except PhotoError as error:
        _headline()
        messages.bad_photo(error)
        _question(catalogue)
        return
    if found.unknown and not query.anyway:
        refusal.show(found)
    else:
        results.show(catalogue, found)
    st.space("small")
    st.markdown("Or go on from one of these")
    examples.show(catalogue)


def _scroll_to_top() -> None:
    """Bring a visitor who asked from further down to the answer; the turn makes the browser do so once for each."""
    script = f"document.querySelector('[data-testid=stMain]').scrollTo(0, 0); // {visit.turn()}"
    st.html(f"<script>{script}\n</script>", unsafe_allow_javascript=True)
