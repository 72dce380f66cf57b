"""The Lookbook that answers: opened beside, warm before it is said to be ready, and replaced without a wait."""

import logging
from contextlib import suppress
from threading import Event, Thread

from lookbook.api.problems import NotReadyError
from lookbook.errors import LookbookError
from lookbook.live import Live, State
from lookbook.query import Query

SECONDS = 1.0
"""How often it is looked whether a new index is in place."""

PATIENCE = 5.0
"""How long it is waited for at the end: what is being learned then can't be stopped."""


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
        self._learned = False
        self._ending = Event()
        self._thread = Thread(target=self._follow, daemon=True, name="index")

    def start(self) -> None:
        """Begin to open it."""
        self._thread.start()

    def stop(self) -> None:
        """Look for no more indexes."""
        self._ending.set()
        self._thread.join(PATIENCE)

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

    def learned(self) -> State:
        """Return the same, once purchases can be asked about, too; learning from them may take minutes.

        Raises:
            NotReadyError: that is still going on.
            LookbookError: the index can't be opened.
        """
        state = self.current()
        if not self._learned:
            raise NotReadyError("What people buy is still being looked at; ask again in a minute.")
        return state

    def _follow(self) -> None:
        while not self._ending.is_set():
            self._look()
            self._ending.wait(self._seconds)

    def _look(self) -> None:
        try:
            state = self._live.current()
            if state is not self._state:
                _warm(state)
                self._learned = not state.book.personal.has_purchases
                self._state = state
                _learn(state)
            self._problem, self._learned = None, True
        except LookbookError as error:
            self._complain(error)
        except Exception as error:  # whatever it is, the last index goes on answering
            self._complain(LookbookError("The index can't be opened; the log says why."))
            logging.getLogger(__name__).exception("the index can't be opened", exc_info=error)

    def _complain(self, error: LookbookError) -> None:
        if str(error) != str(self._problem or ""):
            logging.getLogger(__name__).warning("%s", error)
        self._problem = error


def _learn(state: State) -> None:
    """Open what was learned from purchases, or learn it now; who asks is told what is wrong with them."""
    if state.book.personal.has_purchases:
        state.book.personal.prepare()
        with suppress(LookbookError):
            _ = state.book.personal.recommender


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
