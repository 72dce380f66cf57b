"""The catalogue, opened once for all visitors and again when a new index is in place."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from lookbook import index
from lookbook.settings import Settings

if TYPE_CHECKING:
    from lookbook.book import Lookbook

Stamp = tuple[int, ...]


@dataclass(frozen=True)
class Opened:
    """An open catalogue and the stamp of its index."""

    book: "Lookbook"
    stamp: Stamp


def opened() -> Opened:
    """Give the catalogue that the settings name.

    Raises:
        BadIndexError, CatalogError, EncoderError, SettingsError, OSError: one sentence that says what to do.
    """
    folder = Settings.load().index
    stamp = index.stamp(folder)
    return Opened(_open(str(folder.absolute()), stamp), stamp)


@st.cache_resource(max_entries=1, show_spinner="Opening the catalogue …")
def _open(folder: str, stamp: Stamp) -> "Lookbook":
    from lookbook.book import Lookbook  # heavy: the page's headline is there before it

    return Lookbook.open(Path(folder))
