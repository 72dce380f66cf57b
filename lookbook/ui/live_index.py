"""The catalogue that all visitors see, and again when a new index is in place."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from lookbook.live import Live, Stamp, State
from lookbook.settings import Settings

if TYPE_CHECKING:
    from lookbook.book import Lookbook

_SHELVES = ("masterCategory", "subCategory", "articleType", "gender")


@dataclass(frozen=True)
class LiveIndex:
    """An open catalogue and the stamp of its index."""

    book: "Lookbook"
    stamp: Stamp

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
    """Return the catalogue that the settings name.

    Raises:
        BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
    """
    folder = Settings.load().index.absolute()
    live = _live(str(folder))
    with nullcontext() if live.is_current() else st.spinner("Opening the catalogue …"):
        state = live.current()
    return _shown(str(folder), state.stamp, state)


@st.cache_resource(max_entries=1, show_spinner=False)
def _live(folder: str) -> Live:
    return Live(Path(folder))


@st.cache_resource(max_entries=1, show_spinner=False)
def _shown(folder: str, stamp: Stamp, _state: State) -> LiveIndex:
    return LiveIndex(*_state)
