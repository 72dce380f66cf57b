"""What is said where there is nothing to show, and the ways on."""

from functools import partial

import streamlit as st

from lookbook.ui import heading, session
from lookbook.ui.finding import Found
from lookbook.ui.markdown import plain

NOT_CARRIED = "This does not look like something we carry"


def due(found: Found) -> bool:
    """Return whether a photo is refused: it looks like nothing that the catalogue carries, and nobody insists.

    Who points at a part of a photo insists.
    """
    return found.unknown and not found.query.anyway and found.query.crop is None


def says(found: Found) -> str:
    """Return in a few words why there is nothing to show."""
    if due(found):
        return NOT_CARRIED
    return "No product fulfils all of these" if found.query.where else "No product has these words"


def not_carried(found: Found) -> None:
    """Say that a photo shows nothing that the catalogue carries, and leave the choice to the visitor."""
    with st.container(width=560):
        heading.show(NOT_CARRIED)
        st.markdown(
            "Lookbook knows clothes, shoes, bags, watches, jewellery and the like. Point the box at one piece, "
            "or show one that is large in the picture and seen from the front."
        )
        anyway = partial(session.refine, anyway=True)
        st.button("Show the nearest pieces anyway", icon=":material/search:", on_click=anyway)


def nothing(found: Found) -> None:
    """Say that no product fits, and what to take away."""
    with st.container(width=560):
        heading.show(says(found))
        if found.query.where:
            st.markdown("Take away a filter above, or all of them.")
            st.button("Clear all filters", icon=":material/filter_alt_off:", on_click=partial(session.refine, where={}))
        else:
            if found.understood and (kind := found.understood.offered):
                again = partial(session.refine, text=kind.lower())
                st.button(f"Search for {plain(kind.lower())}", icon=":material/search:", on_click=again)
            st.markdown("Try other words, such as a kind of garment, a colour or a brand, or show a photo.")
