"""What all threads of a process share, such as memory: who needs more than is free waits for their turn."""

import ctypes
import os
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
    """A number of bytes or of places, handed out first come, first served."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._used = 0
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, wanted: int, seconds: float | None = None) -> Iterator[None]:
        """Take so many for as long as the block runs; who wants more than there is gets all of it, alone.

        Args:
            wanted: how many.
            seconds: how long to wait for them at most; None = as long as it takes.

        Raises:
            TimeoutError: they were not free in time.
        """
        wanted = min(wanted, self.size)
        if wanted > _LARGE:
            give_back_at_once()
        self._take(wanted, seconds)
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

    def _take(self, wanted: int, seconds: float | None) -> None:
        turn = object()
        with self._changed:
            self._waiting.append(turn)
            try:
                # those who came first go first, or a large photo would wait as long as small ones come
                if not self._changed.wait_for(
                    lambda: self._waiting[0] is turn and self._used + wanted <= self.size, seconds
                ):
                    raise TimeoutError
                self._used += wanted
            finally:
                self._waiting.remove(turn)
                self._changed.notify_all()


@cache
def give_back_at_once() -> None:
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

LARGE_FILE = 2_000_000
"""Bytes of a photo from which on it takes a good part of a second to read."""
LARGE = Room(max(1, (os.cpu_count() or 2) - 1))
"""How many visitors' photos of that size are read at once: the last core is left to those who ask otherwise."""
