"""One picture from one address: with patience, but never without end."""

import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from lookbook.photos import MAX_BYTES, PhotoError, check_bytes
from lookbook.photos.formats import sniff
from lookbook.photos.problems import Kind

if TYPE_CHECKING:
    import urllib3

AT_ONCE = 4
"""How many pictures one host is asked for at the same time."""
TRIES, BACKOFF = 4, 0.5
"""How often an address whose answer may pass is asked again, and the first wait in seconds, doubled each time."""
LONGEST_WAIT = 60
"""The longest wait, in seconds, that a server may ask for by Retry-After."""
CONNECT, SILENCE, IN_ALL = 10.0, 20.0, 120.0
"""Seconds that a server may take to answer at all, to send the next bytes, and to send the whole picture."""
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_WORDS = {
    "ConnectTimeoutError": "no server answers",
    "FileNotFoundError": "there is no such file",
    "NameResolutionError": "there is no such host",
    "NewConnectionError": "no server answers",
    "ProtocolError": "it breaks off",
    "ReadTimeoutError": "it takes too long",
    "ResponseError": "it leads from address to address without end",
}
_PIECE = 2**16
_USER_AGENT = "Lookbook (builds a search index of a product catalogue)"


class Answer(NamedTuple):
    """What an address gave.

    Attributes:
        data: the picture; None where it is the one that is here already.
        etag, modified: by what the server knows this version of it, "" where it never said.
    """

    data: bytes | None
    etag: str
    modified: str


class Getter:
    """Gets pictures from http, https, and whatever else fsspec opens; safe in several threads.

    Servers are trusted as far as the owner trusts the table: other than for a visitor's address, one on the owner's
    own network is asked, too.
    """

    def __init__(self) -> None:
        import urllib3

        self._pool = urllib3.PoolManager(maxsize=AT_ONCE, num_pools=64)
        self._timeout = urllib3.Timeout(connect=CONNECT, read=SILENCE)
        self._retry = urllib3.Retry(
            total=TRIES,
            redirect=4,
            backoff_factor=BACKOFF,
            status_forcelist=_PASSING,
            retry_after_max=LONGEST_WAIT,
            raise_on_status=False,
        )
        self._hosts: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(AT_ONCE))
        self._lock = threading.Lock()

    def get(self, url: str, etag: str = "", modified: str = "") -> Answer:
        """Get a picture, or hear that the one of that `etag` or date is still the same.

        Raises:
            PhotoError: there is none, it takes too long, is too large, or is no picture.
        """
        parts = urlsplit(url)
        with self._lock:
            host = self._hosts[parts.netloc]
        with host:
            answer = self._http(url, etag, modified) if parts.scheme in {"http", "https"} else _opened(url)
        if answer.data is not None and sniff(answer.data) is None:
            raise _refused(url, "what is there is no picture")
        return answer

    def _http(self, url: str, etag: str, modified: str) -> Answer:
        import urllib3

        asked = {"User-Agent": _USER_AGENT, "Accept": "image/*"}
        asked |= {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
        until = time.monotonic() + IN_ALL
        try:
            answer = self._pool.request(
                "GET", url, headers=asked, retries=self._retry, timeout=self._timeout, preload_content=False
            )
            try:
                data = None if answer.status == 304 else _read(url, answer, until)
                if data is not None:  # else it need not say again by what it knows this version
                    etag = modified = ""
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _refused(url, _reason(error)) from error
        return Answer(data, answer.headers.get("ETag", etag), answer.headers.get("Last-Modified", modified))


def _read(url: str, answer: "urllib3.BaseHTTPResponse", until: float) -> bytes:
    if answer.status != 200:
        raise _refused(url, f"the server answers {answer.status}", gone=answer.status in _GONE)
    data = bytearray()
    for piece in answer.stream(_PIECE):
        data += piece
        check_bytes(len(data), MAX_BYTES, url)
        if time.monotonic() > until:
            raise _refused(url, f"it takes longer than {IN_ALL:.0f} s")
    return bytes(data)


def _opened(url: str) -> Answer:
    import fsspec

    try:
        with fsspec.open(url, "rb") as file:
            data = bytes(file.read(MAX_BYTES + 1))
    except Exception as error:  # every file system brings errors of its own
        raise _refused(url, _reason(error)) from error
    check_bytes(len(data), MAX_BYTES, url)
    return Answer(data, "", "")


def _refused(url: str, why: str, *, gone: bool = False) -> PhotoError:
    kind: Kind = "missing" if gone else "unreadable"
    return PhotoError(f"{url} can't be fetched: {why}; check the address in the table.", kind)


def _reason(error: Exception) -> str:
    """Return what went wrong in words, which libraries wrap in one another."""
    inner = getattr(error, "reason", None)
    if isinstance(inner, Exception):
        return _reason(inner)
    kind = type(error).__name__
    return _WORDS.get(kind, kind)
