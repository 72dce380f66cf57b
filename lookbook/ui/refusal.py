"""What is said where there is nothing to show, and the ways on."""

from functools import partial

import streamlit as st

from lookbook.ui import session
from lookbook.ui.finding import Found


def due(found: Found) -> bool:
    """Return whether a photo is refused: it looks like nothing that the catalogue carries, and nobody insists.

    Who points at a part of a photo insists.
    """
    return found.unknown and not found.query.anyway and found.query.crop is None


def not_carried(found: Found) -> None:
    """Say that a photo shows nothing that the catalogue carries, and leave the choice to the visitor."""
    with st.container(width=560):
        st.header("This does not look like something we carry", anchor=False)
        st.markdown(
            "Lookbook knows clothes, shoes, bags, watches, jewellery and the like. Point the box at one piece, "
            "or show one that is large in the picture and seen from the front."
        )
        anyway = partial(session.refine, anyway=True)
        st.button("Show the nearest pieces anyway", icon=":material/search:", on_click=anyway)


def nothing(found: Found) -> None:
    """Say that no product fits, and what to take away."""
    with st.container(width=560):
        if found.query.where:
            st.header("No product fulfils all of these", anchor=False)
            st.markdown("Take away a filter above, or all of them.")
            st.button("Clear all filters", icon=":material/filter_alt_off:", on_click=partial(session.refine, where={}))
        else:
            st.header("No product has these words", anchor=False)
            st.markdown("Try other words, such as a kind of garment, a colour or a brand, or show a photo.")
