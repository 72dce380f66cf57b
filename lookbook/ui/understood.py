"""What was understood of a visitor's words, what was mended, and what no product says."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import streamlit as st

from lookbook.hit import Hit
from lookbook.query import Understood
from lookbook.ui import session
from lookbook.ui.finding import Found
from lookbook.ui.markdown import plain

Numbered = Sequence[tuple[int, Hit]]
"""Results and their places, from 0."""


def show(found: Found) -> None:
    """Say what was mended, with a way back, and what was not understood."""
    if found.understood is None:
        return
    for note in found.understood.notes:
        st.caption(plain(note))
    for number, typed in enumerate(found.understood.corrections if found.hits else ()):
        as_typed = re.sub(rf"\b{re.escape(typed)}\b", lambda word: f'"{word[0]}"', found.query.text)
        instead = partial(session.refine, text=as_typed)
        st.button(f"Search for {plain(typed)} instead", key=f"mended-{number}", on_click=instead, type="tertiary")


def groups(found: Found, hits: Sequence[Hit]) -> Iterator[tuple[str, Numbered]]:
    """Yield the results by the wishes that they meet, and what is to be said of them."""
    understood = found.understood or Understood()
    numbered = list(enumerate(hits))
    says = {group.start: group.says for group in understood.groups if group.start < len(hits)} or {0: ""}
    for start, end in pairwise([*says, len(hits)]):
        yield says[start], numbered[start:end]
