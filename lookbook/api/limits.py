"""How much is taken from whom: the key, requests a minute, requests at once, and bytes."""

import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from starlette.datastructures import Headers

from lookbook.settings import Settings

ENCODED = 4 / 3
"""How much longer base64 makes a photo."""
BESIDE = 1024 * 1024
"""What a body may hold besides a photo."""
BODIES = 10
"""So many times the longest body is held in memory at once."""
PEOPLE = 10_000
"""How many addresses are remembered."""


class Refused(Exception):  # noqa: N818  it is an answer, not a fault
    """A request that is not taken."""

    def __init__(self, status: HTTPStatus, reason: str, sentence: str, wait: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.reason, self.sentence, self.wait = status, reason, sentence, wait


class Limits:
    """Counts what is going on in one server; used by its one event loop alone.

    Args:
        settings: what the owner set.
        clock: the time in seconds.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.most_bytes = math.ceil(settings.max_photo_bytes * ENCODED) + BESIDE
        self._key = settings.api_key.get_secret_value() if settings.api_key else ""
        self._rate, self._most = settings.api_rate, settings.api_at_once
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._held = 0
        self.at_once = 0

    def check(self, headers: Headers, address: str) -> None:
        """Refuse who has no key, or asks too often. Raises Refused."""
        if self._key and not secrets.compare_digest(_key(headers).encode(), self._key.encode()):
            raise Refused(
                HTTPStatus.UNAUTHORIZED, "key", "This needs a key; send it as Authorization: Bearer KEY or X-API-Key."
            )
        if self._rate and (wait := self._wait(address)):
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS, "rate", f"More than {self._rate} requests a minute; ask less often.", wait
            )

    @contextmanager
    def place(self, headers: Headers) -> Iterator[None]:
        """Take a place among those that are answered at once, and room for the body. Raises Refused."""
        wanted = self._announced(headers)
        if self.at_once >= self._most or self._held + wanted > BODIES * self.most_bytes:
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Too many requests at once; ask again in a moment.", 1
            )
        self.at_once += 1
        self._held += wanted
        try:
            yield
        finally:
            self.at_once -= 1
            self._held -= wanted

    def too_long(self) -> Refused:
        """Return why a body is not read to its end."""
        sentence = f"The body has more than {self.most_bytes} bytes; make the photo smaller."
        return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size", sentence)

    def _announced(self, headers: Headers) -> int:
        if "transfer-encoding" in headers:
            return self.most_bytes
        length = headers.get("content-length", "0")
        announced = int(length) if length.isascii() and length.isdigit() else 0
        if announced > self.most_bytes:
            raise self.too_long()
        return announced

    def _wait(self, address: str) -> int:
        """Take one of an address's requests; returns in how many seconds there is one again, 0 where there is now.

        Token bucket (Turner, 1986, New directions in communications): as many as a minute brings may come at once.
        """
        now, each = self._clock(), 60 / self._rate
        left, since = self._left.pop(address, (float(self._rate), now))
        left = min(float(self._rate), left + (now - since) / each)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > PEOPLE:
            self._left.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) * each)


def _key(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
