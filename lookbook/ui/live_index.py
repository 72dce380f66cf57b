"""The catalogue that all visitors see, and again when a new index is in place."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from lookbook.client import RemoteError
from lookbook.live import Live, Stamp
from lookbook.photos.room import give_back_at_once
from lookbook.settings import Settings
from lookbook.ui.remote import RemoteBook, RemoteLive

if TYPE_CHECKING:
    from lookbook.book import Lookbook

_SHELVES = ("masterCategory", "subCategory", "articleType", "gender")


@dataclass(frozen=True)
class LiveIndex:
    """An open catalogue and the stamp of its index."""

    book: "Lookbook | RemoteBook"
    stamp: Stamp

    @property
    def own(self) -> "Lookbook | None":
        """The Lookbook of this process, which has vectors and purchases; None where a server answers."""
        return None if isinstance(self.book, RemoteBook) else self.book

    @property
    def held(self) -> "Lookbook":
        """The same, for what is shown only where there is one. Raises RemoteError elsewhere."""
        if self.own is None:
            raise RemoteError("Vectors and purchases are a server's; open the page over an index for this.")
        return self.own

    @property
    def filenames(self) -> Mapping[str, str]:
        """Product id -> the filename of its first picture."""
        return self.book.catalog.fronts

    @cached_property
    def shelves(self) -> Mapping[str, Sequence[str]]:
        """Category -> first pictures, the largest first; nothing where the product table has none."""
        table = self.book.catalog.table
        column = next((table.column(name) for name in _SHELVES if name in table.columns), None)
        shelves: dict[str, list[str]] = {}
        for front in table.fronts.tolist() if column else ():
            shelves.setdefault(column.spelled[int(column.meant[front])] if column else "", []).append(table.keys[front])
        shelves.pop("", None)
        return dict(sorted(shelves.items(), key=lambda shelf: -len(shelf[1])))


def live_index() -> LiveIndex:
    """Return the catalogue that the settings name: of an index folder, or of a server.

    Raises:
        BadIndexError, CatalogError, EncoderError, RemoteError, SettingsError: one sentence that says what to do.
    """
    settings = Settings.load()
    place = settings.api or str(settings.index.absolute())
    live = _live(place, settings)
    with nullcontext() if live.is_current() else st.spinner("Opening the catalogue …"):
        book, stamp = live.current()
    return _shown(place, stamp, book)


@st.cache_resource(max_entries=1, show_spinner=False)
def _live(place: str, _settings: Settings) -> Live | RemoteLive:
    give_back_at_once()  # the bytes of large photos, which came for a moment
    return RemoteLive(_settings) if _settings.api else Live(Path(place))


@st.cache_resource(max_entries=1, show_spinner=False)
def _shown(place: str, stamp: Stamp, _book: "Lookbook | RemoteBook") -> LiveIndex:
    return LiveIndex(_book, stamp)
