"""The catalogue, opened once for all visitors and again when a new index is in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from lookbook import index
from lookbook.settings import Settings

if TYPE_CHECKING:
    from lookbook.book import Lookbook

Stamp = tuple[int, ...]
_SHELVES = ("masterCategory", "subCategory", "articleType", "gender")


@dataclass(frozen=True)
class Opened:
    """An open catalogue and the stamp of its index."""

    book: "Lookbook"
    stamp: Stamp

    @cached_property
    def filenames(self) -> Mapping[str, str]:
        """Product id -> the filename of its picture."""
        return {self.book.catalog.product_id(name): name for name in self.book.catalog.filenames}

    @cached_property
    def shelves(self) -> Mapping[str, Sequence[str]]:
        """Category -> filenames, the largest first; nothing where the product table has none."""
        catalog = self.book.catalog
        column = next((name for name in _SHELVES if name in catalog.columns), "")
        shelves: dict[str, list[str]] = {}
        for name in catalog.filenames:
            shelves.setdefault(catalog.product(name).get(column, ""), []).append(name)
        shelves.pop("", None)
        return dict(sorted(shelves.items(), key=lambda shelf: -len(shelf[1])))


def opened() -> Opened:
    """Give the catalogue that the settings name.

    Raises:
        BadIndexError, CatalogError, EncoderError, SettingsError, OSError: one sentence that says what to do.
    """
    folder = Settings.load().index
    return _open(str(folder.absolute()), index.stamp(folder))


@st.cache_resource(max_entries=1, show_spinner="Opening the catalogue …")
def _open(folder: str, stamp: Stamp) -> Opened:
    from lookbook.book import Lookbook  # heavy: the page's headline is there before it

    return Opened(Lookbook.open(Path(folder)), stamp)
