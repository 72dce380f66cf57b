"""The ways to ask: a photo from the device or from the camera."""

import streamlit as st

from lookbook.settings import Settings
from lookbook.ui import visit

UPLOAD, CAMERA = "Upload a photo", "Use the camera"
_ICONS = {UPLOAD: ":material/upload:", CAMERA: ":material/photo_camera:"}
_WAY = "way"


def show(settings: Settings) -> None:
    """Show the way the visitor chose; the camera is asked for only once they chose it."""
    with st.container(horizontal_alignment="center"), st.container(width=620, horizontal_alignment="center"):
        st.session_state.setdefault(_WAY, UPLOAD)
        way = st.segmented_control(
            "How to search",
            (UPLOAD, CAMERA),
            required=True,
            format_func=lambda name: f"{_ICONS[name]} {name}",
            key=_WAY,
            label_visibility="collapsed",
        )
        key = f"photo-{visit.turn()}"
        if way == CAMERA:
            st.camera_input("Take a photo", key=key, on_change=_take, args=(key,), label_visibility="collapsed")
        else:
            limit = max(1, settings.max_photo_bytes // 2**20)
            st.file_uploader(
                "Upload a photo",
                key=key,
                on_change=_take,
                args=(key,),
                max_upload_size=limit,
                label_visibility="collapsed",
            )
        st.caption(_promise(settings), text_alignment="center")


def _take(key: str) -> None:
    """Ask with the photo that was just given; the next one gets a fresh widget, and the camera goes off."""
    given = st.session_state[key]
    if given is not None:
        visit.ask(visit.Query(given.getvalue(), given.name))
        st.session_state[_WAY] = UPLOAD


def _promise(settings: Settings) -> str:
    if settings.keep_uploads:
        return "Photos you upload here are kept by the owner of this page."
    return "Your photo is used for this search only and is not kept."
