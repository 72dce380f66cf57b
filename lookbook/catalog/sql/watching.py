"""Whether a product table in a database is still the one that was opened."""

import logging
import time
from collections.abc import Callable
from threading import Lock

from lookbook.catalog.sql.database import DatabaseError
from lookbook.catalog.watch import Stamp


class WatchedRows:
    """Asks a database for its state now and then; one that does not answer counts as unchanged, which is said.

    Args:
        state: returns a hexadecimal text that changes when the table does. Raises DatabaseError.
        before: what it was when the table was opened.
        seconds: how long an answer counts.
        clock: the time in seconds.
    """

    def __init__(
        self, state: Callable[[], str], before: str, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.stamp: Stamp = _stamp(before)
        self._state, self._seconds, self._clock = state, seconds, clock
        self._last, self._asked, self._asking = self.stamp, clock(), Lock()

    def now(self) -> Stamp:
        """Return a value that changes when the table does; while one asks, the others take the last answer."""
        if self._clock() - self._asked >= self._seconds and self._asking.acquire(blocking=False):
            try:
                self._last = _stamp(self._state())
            except DatabaseError as error:
                logging.getLogger(__name__).warning("%s Until then, products are searched as they were.", error)
            finally:
                self._asked = self._clock()
                self._asking.release()
        return self._last

    @property
    def changed(self) -> bool:
        """Whether what was read may be another than what is there now."""
        return self.now() != self.stamp


def _stamp(state: str) -> Stamp:
    return (int(state, 16),)
