"""A photo from a public address of the web, and from nowhere else: never from this machine or its own network."""

import http.client
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from lookbook.photos.addresses import is_public
from lookbook.photos.problems import PhotoError, check_bytes
from lookbook.photos.reading import MAX_BYTES

PORTS = {"http": 80, "https": 443}
SECONDS = 10.0
"""How long a photo may take in all."""
REDIRECTS = 4
_HEADERS = {"User-Agent": "Lookbook", "Accept": "image/*", "Accept-Encoding": "identity", "Connection": "close"}
_AS_IT_IS = "/?&=%:@!$'()*+,;~[]"
_SECRET = re.compile(r"^([^/]*//)[^/?#]*@")
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Network:
    """How names become addresses, addresses connections, and connections secret.

    Attributes:
        resolve: (host, port) -> what `socket.getaddrinfo` gives.
        connect: (address, port), seconds -> an open connection.
        secure: a connection, server_hostname -> the same one under TLS, the server's certificate checked.
    """

    resolve: Callable[[str, int], list[Any]] = socket.getaddrinfo
    connect: Callable[[tuple[str, int], float], socket.socket] = socket.create_connection
    secure: Callable[..., socket.socket] = ssl.create_default_context().wrap_socket


def fetch(url: str, max_bytes: int = MAX_BYTES, seconds: float = SECONDS, network: Network | None = None) -> bytes:
    """Fetch a file of at most `max_bytes` from an http or https address; whether it is a photo, `photos.read` tells.

    Every name is resolved once, all its addresses have to be public, and the connection goes to an address that was
    checked: neither a redirect nor a name that changes its meaning leads inside.

    Raises:
        PhotoError: the address is not public, can't be reached in time, or gives no file.
    """
    network, deadline = network or Network(), time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        parts = _checked(url)
        try:
            answer = _get(parts, max_bytes, deadline, network)
        except PhotoError:
            raise
        except TimeoutError as error:
            raise _refused(url, "it takes too long") from error
        except (OSError, http.client.HTTPException, ValueError) as error:  # a ValueError is a number or name gone wrong
            raise _refused(url, "it can't be reached") from error
        if isinstance(answer, bytes):
            return answer
        url = _joined(url, answer)
    raise _refused(url, "it leads from address to address without end")


def _checked(url: str) -> SplitResult:
    """Take an address apart; only the usual ports of http and https are asked, and no name or password is sent."""
    try:
        parts = urlsplit(url)
        usual = parts.port in {None, PORTS.get(parts.scheme)}
    except ValueError as error:
        raise _refused(url, "it is no address") from error
    if parts.scheme not in PORTS or not parts.hostname or not usual or parts.username is not None:
        raise _refused(url, "only plain http and https addresses are followed")
    return parts


def _joined(url: str, moved: str) -> str:
    try:
        return urljoin(url, moved)
    except ValueError as error:
        raise _refused(url, "it leads to no address") from error


def _get(parts: SplitResult, max_bytes: int, deadline: float, network: Network) -> bytes | str:
    """Ask an address once; gives the file's bytes, or the address it was moved to."""
    with _connected(parts, deadline, network) as plain, plain.dup() as line:
        timer = threading.Timer(_left(deadline), _hang_up, [line])  # whatever it is that takes long
        timer.start()
        try:
            host = parts.hostname or ""
            connection = http.client.HTTPConnection(host, PORTS[parts.scheme])
            connection.default_port = PORTS[parts.scheme]  # so that no port is named to the server
            connection.sock = network.secure(plain, server_hostname=host) if parts.scheme == "https" else plain
            with closing(connection):
                connection.request("GET", _path(parts), headers=_HEADERS)
                with connection.getresponse() as answer:
                    return _read(answer, parts.geturl(), max_bytes)
        finally:
            timer.cancel()
            _left(deadline)  # what was cut short by the timer is late, and neither broken nor complete


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        line.shutdown(socket.SHUT_RDWR)


def _connected(parts: SplitResult, deadline: float, network: Network) -> socket.socket:
    """Connect to an address of the host that was checked, the first that answers."""
    port = PORTS[parts.scheme]
    addresses = [str(info[4][0]) for info in _resolved(parts.hostname or "", port, deadline, network)]
    if not addresses or not all(map(is_public, addresses)):
        raise _refused(parts.geturl(), "it is not a public address")
    for address in dict.fromkeys(addresses[:-1]):
        with suppress(OSError):
            return network.connect((address, port), _left(deadline) / 2)
    return network.connect((addresses[-1], port), _left(deadline))


def _resolved(host: str, port: int, deadline: float, network: Network) -> list[Any]:
    """Look a name up; a name server has no time limit of its own, so that is done beside."""
    answers: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(network.resolve(host, port))
        except Exception as error:  # noqa: BLE001  it is raised where it is waited for
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=_left(deadline))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(found, Exception):
        raise found
    return found


def _read(answer: http.client.HTTPResponse, url: str, max_bytes: int) -> bytes | str:
    moved = answer.getheader("Location")
    if moved and answer.status in _MOVED:
        return moved
    if answer.status != HTTPStatus.OK:
        raise _refused(url, f"it answers {_phrase(answer.status)}")
    check_bytes(answer.length or 0, max_bytes, _short(url))
    data = answer.read(max_bytes + 1)
    check_bytes(len(data), max_bytes, _short(url))
    if answer.length:
        raise _refused(url, "it breaks off")
    return data


def _phrase(status: int) -> str:
    """Name a status in our own words: what a server writes beside it may be anything."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _path(parts: SplitResult) -> str:
    return quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_AS_IT_IS)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _refused(url: str, why: str) -> PhotoError:
    return PhotoError(f"{_short(url)} can't be used: {why}; save the photo and upload it.", "unreadable")


def _short(url: str) -> str:
    """Shorten an address for a message, without a name and password that stand in it and what can't be shown."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in _SECRET.sub(r"\1", url[:2000]))
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
