"""Products to browse by category: others at each visit."""

import random
from collections.abc import Sequence

import streamlit as st

from lookbook.ui import card
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

COUNT, SHELVES = 10, 8
_SEED, _SHELF = "seed", "shelf"
_ALL = "Everything"


def show(live: LiveIndex) -> None:
    """Show a few products of the category that the visitor chose."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header("Fresh picks", anchor=False)
        st.button("Show others", icon=":material/refresh:", on_click=_shuffle, type="tertiary")
    names: Sequence[str] = list(live.filenames.values())
    if len(live.shelves) > 1:
        names = live.shelves.get(_shelf(live), names)
    chosen = random.Random(_seed()).sample(names, min(COUNT, len(names)))  # noqa: S311 - no secret
    with st.container(key="picks"), st.grid(5, min_column_width=140, gap="small"):
        for number, filename in enumerate(chosen):
            card.show(live, filename, f"pick-{number}")


def _shelf(live: LiveIndex) -> str:
    shelf = st.pills(
        "Category",
        [_ALL, *list(live.shelves)[:SHELVES]],
        default=_ALL,
        required=True,
        format_func=plain,
        key=_SHELF,
        label_visibility="collapsed",
    )
    return shelf or _ALL


def _seed() -> int:
    seed: int = st.session_state.setdefault(_SEED, random.SystemRandom().getrandbits(32))
    return seed


def _shuffle() -> None:
    st.session_state[_SEED] = _seed() + 1
