"""What a product costs, and where to buy it, where the product table tells."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from lookbook.ui.markdown import plain

PRICE, LINK = "price", "url"


def price(product: Mapping[str, str]) -> str:
    """Return a product's price, safe to be shown; "" where none is told."""
    return plain(product.get(PRICE, ""))


def shop(product: Mapping[str, str]) -> str:
    """Return the address of a product's shop; "" where there is none that a browser may safely open."""
    address = product.get(LINK, "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""


def show_shop(product: Mapping[str, str]) -> None:
    """Show the way to the shop, in a tab of its own that knows nothing of this page."""
    if address := shop(product):
        st.link_button("To the shop", address, icon=":material/open_in_new:")
