"""What is a visitor's own, kept by their browser: what they saved, dismissed and looked for, and their photos."""

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from lookbook.ui import mine, session, shortlist
from lookbook.ui.session import Upload

LISTS = (shortlist.KEPT, *mine.LISTS)
WAY, WAY_TOLD = "way", "way-told"
"""The addresses of the questions that led to the one asked at the moment: as they are, and as the browser kept them."""
MOST, LONGEST = 500, 200
"""Products of a list, and letters of a product's id, that are taken from a browser."""
_KEY, _SESSION, _HEARD, _WANTED = "keeping", "keeping-session", "keeping-heard", "keeping-wanted"
_FORGET, _BACK = "keeping-forget", "keeping-back"


def _script(*names: str) -> str:
    return "".join(Path(__file__).with_name(name).read_text("utf-8") for name in names)


_component = st.components.v2.component("lookbook.keeping", js=_script("kept_photos.js", "giving.js", "keeping.js"))


def show(part: str = _KEY) -> None:
    """Bring together what the browser keeps and what the visitor has done; nothing of it is seen.

    Args:
        part: the place on the page.
    """
    data = {
        "session": st.session_state.setdefault(_SESSION, secrets.token_hex(6)),
        "heard": _HEARD in st.session_state,
        "lists": {name: list(st.session_state.get(name, ())) for name in LISTS},
        "way": st.session_state.get(WAY, []),
        "wanted": wanted(),
        "forget": st.session_state.get(_FORGET),
        "back": st.session_state.get(_BACK),
    }
    with st.container(key=f"{part}-place"):
        _component(key=part, data=[data], on_told_change=lambda: _hear(st.session_state[part].told))


def want(token: str) -> None:
    """Ask the browser for a photo."""
    st.session_state[_WANTED] = token


def wanted() -> str:
    """Return the photo that the browser is asked for, "" where it is asked for none."""
    token: str = st.session_state.get(_WANTED, "")
    return token


def arrived() -> str:
    """Return the photo that the browser was asked for, and ask no longer; "" where it was asked for none."""
    token: str = st.session_state.pop(_WANTED, "")
    return token


def forget() -> None:
    """Let the browser forget what it keeps."""
    for name in LISTS:
        st.session_state[name] = ()
    st.session_state[_FORGET] = secrets.token_hex(6)


def go_back(steps: int) -> None:
    """Let the browser go so many steps back."""
    st.session_state[_BACK] = {"id": secrets.token_hex(6), "steps": steps}


def _hear(told: Any) -> None:
    """Take what a browser tells, which can be anything."""
    if not isinstance(told, Mapping) or told.get("session") != st.session_state.get(_SESSION):
        return
    if isinstance(lists := told.get("lists"), Mapping):
        for name in LISTS:
            own = st.session_state.get(name, ()) if _HEARD not in st.session_state else ()
            st.session_state[name] = tuple(dict.fromkeys([*_ids(lists.get(name)), *own]))
        st.session_state[_HEARD] = True
        st.session_state[WAY_TOLD] = told.get("way")
    if "photo" in told and (token := arrived()) and (photo := _photo(told["photo"], token)):
        session.remember(photo)


def _ids(told: Any) -> Sequence[str]:
    given = told if isinstance(told, list) else []
    return [one for one in given if isinstance(one, str) and len(one) <= LONGEST][:MOST]


def _photo(told: Any, token: str) -> Upload | None:
    if not isinstance(told, Mapping) or not isinstance(told.get("photo"), str):
        return None
    try:
        data = base64.b64decode(told["photo"].partition(",")[2], validate=True)
    except binascii.Error:
        return None
    return Upload(data, str(told.get("name", "")) or "photo", token) if data else None
