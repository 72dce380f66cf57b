"""Photos from the web, from a server on this machine that pretends to be elsewhere."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookbook.photos import PhotoError
from lookbook.photos.addresses import is_public
from lookbook.photos.web import Network, fetch

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


def said(reply: bytes, **limits: Any) -> str | bytes:
    """What `fetch` makes of a server that answers every request with these very bytes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _ = server.accept()
            with line, suppress(OSError):
                line.recv(9999)
                line.sendall(reply)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        network = Internet(server.getsockname()[1]).network()
        try:
            return fetch("http://shop.example/", network=network, **limits)
        except PhotoError as error:
            return str(error)
        finally:
            thread.join()


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (CHUNKED + b"-5\r\nxx\r\n", "it can't be reached"),
        (CHUNKED + b"zz\r\nxx\r\n", "it can't be reached"),
        (CHUNKED + b"5;" + b"x" * 70_000 + b"\r\n", "it can't be reached"),
        (CHUNKED + b"fffffff\r\n" + b"x" * 3000, "too large"),
        (OK + b"Content-Length: 500\r\n\r\n" + b"x" * 100, "it breaks off"),
        (OK + b"Content-Length: 99999999999\r\n\r\nx", "too large"),
        (OK + b"A: b\r\n" * 200 + b"\r\n", "it can't be reached"),
        (OK + b"A: " + b"b" * 70_000 + b"\r\n\r\n", "it can't be reached"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "it can't be reached"),
        (b"SSH-2.0-OpenSSH_9\r\n", "it can't be reached"),
        (b"", "it can't be reached"),
        (b"HTTP/1.1 418 " + b"<b>" * 1000 + b"\r\n\r\n", "it answers 418 I'm a Teapot"),
        (b"HTTP/1.1 799 What\r\n\r\n", "it answers 799"),
        (b"HTTP/1.1 304 Not Modified\r\nLocation: http://shop.example/\r\n\r\n", "it answers 304 Not Modified"),
        (b"HTTP/1.1 302 x\r\nLocation: http://[bad/\r\n\r\n", "it leads to no address"),
        (b"HTTP/1.1 302 x\r\nLocation: http://shop.example:x/\r\n\r\n", "it is no address"),
        (b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\n\r\n", "only plain http and https addresses"),
        (b"HTTP/1.1 302 x\r\nLocation: //me@inside.example/\r\n\r\n", "only plain http and https addresses"),
        (b"HTTP/1.1 302 x\r\nLocation: http://[::ffff:10.0.0.7]/\r\n\r\n", "it can't be reached"),
        (b"HTTP/1.1 302 x\r\nLocation: http://\0/\r\n\r\n", "it can't be reached"),
        (b"HTTP/1.1 302 x\r\nLocation: http://.shop.example/\r\n\r\n", "it can't be reached"),
    ],
)
def test_whatever_a_server_says_is_a_file_or_one_sentence(reply: bytes, why: str) -> None:
    message = said(reply, max_bytes=2000)
    assert isinstance(message, str)
    assert why in message
    assert len(message) < 200


def test_a_file_without_a_length_and_one_in_chunks_are_fetched() -> None:
    assert said(OK + b"\r\n" + PHOTO) == PHOTO
    assert said(CHUNKED + b"4\r\nabcd\r\n2;x=y\r\nef\r\n0\r\n\r\n") == b"abcdef"


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=60), st.sampled_from([b"", OK, CHUNKED]))
def test_any_bytes_from_a_server_give_a_file_or_one_sentence(rest: bytes, beginning: bytes) -> None:
    assert isinstance(said(beginning + rest, seconds=2.0), str | bytes)


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=30), st.sampled_from(["", "http://", "http://shop.example/", "http://[", "https://x@"]))
def test_any_text_for_an_address_gives_one_sentence(text: str, beginning: str) -> None:
    def resolve(host: str, port: int) -> list[Any]:
        return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)

    def refuse(address: tuple[str, int], seconds: float) -> socket.socket:
        raise ConnectionRefusedError

    assert "\n" not in why(beginning + text, Network(resolve=resolve, connect=refuse))


def test_a_name_server_that_never_answers_is_given_up_in_time(internet: Internet) -> None:
    over = threading.Event()

    def resolve(host: str, port: int) -> list[Any]:
        over.wait(60)
        return []

    assert "it takes too long" in why("http://shop.example/", internet.network(resolve=resolve), seconds=0.2)
    over.set()


def test_the_next_address_of_a_host_is_tried_where_the_first_does_not_answer(internet: Internet) -> None:
    def connect(address: tuple[str, int], seconds: float) -> socket.socket:
        if ":" in address[0]:
            raise OSError(101, "Network is unreachable")
        return internet.connect(address, seconds)

    def resolve(host: str, port: int) -> list[Any]:
        six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606:2800:220:1:248:1893:25c8:1946", port, 0, 0))
        return [six, *internet.resolve(host, port)]

    network = internet.network(connect=connect, resolve=resolve)
    assert fetch("http://shop.example/a photo.jpg?large=1", network=network) == PHOTO


def test_a_host_may_be_given_as_a_number() -> None:
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(2):
                line, _ = server.accept()
                with line:
                    heard.append(line.recv(9999).decode().split("\r\n")[1])
                    line.sendall(OK + b"\r\nx")

        thread = threading.Thread(target=answer)
        thread.start()
        network = Internet(server.getsockname()[1]).network(
            resolve=lambda host, port: [(0, 0, 0, "", (host, port))], secure=lambda plain, server_hostname: plain
        )
        assert fetch("http://[2606:2800::1946]/", network=network) == b"x"
        assert fetch(f"https://{PUBLIC}/", network=network) == b"x"
        thread.join()
    assert heard == ["Host: [2606:2800::1946]", f"Host: {PUBLIC}"]


def test_a_password_in_an_address_is_not_repeated(internet: Internet) -> None:
    assert "secret" not in why("http://me:secret@shop.example/", internet.network())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("2a00:1450:4001::200e", True),
        ("64:ff9b:1::7f00:1", False),
        ("64:ff9b::5db8:d822", False),
        ("100::1", False),
        ("100:0:0:1::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::", False),
        ("::7f00:1", False),
        ("::ffff:0:7f00:1", False),
        ("2001:2::1", False),
        ("2001:10::1", False),
        ("2001:20::1", False),
        ("2001:30::1", False),
        ("2001:db8::1", False),
        ("2620:4f:8000::1", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("4000::1", False),
        ("2606:2800::5efe:a00:1", False),
        ("2606:2800::200:5efe:a00:1", False),
        ("2606:2800::1%eth0", False),
        ("192.0.0.9", False),
        ("192.0.2.1", False),
        ("192.31.196.1", False),
        ("192.52.193.1", False),
        ("192.88.99.1", False),
        ("192.175.48.1", False),
        ("198.19.0.1", False),
        ("198.51.100.1", False),
        ("203.0.113.1", False),
        ("240.0.0.1", False),
        ("", False),
        ("shop.example", False),
        ("0x7f.1", False),
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
