"""The way from question to question, kept by the visitor's browser, so that a reload does not lose it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from lookbook.errors import LookbookError
from lookbook.ui import keeping, session
from lookbook.ui.session import PageState, Upload

MOST, LONGEST = 20, 2000
"""Steps, and letters of one value, that are taken from a browser."""
Address = dict[str, list[str]]


def tell(address: Callable[[PageState], Address]) -> None:
    """Let the browser keep the way to the question asked at the moment."""
    st.session_state[keeping.WAY] = [address(step) for step in session.trail()][-MOST:]


def retrace(address: Callable[[PageState], Address], read: Callable[[Address], PageState | None]) -> None:
    """Go again the way that the browser kept, where it leads to the question asked at the moment."""
    asked = session.state()
    if asked is None:
        return  # what is asked with is still to come
    told = _addresses(st.session_state.pop(keeping.WAY_TOLD, None))
    if len(told) < 2 or len(session.trail()) != 1 or told[-1] != address(asked):
        return
    try:
        steps = [_step(one, read) for one in told[:-1]]
    except LookbookError:
        return  # an address of another time, which asks for what is no more
    st.session_state[session.TRAIL] = (*filter(None, steps), asked)


def _step(address: Address, read: Callable[[Address], PageState | None]) -> PageState | None:
    """Read a step; its photo may be with the browser, and come once the visitor goes back to it."""
    step = read(address)
    token = next(iter(address.get("photo", [])), "")
    if not token or session.photo(token):
        return step
    return replace(step or PageState(), photo=Upload(b"", "photo", token), like="")


def _addresses(told: Any) -> Sequence[Address]:
    """Take what a browser tells, which can be anything."""
    given = told[-MOST:] if isinstance(told, list) else []
    return given if all(map(_is_address, given)) else []


def _is_address(told: Any) -> bool:
    return isinstance(told, Mapping) and all(
        isinstance(values, list) and all(isinstance(value, str) and len(value) <= LONGEST for value in values)
        for values in told.values()
    )
