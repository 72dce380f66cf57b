"""The Lookbook that answers: opened beside, warm before it is said to be ready, and replaced without a wait."""

import logging
from threading import Event, Thread

from lookbook.api.problems import NotReadyError
from lookbook.errors import LookbookError
from lookbook.live import Live, State
from lookbook.query import Query

SECONDS = 1.0
"""How often it is looked whether a new index is in place."""


class Opened:
    """Follows an index folder in a thread of its own, so that no request waits while an index loads.

    Args:
        live: opens it.
        seconds: how often a new index is looked for.
    """

    def __init__(self, live: Live, seconds: float = SECONDS) -> None:
        self._live, self._seconds = live, seconds
        self._state: State | None = None
        self._problem: LookbookError | None = None
        self._looked, self._ending = Event(), Event()
        self._thread = Thread(target=self._follow, daemon=True, name="index")

    def start(self) -> None:
        """Begin to open it."""
        self._thread.start()

    def stop(self) -> None:
        """Look for no more indexes."""
        self._ending.set()
        self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Wait until it is open, or can't be opened; returns whether that was in time."""
        return self._looked.wait(seconds)

    @property
    def is_ready(self) -> bool:
        """Whether questions can be answered."""
        return self._state is not None

    def current(self) -> State:
        """Return the Lookbook of the last index that could be opened.

        Raises:
            NotReadyError: it is still being opened.
            LookbookError: it can't be opened.
        """
        if self._state is None:
            raise self._problem or NotReadyError("The index is being opened; ask again in a few seconds.")
        return self._state

    def _follow(self) -> None:
        while not self._ending.is_set():
            self._look()
            self._looked.set()
            self._ending.wait(self._seconds)

    def _look(self) -> None:
        try:
            state = self._live.current()
            if state is not self._state:
                _warm(state)
                self._state = state
            self._problem = None
        except LookbookError as error:
            self._complain(error)
        except Exception as error:  # whatever it is, the last index goes on answering
            self._complain(LookbookError("The index can't be opened; the log says why."))
            logging.getLogger(__name__).exception("the index can't be opened", exc_info=error)

    def _complain(self, error: LookbookError) -> None:
        if str(error) != str(self._problem or ""):
            logging.getLogger(__name__).warning("%s", error)
        self._problem = error


def _warm(state: State) -> None:
    """Ask one question of each kind, so that the first visitor does not wait for what is made at first use."""
    book = state.book
    if len(book) == 0:
        return
    name = book.catalog.filenames[0]
    try:
        book.ask(Query(photo=book.catalog.read(name), text="red", k=1))
        book.ask(Query(text="red shirt", k=1))
    except LookbookError as error:  # a picture that is gone is no reason to be closed
        logging.getLogger(__name__).warning("the first question could not be asked: %s", error)
