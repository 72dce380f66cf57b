"""An open Lookbook that is replaced by itself when a new index is in place, or its product table has changed."""

import gc
import logging
import weakref
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, cast

from lookbook import index
from lookbook.catalog import CatalogError
from lookbook.settings import Settings

if TYPE_CHECKING:
    from lookbook.book import Lookbook

Stamp = tuple[int, ...]
"""Changes when another index or another product table is in place."""


class State(NamedTuple):
    """A Lookbook, and the stamp of what it opened."""

    book: "Lookbook"
    stamp: Stamp


class Live:
    """The Lookbook of an index folder, opened when it is first asked for and again for each new index or product table.

    Safe to share between threads: one opens, and the others wait for it.

    Args:
        folder: the index folder.
        settings: what the owner set; None = as they are when the folder is opened.
    """

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self._folder = folder.absolute()
        self._settings = settings
        self._opening = Lock()
        self._state: State | None = None
        self._index: Stamp = ()
        self._unread: Stamp | None = None
        self._replaced: list[weakref.ref[Lookbook]] = []

    def is_current(self) -> bool:
        """Whether what is open is what is in place now; where it is not, `current` takes its time."""
        return self._state is not None and self._index == index.stamp(self._folder) and not self._changed(self._state)

    def current(self) -> State:
        """Return the Lookbook of the index and the product table that are in place now.

        A table that can't be read, as while it is being written, is said, and the one before goes on to be shown.

        Raises:
            BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
        """
        stamp = index.stamp(self._folder)
        with self._opening:
            self._let_go()
            if self._state is None or self._index != stamp:
                from lookbook.book import Lookbook  # heavy: what shows something while it opens has shown it by now

                self._put(Lookbook.open(self._folder, self._settings), stamp)
            elif self._changed(self._state):
                self._reread(self._state.book)
            return cast("State", self._state)

    def _put(self, book: "Lookbook", stamp: Stamp) -> None:
        if self._state:
            self._replaced.append(weakref.ref(self._state.book))
        self._state, self._index, self._unread = State(book, stamp + book.catalog.watched.stamp), stamp, None

    def _let_go(self) -> None:
        """Free what was replaced once nobody uses it any more.

        Its parts hold each other, so that its vectors and its network would stay, 50 MB and two threads at each new
        index, until Python looks for such rings by itself, which a server that has been warmed up hardly does.
        """
        in_use = [book for book in self._replaced if book() is not None]
        if len(in_use) < len(self._replaced):
            self._replaced = in_use
            gc.collect()

    def _changed(self, state: State) -> bool:
        watched = state.book.catalog.watched
        return watched.changed and watched.now() != self._unread

    def _reread(self, book: "Lookbook") -> None:
        now = book.catalog.watched.now()
        try:
            catalog = index.open_catalog(book.index, self._folder, book.settings.sources, book.settings.images)
            self._put(type(book)(book.index, catalog, book.encoder, book.settings, book.folder), self._index)
        except CatalogError as error:
            self._unread = now
            logging.getLogger(__name__).warning("%s Until then, the product table is shown as it was.", error)
