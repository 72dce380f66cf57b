"""The ways to ask: words, a photo from the device, the clipboard or the camera, the address of one."""

import math
import re

import streamlit as st
from streamlit.typing import ChatInputValue

from lookbook.photos import PhotoError, web
from lookbook.settings import Settings
from lookbook.ui import session
from lookbook.ui.session import PageState, Upload

UPLOAD, CAMERA = "Upload a photo", "Use the camera"
MOST_LETTERS = 500
_ICONS = {UPLOAD: ":material/upload:", CAMERA: ":material/photo_camera:"}
_WAY, _BOX, _SAID = "way", "box", "said"
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def box(settings: Settings, placeholder: str) -> None:
    """Show the one box for words, a pasted or attached photo, and the address of a photo.

    The words asked with stand in it again, to be changed; what is being typed is left in peace.
    """
    asked = session.state()
    said = asked.text if asked else ""
    if st.session_state.get(_SAID, "") != said:
        st.session_state[_BOX] = st.session_state[_SAID] = said
    st.chat_input(
        placeholder,
        key=_BOX,
        accept_file=True,
        max_chars=MOST_LETTERS,
        max_upload_size=_megabytes(settings),
        on_submit=_submit,
        args=(settings,),
    )


def photo(settings: Settings) -> None:
    """Show the way the visitor chose to give a photo; the camera is asked for only once they chose it."""
    st.session_state.setdefault(_WAY, UPLOAD)
    way = st.segmented_control(
        "How to give a photo",
        (UPLOAD, CAMERA),
        required=True,
        format_func=lambda name: f"{_ICONS[name]} {name}",
        key=_WAY,
        label_visibility="collapsed",
    )
    key = f"photo-{session.turn()}"
    if way == CAMERA:
        st.camera_input("Take a photo", key=key, on_change=_take, args=(key,), label_visibility="collapsed")
    else:
        st.file_uploader(
            "Upload a photo",
            key=key,
            on_change=_take,
            args=(key,),
            max_upload_size=_megabytes(settings),
            label_visibility="collapsed",
        )
    st.caption(_promise(settings), text_alignment="center")


def _submit(settings: Settings) -> None:
    given: ChatInputValue = st.session_state[_BOX]
    st.session_state[_SAID] = ""  # the browser has emptied the box
    found = _ADDRESS.search(given.text)
    words = " ".join(_ADDRESS.sub(" ", given.text).split())
    try:
        if given.files:
            _ask(Upload(given.files[0].getvalue(), given.files[0].name), words)
        elif found:
            with st.spinner("Fetching the photo …"):
                _ask(Upload(web.fetch(found.group(), settings.max_photo_bytes), found.group()), words)
        else:
            _ask(None, words)
    except PhotoError as error:
        session.complain(error)


def _ask(photo: Upload | None, words: str) -> None:
    """Ask with a photo, or change the words beside what is asked with at the moment."""
    if photo is None and session.state():
        session.refine(text=words)
    elif photo or words:
        session.ask(PageState(photo=photo, text=words))


def _take(key: str) -> None:
    """Ask with the photo that was just given; the next one gets a fresh widget, and the camera goes off."""
    given = st.session_state[key]
    if given is not None:
        session.ask(PageState(photo=Upload(given.getvalue(), given.name)))
        st.session_state[_WAY] = UPLOAD


def _promise(settings: Settings) -> str:
    if settings.keep_uploads:
        return "Photos you upload here are kept by the owner of this page."
    return "Your photo is not kept here; only your own browser remembers it."


def _megabytes(settings: Settings) -> int:
    """Say the limit to the browser, which counts whole millions of bytes; what is beyond it is refused when read."""
    return math.ceil(settings.max_photo_bytes / 1_000_000)
