"""Photos from the web, from a server on this machine that pretends to be elsewhere."""

import socket
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from lookbook.photos import PhotoError
from lookbook.photos.web import Network, fetch, is_public

PHOTO = b"\xff\xd8" + bytes(range(256)) * 40
PUBLIC = "93.184.216.34"
NAMES: Mapping[str, list[str]] = {
    "shop.example": [PUBLIC],
    "inside.example": ["10.0.0.7"],
    "both.example": [PUBLIC, "127.0.0.1"],
}


class Shop(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        moved = {"/moved": "/a%20photo.jpg?large=1", "/in": "http://inside.example/", "/round": "/round"}
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/a%20photo.jpg?large=1":
            self.answer(PHOTO)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"\xff\xd8")
            self.wfile.flush()
            self.rfile.read(1)  # says no more until the other side has gone
        else:
            self.send_error(404)

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def shop() -> Iterator[int]:
    """A server; gives its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


class Internet:
    """A network in which every public address leads to the server, and which notes who was called."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.called: list[tuple[str, int]] = []

    def network(self, **changes: Any) -> Network:
        return Network(**({"resolve": self.resolve, "connect": self.connect} | changes))

    def resolve(self, host: str, port: int) -> list[Any]:
        if host not in NAMES:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in NAMES[host]]

    def connect(self, address: tuple[str, int], seconds: float) -> socket.socket:
        self.called.append(address)
        return socket.create_connection(("127.0.0.1", self.port), seconds)


@pytest.fixture
def internet(shop: int) -> Internet:
    return Internet(shop)


def why(url: str, network: Network, **limits: Any) -> str:
    """Why an address is refused."""
    with pytest.raises(PhotoError) as refused:
        fetch(url, network=network, **limits)
    return str(refused.value)


def test_a_photo_is_fetched_where_it_was_moved_to(internet: Internet) -> None:
    assert fetch("http://shop.example/moved", network=internet.network()) == PHOTO
    assert internet.called == [(PUBLIC, 80)] * 2


def test_letters_beyond_ascii_and_spaces_are_written_as_addresses_are(internet: Internet) -> None:
    assert fetch("http://shop.example/a photo.jpg?large=1#top", network=internet.network()) == PHOTO
    assert "404" in why("http://shop.example/größe", internet.network())


def test_https_checks_the_certificate_for_the_name_and_not_the_address(internet: Internet) -> None:
    names = []

    def secure(plain: socket.socket, server_hostname: str) -> socket.socket:
        names.append(server_hostname)
        return plain

    url = "https://shop.example/a%20photo.jpg?large=1"
    assert fetch(url, network=internet.network(secure=secure)) == PHOTO
    assert (names, internet.called) == (["shop.example"], [(PUBLIC, 443)])


@pytest.mark.parametrize("path", ["http://inside.example/", "http://both.example/", "http://shop.example/in"])
def test_nothing_inside_is_ever_called_neither_by_name_nor_by_redirect(internet: Internet, path: str) -> None:
    assert "it is not a public address" in why(path, internet.network())
    assert {address for address, _ in internet.called} <= {PUBLIC}


def test_a_name_that_changes_its_meaning_is_asked_only_once(internet: Internet) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    def resolve(host: str, port: int) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    assert fetch("http://shop.example/a photo.jpg?large=1", network=internet.network(resolve=resolve)) == PHOTO
    assert internet.called == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://shop.example/",
        "file:///etc/passwd",
        "http://shop.example:22/",
        "https://shop.example:80/",
        "http://me:secret@shop.example/",
        "http:///a.jpg",
        "http://shop.example:port/",
        "http://[::1/",
    ],
)
def test_other_schemes_ports_and_passwords_are_not_followed(internet: Internet, url: str) -> None:
    assert why(url, internet.network()).endswith("save the photo and upload it.")
    assert internet.called == []


def test_what_is_too_large_too_slow_or_without_end_is_given_up(internet: Internet) -> None:
    assert "too large" in why("http://shop.example/moved", internet.network(), max_bytes=1000)
    assert "it takes too long" in why("http://shop.example/drip", internet.network(), seconds=0.3)
    assert "from address to address without end" in why("http://shop.example/round", internet.network())
    assert "it can't be reached" in why("http://nowhere.example/", internet.network())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_an_address_is_public_or_not(address: str, public: bool) -> None:
    assert is_public(address) is public
