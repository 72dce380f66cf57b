"""What is said of a photo that shows nothing the catalogue carries, and the two ways on."""

from dataclasses import replace

import streamlit as st

from lookbook.ui import results, visit
from lookbook.ui.finding import Found


def show(found: Found) -> None:
    """Show the photo, say so, and leave the choice to the visitor."""
    left, right = st.columns((1, 3), gap="medium")
    with left:
        results.photo(found)
    with right, st.container(width=560):
        st.subheader("This does not look like something we carry", anchor=False)
        st.markdown(
            "Lookbook knows clothes, shoes, bags, watches, jewellery and the like. Show one piece, "
            "large in the picture and seen from the front, and it will look again."
        )
        anyway = replace(found.query, anyway=True)
        st.button("Show the nearest pieces anyway", icon=":material/search:", on_click=visit.ask, args=(anyway,))
