"""One friendly message for everything that can go wrong."""

import streamlit as st

from lookbook import index
from lookbook.catalog import CatalogError
from lookbook.encoders.base import EncoderError
from lookbook.photos import PhotoError
from lookbook.settings import Settings, SettingsError
from lookbook.ui.plain import plain

_TITLES: dict[type[Exception], str] = {
    SettingsError: "A setting is wrong",
    CatalogError: "The catalogue can't be opened",
    EncoderError: "The index does not fit the installed encoder",
}


def bad_photo(error: PhotoError) -> None:
    """Say why a photo can't be searched with, and what to do."""
    _say("This photo can't be used", str(error), ":material/broken_image:")


def closed(error: Exception) -> None:
    """Say why there is nothing to search in, and what to do."""
    _say(_title(error), str(error), ":material/inventory_2:")


def _title(error: Exception) -> str:
    if type(error) in _TITLES:
        return _TITLES[type(error)]
    return "The index can't be used" if index.exists(Settings.load().index) else "There is no catalogue to search yet"


def _say(title: str, sentence: str, icon: str) -> None:
    with st.container(horizontal_alignment="center"):
        st.error(f"**{title}.** {plain(sentence)}", icon=icon, width=620)
