"""What a visitor likes."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from lookbook.ui import columns, pictures, spreadsheet
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

KEPT = "shortlist"


def show(live: LiveIndex, forget: Callable[[], None]) -> None:
    """Show the shortlist behind a button that tells how long it is; `forget` makes the browser forget it and photos."""
    products = [product for product in liked() if product in live.filenames]
    with st.popover(f"Saved ({len(products)})", icon=":material/favorite:", key="shortlist"):
        if not products:
            st.caption("Save what you like with the heart below it, and find it here again.")
            st.button("Forget my photos", key="forget-photos", on_click=forget, type="tertiary")
            return
        for product in products:
            _line(live, product)
        with st.container(horizontal=True):
            rows = (spreadsheet.row(live, live.filenames[product]) for product in products)
            spreadsheet.button("shortlist.csv", list(rows), key="download-shortlist")
            st.button("Remove all", key="remove-all", on_click=_remove_all, type="tertiary")
            st.button("Forget everything", key="forget", help="Photos too", on_click=forget, type="tertiary")


def heart(product: str, key: str) -> None:
    """Show the button that saves a product, or removes it again."""
    saved = product in liked()
    st.button(
        ":small[Saved]" if saved else ":small[Save]",
        key=key,
        icon=":material/heart_check:" if saved else ":material/favorite:",
        on_click=partial(_toggle, product),
        type="tertiary",
    )


def _line(live: LiveIndex, product: str) -> None:
    row = live.book.catalog.product(live.filenames[product])
    name = columns.title(row, product)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        pictures.show(live, live.filenames[product], name, width=56)
        with st.container(gap="xsmall"):
            st.text(name)
            st.button(
                ":small[Remove]",
                key=f"remove-{product}",
                help=f"Remove {plain(name)}",
                on_click=partial(_toggle, product),
                type="tertiary",
            )


def liked() -> Sequence[str]:
    """Return the ids of what this visitor saved, the latest last."""
    kept: Sequence[str] = st.session_state.get(KEPT, ())
    return kept


def _toggle(product: str) -> None:
    kept = liked()
    others = tuple(one for one in kept if one != product)
    st.session_state[KEPT] = others if product in kept else (*kept, product)


def _remove_all() -> None:
    st.session_state[KEPT] = ()
