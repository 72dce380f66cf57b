"""A photo from a public address of the web, and from nowhere else: never from this machine or its own network."""

import http.client
import ipaddress
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

from lookbook.photos import MAX_BYTES, PhotoError, check_bytes

PORTS = {"http": 80, "https": 443}
SECONDS = 10.0
"""How long a photo may take in all."""
REDIRECTS = 4
_HEADERS = {"User-Agent": "Lookbook", "Accept": "image/*", "Accept-Encoding": "identity", "Connection": "close"}
_AS_IT_IS = "/?&=%:@!$'()*+,;~[]"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
        except TimeoutError as error:
            raise _refused(url, "it takes too long") from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise _refused(url, "it can't be reached") from error
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer)
    raise _refused(url, "it leads from address to address without end")


def is_public(address: str) -> bool:
    """Tell whether an IP address lies in the public internet, looking into those that carry another one inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64 or ip.sixtofour or ip.teredo:
            return False
        ip = ip.ipv4_mapped or ip
    return ip.is_global and not ip.is_multicast


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


def _get(parts: SplitResult, max_bytes: int, deadline: float, network: Network) -> bytes | str:
    """Ask an address once; gives the file's bytes, or the address it was moved to."""
    with _connected(parts, deadline, network) as plain, plain.dup() as line:
        timer = threading.Timer(_left(deadline), _hang_up, [line])  # whatever it is that takes long
        timer.start()
        try:
            host = parts.hostname or ""
            connection = http.client.HTTPConnection(host)
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
    """Connect to an address of the host that was checked."""
    port = PORTS[parts.scheme]
    addresses = [str(info[4][0]) for info in network.resolve(parts.hostname or "", port)]
    if not addresses or not all(map(is_public, addresses)):
        raise _refused(parts.geturl(), "it is not a public address")
    return network.connect((addresses[0], port), _left(deadline))


def _read(answer: http.client.HTTPResponse, url: str, max_bytes: int) -> bytes | str:
    moved = answer.getheader("Location")
    if moved and answer.status // 100 == 3:
        return moved
    if answer.status != HTTPStatus.OK:
        raise _refused(url, f"it answers {answer.status} {answer.reason}".rstrip())
    check_bytes(answer.length or 0, max_bytes, _short(url))
    data = answer.read(max_bytes + 1)
    check_bytes(len(data), max_bytes, _short(url))
    return data


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
    return url if len(url) <= 60 else f"{url[:57]}…"
