"""One friendly message for everything that can go wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lookbook import index
from lookbook.building.parts import JOURNAL
from lookbook.catalog import CatalogError
from lookbook.catalog.sql.database import DatabaseError
from lookbook.client import RemoteError
from lookbook.encoders.base import EncoderError
from lookbook.errors import LookbookError
from lookbook.photos import PhotoError
from lookbook.settings import Settings, SettingsError
from lookbook.ui.markdown import plain

_TITLES: dict[type[Exception], str] = {
    PhotoError: "This photo can't be used",
    SettingsError: "A setting is wrong",
    CatalogError: "The catalogue can't be opened",
    EncoderError: "The index does not fit the installed encoder",
    RemoteError: "The server can't be asked",
    DatabaseError: "The shop's database can't be asked",
}


@contextmanager
def guarded() -> Iterator[None]:
    """Say in one sentence what went wrong; of what nobody foresaw, that it did: what it was stands in the log."""
    try:
        yield
    except LookbookError as error:
        closed(error)
    except Exception:  # whatever it is, a visitor sees one sentence
        logging.getLogger(__name__).exception("something unforeseen went wrong on the page")
        unforeseen()


def unforeseen() -> None:
    """Say that something went wrong, which the log has."""
    _say("Something went wrong here", "It is noted in the log; go back, or begin a new search.", ":material/report:")


def refused(error: ValueError | None) -> None:
    """Say why a question can't be answered, and what to do; nothing where nothing is wrong."""
    if isinstance(error, PhotoError):
        _say(_TITLES[PhotoError], str(error), ":material/broken_image:")
    elif error is not None:
        sentence = str(error)
        _say("This can't be searched for", sentence[:1].upper() + sentence[1:], ":material/search_off:")


def closed(error: Exception) -> None:
    """Say why there is nothing to search in, and what to do."""
    if isinstance(error, SettingsError | RemoteError) or not _being_built():
        _say(_title(error), str(error), ":material/inventory_2:")
        return
    _say("The catalogue is being built", "Look again in a few minutes.", ":material/hourglass_top:")
    with st.container(horizontal_alignment="center"):
        st.button("Look again", icon=":material/refresh:")


def busy(error: Exception) -> None:
    """Say that others are being served, and invite to try again."""
    _say("Many people are searching just now", str(error), ":material/hourglass_top:")
    with st.container(horizontal_alignment="center"):
        st.button("Try again", icon=":material/refresh:")


def _title(error: Exception) -> str:
    if type(error) in _TITLES:
        return _TITLES[type(error)]
    return "The index can't be used" if index.exists(Settings.load().index) else "There is no catalogue to search yet"


def _being_built() -> bool:
    """Return whether a build has begun where no index is yet."""
    folder = Settings.load().index
    return not index.exists(folder) and any((folder / JOURNAL).glob("*.npz"))


def _say(title: str, sentence: str, icon: str) -> None:
    with st.container(horizontal_alignment="center"):
        st.error(f"**{title}.** {plain(sentence)}", icon=icon, width=620)
