"""The Lookbook of a server, listed again when the server opens another index or product table."""

import hashlib
import time
from collections.abc import Callable
from threading import Lock

from lookbook.client import Client
from lookbook.client.answers import Ready
from lookbook.live import Stamp
from lookbook.settings import Settings
from lookbook.ui.remote.book import RemoteBook

SECONDS = 2.0
"""For how long it is not asked again whether the server has another index open."""


class RemoteLive:
    """Follows a server. Safe to share between threads: one asks, and the others wait for it.

    Args:
        settings: what the owner set, the server's address and its key among it.
        clock: the time in seconds.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        key = None if settings.api_key is None else settings.api_key.get_secret_value()
        self._client, self._settings, self._clock = Client(settings.api or "", key), settings, clock
        self._asking = Lock()
        self._book: RemoteBook | None = None
        self._ready: Ready | None = None
        self._stamp: Stamp = ()
        self._asked = 0.0

    def is_current(self) -> bool:
        """Whether what is open is what the server has open; where it is not, `current` takes its time."""
        return self._book is not None and self._stamp == _stamp(self._told())

    def current(self) -> tuple[RemoteBook, Stamp]:
        """Return the server's Lookbook. Raises RemoteError."""
        with self._asking:
            ready = self._told()
            if self._book is None or self._stamp != _stamp(ready):
                self._book, self._stamp = RemoteBook(self._client, ready, self._settings), _stamp(ready)
            return self._book, self._stamp

    def _told(self) -> Ready:
        if self._ready is None or self._clock() - self._asked > SECONDS:
            self._ready, self._asked = self._client.ready(), self._clock()
        return self._ready


def _stamp(ready: Ready) -> Stamp:
    return (int(hashlib.sha256(ready["fingerprint"].encode()).hexdigest()[:16], 16),)
