"""An open Lookbook that is replaced by itself when a new index is in place."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from lookbook import index
from lookbook.settings import Settings

if TYPE_CHECKING:
    from lookbook.book import Lookbook

Stamp = tuple[int, ...]
"""Changes when another index is in place."""


class State(NamedTuple):
    """A Lookbook, and the stamp of the index that it opened."""

    book: "Lookbook"
    stamp: Stamp


class Live:
    """The Lookbook of an index folder, opened when it is first asked for and again for each new index.

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

    def current(self) -> State:
        """Return the Lookbook of the index that is in place now.

        Raises:
            BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
        """
        stamp = index.stamp(self._folder)
        with self._opening:
            if self._state is None or self._state.stamp != stamp:
                from lookbook.book import Lookbook  # heavy: what shows something while it opens has shown it by now

                self._state = State(Lookbook.open(self._folder, self._settings), stamp)
            return self._state
