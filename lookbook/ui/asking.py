"""The ways to ask: words or a photo's address in the one box, a photo at the one place beside it, or the camera."""

import math
import re

import streamlit as st

from lookbook.photos import PhotoError, web
from lookbook.settings import Settings
from lookbook.ui import given, keeping, session
from lookbook.ui.session import PageState, Upload

MOST_LETTERS = 500
_BOX, _SAID, _CAMERA, _TAKEN = "box", "said", "camera", "taken"
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def show(settings: Settings, placeholder: str) -> None:
    """Show the box and the place for a photo: large where nothing is asked yet, else in one row."""
    asked = session.state()
    small = bool(asked or keeping.wanted())
    with st.container(key=f"ask-{'small' if small else 'large'}", horizontal=small, gap="xsmall"):
        _box(settings, placeholder)
        if asked and asked.text:
            st.button(
                "Clear words",
                key="clear-words",
                icon=":material/close:",
                help="Search without these words",
                on_click=session.refine,
                kwargs={"text": ""},
                type="tertiary",
            )
        _photo(settings)
    if not small:
        with st.container(horizontal_alignment="center", gap="xsmall"):
            _camera()
            st.caption(_promise(settings), text_alignment="center")
    given.show()


def _box(settings: Settings, placeholder: str) -> None:
    """Show the box; the words asked with stand in it, to be changed; what is being typed is left in peace."""
    asked = session.state()
    said = asked.text if asked else ""
    if st.session_state.get(_SAID, "") != said:
        st.session_state[_BOX] = st.session_state[_SAID] = said
    st.chat_input(placeholder, key=_BOX, max_chars=MOST_LETTERS, on_submit=_submit, args=(settings,))


def _photo(settings: Settings) -> None:
    key = f"photo-{session.turn()}"
    st.file_uploader(
        "Upload a photo",
        key=key,
        on_change=_take,
        args=(key,),
        max_upload_size=_megabytes(settings),
        label_visibility="collapsed",
    )


def _camera() -> None:
    """Show the camera once the visitor chose it, and not before."""
    if not st.session_state.get(_CAMERA):
        st.button("Use the camera", icon=":material/photo_camera:", on_click=_turn, args=(True,), type="tertiary")
        return
    key = f"camera-{session.turn()}"
    st.camera_input("Take a photo", key=key, on_change=_take, args=(key,), label_visibility="collapsed")
    st.button("Close the camera", icon=":material/no_photography:", on_click=_turn, args=(False,), type="tertiary")


def _turn(on: bool) -> None:
    st.session_state[_CAMERA] = on


def _submit(settings: Settings) -> None:
    text: str = st.session_state[_BOX] or ""
    st.session_state[_SAID] = ""  # the browser has emptied the box
    found = _ADDRESS.search(text)
    words = " ".join(_ADDRESS.sub(" ", text).split())
    if found is None:
        _ask(words)
        return
    try:
        with st.spinner("Fetching the photo …"):
            photo = Upload(web.fetch(found.group(), settings.max_photo_bytes), found.group())
    except PhotoError as error:
        session.complain(error)
    else:
        _show(photo, words)


def _ask(words: str) -> None:
    """Ask with words, or change them beside what is asked with at the moment."""
    if session.state():
        session.refine(text=words)
    elif words:
        session.ask(PageState(text=words))


def _take(key: str) -> None:
    """Ask with the photo that was just given; the next one gets a fresh widget, and the camera goes off.

    One that the browser was asked for is no new question.
    """
    photo = st.session_state[key]
    if photo is None or photo.file_id == st.session_state.get(_TAKEN):
        return  # a browser hands the file of the widget before to the fresh one
    st.session_state[_TAKEN] = photo.file_id
    if token := keeping.arrived():
        session.remember(Upload(photo.getvalue(), photo.name, token))
        return
    _show(Upload(photo.getvalue(), photo.name))
    _turn(on=False)


def _show(photo: Upload, text: str = "") -> None:
    """Ask with another photo; the conditions by which the catalogue was browsed stay, those of another question go."""
    asked = session.state()
    where = asked.where if asked and not asked.searches else {}
    session.ask(PageState(photo=photo, text=text, where=where, kept=bool(where)))


def _promise(settings: Settings) -> str:
    if settings.keep_uploads:
        return "Photos you upload here are kept by the owner of this page."
    return "Your photo is not kept here; only your own browser remembers it."


def _megabytes(settings: Settings) -> int:
    """Say the limit to the browser, which counts whole millions of bytes; what is beyond it is refused when read."""
    return math.ceil(settings.max_photo_bytes / 1_000_000)
