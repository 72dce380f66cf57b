"""One product in a grid: a click on its picture or title shows its details."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial

import streamlit as st

from lookbook.ui import columns, offer, pictures, session, shortlist, strips
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

FOLDED, FOLDED_WIDTH = 20, 48
"""How many products that look the same are shown behind their number, and how wide, in pixels."""
_SHOWN = "cards"


def begin() -> None:
    """Note that the page is drawn anew, without any card yet."""
    st.session_state[_SHOWN] = set()


def shown() -> AbstractSet[str]:
    """Return the products whose cards are on the page."""
    products: AbstractSet[str] = st.session_state.get(_SHOWN, set())
    return products


def show(
    live: LiveIndex,
    filename: str,
    part: str,
    sure: str = "",
    why: str = "",
    copies: Sequence[str] = (),
    mine: str = "",
) -> None:
    """Show a product and its buttons.

    Args:
        live: the catalogue.
        filename: the product's picture.
        part: its place on the page, which no other product has.
        sure: how sure it is that this is what was asked for, in words.
        why: what it shares with what was asked.
        copies: filenames of products that look the same, for which it stands.
        mine: why it stands higher for this visitor than for others.
    """
    product, row = live.book.catalog.product_id(filename), live.book.catalog.product(filename)
    st.session_state[_SHOWN] = {*shown(), product}
    name = columns.title(row, product)
    with st.container(key=f"card-{part}", gap="xsmall"):
        with st.container(key=f"link-{part}", gap="xsmall"):
            strips.show(live, filename, name, part)
            st.button(plain(name), key=f"linked-{part}", on_click=partial(session.inspect, product), type="tertiary")
        told = filter(None, (offer.price(row), sure and f"**{plain(sure)}**"))
        if line := " · ".join(f":small[{part}]" for part in told):
            st.markdown(line)
        with st.container(horizontal=True, gap="xsmall"):
            again = partial(session.like, product)
            st.button(":small[:primary[More like this]]", key=f"more-{part}", on_click=again, type="tertiary")
            shortlist.heart(product, f"heart-{part}")
        if copies:
            _folded(live, copies, part)
        if why:
            st.caption(f":material/check: {plain(why)}")
        elif kind := columns.kind(row):
            st.caption(plain(kind))
        if mine:
            st.caption(f":material/person: {plain(mine)}")


def _folded(live: LiveIndex, copies: Sequence[str], part: str) -> None:
    """Show behind a number the products that look the same."""
    with st.popover(f":small[+{len(copies)} that look the same]", type="tertiary", key=f"copies-{part}"):
        for filename in copies[:FOLDED]:
            product = live.book.catalog.product_id(filename)
            name = columns.title(live.book.catalog.product(filename), product)
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                pictures.show(live, filename, name, width=FOLDED_WIDTH)
                look = partial(session.inspect, product)
                st.button(plain(name), key=f"copy-{part}-{product}", on_click=look, type="tertiary")
