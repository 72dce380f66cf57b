"""What the encoder sees in a photo, or what the catalogue says of a product: each a button that makes it a filter."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from lookbook.ui import filters, session
from lookbook.ui.columns import SEEN
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import percent, plain

SURE = 0.2
"""Below this probability the encoder is only guessing, and a guess is not shown."""
_KEY = "drawn-seen"
Chip = tuple[str, str]
"""A column and a value."""


def show(live: LiveIndex, found: Found) -> None:
    """Show what is seen, with probabilities; what is chosen of it is a condition on the answer."""
    columns = live.book.catalog.columns
    chips = {chip: share for chip, share in _seen(live, found).items() if chip[0] in columns}
    if not chips:
        return
    where = found.query.where
    chosen = [chip for chip in chips if chip[1] in filters.values(where.get(chip[0]))]
    key = _widget(chosen)
    st.pills(
        "What Lookbook sees" if found.query.photo else "What it is",
        list(chips),
        selection_mode="multi",
        format_func=partial(_label, chips),
        key=key,
        default=chosen,
        help="Choose one, and only products that have it are shown.",
        wrap=True,
        on_change=partial(_narrow, key, list(chips)),
    )


def wanted(live: LiveIndex, found: Found) -> Mapping[str, str]:
    """Return the likeliest value of each column: what a product shares with the photo or product asked with."""
    likeliest: dict[str, str] = {}
    for column, value in _seen(live, found):
        likeliest.setdefault(column, value)
    return likeliest


def _seen(live: LiveIndex, found: Found) -> Mapping[Chip, float | None]:
    if found.query.like:
        product = live.book.catalog.product(live.filenames[found.query.like])
        return {(column, product[column]): None for column in SEEN if product.get(column)}
    lists = ((column, found.attributes.get(column, [])) for column in SEEN)
    return {(column, value): share for column, pairs in lists for value, share in pairs[:2] if share >= SURE}


def _label(chips: Mapping[Chip, float | None], chip: Chip) -> str:
    share = chips[chip]
    return plain(chip[1]) if share is None else f"{plain(chip[1])} :small[{percent(share)}]"


def _widget(chosen: Sequence[Chip]) -> str:
    """Return the key of the buttons, a new one where what is asked for was changed elsewhere: see filters."""
    number, turn, shown = st.session_state.get(_KEY, (0, session.turn(), chosen))
    number += (turn, shown) != (session.turn(), chosen)
    st.session_state[_KEY] = number, session.turn(), chosen
    return f"seen-{number}"


def _narrow(key: str, chips: Sequence[Chip]) -> None:
    """Make the chosen chips conditions; other values that were chosen in the same columns stay."""
    pressed = st.session_state[key]
    chosen: Sequence[Chip] = [chip for chip in chips if chip in pressed]
    st.session_state[_KEY] = int(key.rpartition("-")[2]), session.turn(), chosen
    asked = session.state()
    for column in dict.fromkeys(column for column, _ in chips):
        before = filters.values(asked.where.get(column)) if asked else ()
        others = [value for value in before if (column, value) not in chips]
        session.choose(column, [*others, *(value for name, value in chosen if name == column)])
