"""Memory that all threads of a process share: who needs more than is free waits for their turn."""

import ctypes
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

_LARGE = 24 * 2**20
# Names of settings in glibc's malloc.h, and the size of blocks from which on they are given back at once.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_GIVEN_BACK = 4 * 2**20


class Room:
    """A number of bytes, handed out first come, first served."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._used = 0
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, wanted: int) -> Iterator[None]:
        """Take so many bytes for as long as the block runs; who wants more than there is gets all of it, alone."""
        wanted = min(wanted, self.size)
        if wanted > _LARGE:
            _give_back_at_once()
        self._take(wanted)
        try:
            yield
        finally:
            with self._changed:
                self._used -= wanted
                self._changed.notify_all()

    def is_waited_for(self) -> bool:
        """Return whether anybody waits for their turn."""
        with self._changed:
            return bool(self._waiting)

    def _take(self, wanted: int) -> None:
        turn = object()
        with self._changed:
            self._waiting.append(turn)
            try:
                # those who came first go first, or a large photo would wait as long as small ones come
                self._changed.wait_for(lambda: self._waiting[0] is turn and self._used + wanted <= self.size)
                self._used += wanted
            finally:
                self._waiting.remove(turn)
                self._changed.notify_all()


@cache
def _give_back_at_once() -> None:
    """Let glibc give large blocks back to the system when they are freed.

    It would keep them for each thread, and twenty threads that decode one after the other take as much as if they did
    so at once. Other systems have no such setting and need none.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _GIVEN_BACK)
        library.mallopt(_TRIM_THRESHOLD, _GIVEN_BACK)


ROOM = Room(400 * 2**20)
"""What all photos that are being decoded may take at once."""
