"""Pictures that are only addresses: fetched from a server on loopback that does all that servers do."""

import csv
import io
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from lookbook.book import Lookbook
from lookbook.catalog.addresses import fetch_pictures, fetch_table, getting, is_table
from lookbook.catalog.addresses import fetching as fetching_module
from lookbook.catalog.addresses.kept import PICTURES, file_of
from lookbook.catalog.tables import TableError
from lookbook.commands.app import commands
from lookbook.disk.names import escaped


def picture(colour: tuple[int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(buffer, "JPEG")
    return buffer.getvalue()


class Shop(ThreadingHTTPServer):
    """A server of pictures with all the manners that there are.

    Attributes:
        asked: how often each path was asked for.
        busy, most: how many are being answered now, and were at most.
        version: of what /versioned gives.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Manners)
        self.asked: Counter[str] = Counter()
        self.busy = self.most = 0
        self.version = 1
        self.lock = threading.Lock()
        self.all_busy = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Manners(BaseHTTPRequestHandler):
    server: Shop
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        with self.server.lock:
            self.server.asked[path] += 1
            turn = self.server.asked[path]
        answer = getattr(self, "_" + path.strip("/").partition("/")[0].replace(".jpg", ""), self._plain)
        answer(turn)

    def give(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _plain(self, _: int) -> None:
        number = sum(self.path.partition("?")[0].encode())
        self.give(200, picture((number % 256, number * 7 % 256, number * 31 % 256)))

    def _moved(self, _: int) -> None:
        self.give(302, Location="/plain/after.jpg")

    def _circle(self, _: int) -> None:
        self.give(302, Location="/circle.jpg")

    def _gone(self, _: int) -> None:
        self.give(404)

    def _patience(self, turn: int) -> None:
        self._plain(turn) if turn > 1 else self.give(429, Retry_After="0")

    def _stumbles(self, turn: int) -> None:
        self._plain(turn) if turn > 2 else self.give(500)

    def _broken(self, _: int) -> None:
        self.give(503)

    def _lies(self, _: int) -> None:
        self.give(200, b"<html>please log in</html>", Content_Type="image/jpeg")

    def _versioned(self, _: int) -> None:
        tag = f'"v{self.server.version}"'
        if self.headers["If-None-Match"] == tag:
            self.give(304)
        else:
            self.give(200, picture((self.server.version * 40, 0, 0)), ETag=tag)

    def _slow(self, _: int) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"\xff\xd8")
        self.wfile.flush()
        self.rfile.read(1)  # says no more until the other side hangs up

    def _crowd(self, _: int) -> None:
        with self.server.lock:
            self.server.busy += 1
            self.server.most = max(self.server.most, self.server.busy)
            if self.server.busy == getting.AT_ONCE:
                self.server.all_busy.set()
        self.server.all_busy.wait(10)
        self._plain(1)
        with self.server.lock:
            self.server.busy -= 1

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Run the server; nobody waits long."""
    monkeypatch.setattr(getting, "BACKOFF", 0.001)
    with Shop() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an hour go by."""
    monkeypatch.setattr(fetching_module, "FRESH", -1)


def test_what_may_pass_is_asked_for_again_and_what_may_not_is_told(shop: Shop, tmp_path: Path) -> None:
    names = ("plain/a.jpg", "moved.jpg", "patience.jpg", "stumbles.jpg")
    bad = ("gone.jpg", "broken.jpg", "lies.jpg", "circle.jpg")
    made = fetch_pictures([f"{shop.url}/{name}" for name in (*names, *bad)], tmp_path)
    host = shop.url.removeprefix("http://").replace(":", "_")
    files = sorted(path.relative_to(tmp_path / PICTURES).as_posix() for path in (tmp_path / PICTURES).rglob("*.jpg"))
    assert files == sorted(f"{host}/{name}" for name in names)
    assert (made.new, made.kept) == (4, 0)
    assert (shop.asked["/patience.jpg"], shop.asked["/stumbles.jpg"], shop.asked["/gone.jpg"]) == (2, 3, 1)
    assert shop.asked["/broken.jpg"] == 1 + getting.TRIES
    assert {url.rpartition("/")[2]: why.partition(": ")[2].partition("; ")[0] for url, why in made.dead.items()} == {
        "gone.jpg": "the server answers 404",
        "broken.jpg": "the server answers 503",
        "lies.jpg": "what is there is no picture",
        "circle.jpg": "it leads from address to address without end",
    }


def test_a_server_that_falls_silent_is_given_up(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting, "SILENCE", 0.1)
    made = fetch_pictures([f"{shop.url}/slow.jpg"], tmp_path)
    assert list(made.dead) == [f"{shop.url}/slow.jpg"]


def test_a_picture_that_is_too_large_is_told(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting, "MAX_BYTES", 100)
    (why,) = fetch_pictures([f"{shop.url}/plain/a.jpg"], tmp_path).dead.values()
    assert "is too large" in why


def test_one_host_is_never_asked_for_more_than_a_few_at_once(shop: Shop, tmp_path: Path) -> None:
    made = fetch_pictures([f"{shop.url}/crowd/{number}.jpg" for number in range(12)], tmp_path)
    assert (made.new, shop.most) == (12, getting.AT_ONCE)


def test_what_was_asked_for_tomorrow_as_after_the_clock_was_put_back_is_asked_for_again(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{shop.url}/versioned.jpg"
    fetch_pictures([url], tmp_path)
    yesterday = time.time() - 86_400
    monkeypatch.setattr(time, "time", lambda: yesterday)
    fetch_pictures([url], tmp_path)
    assert shop.asked["/versioned.jpg"] == 2


def test_only_what_changed_is_fetched_again(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{shop.url}/versioned.jpg"
    path = fetch_pictures([url], tmp_path).folder / file_of(url)
    first, changed = path.read_bytes(), path.stat().st_mtime_ns
    assert fetch_pictures([url], tmp_path).kept == 1
    assert shop.asked["/versioned.jpg"] == 1  # not within the hour
    stale(monkeypatch)
    made = fetch_pictures([url], tmp_path)
    assert (made.new, made.kept, path.stat().st_mtime_ns) == (0, 1, changed)
    shop.version = 2
    made = fetch_pictures([url], tmp_path)
    assert (made.new, made.kept, path.read_bytes() == first) == (1, 0, False)
    assert fetch_pictures([url], tmp_path).kept == 1


def test_a_picture_stays_while_its_server_is_ill_and_goes_when_it_is_gone(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{shop.url}/plain/a.jpg"
    path = fetch_pictures([url], tmp_path).folder / file_of(url)
    stale(monkeypatch)
    monkeypatch.setattr(Manners, "_plain", Manners._broken)
    assert not fetch_pictures([url], tmp_path).dead
    assert path.is_file()
    monkeypatch.setattr(Manners, "_plain", Manners._gone)
    assert list(fetch_pictures([url], tmp_path).dead) == [url]
    assert not path.exists()


def test_a_run_that_was_cut_short_goes_on(shop: Shop, tmp_path: Path) -> None:
    urls = [f"{shop.url}/plain/{number}.jpg" for number in range(3)]
    fetch_pictures(urls[:2], tmp_path)
    with (tmp_path / PICTURES / "addresses.jsonl").open("a") as notes:
        notes.write('{"url": "http://cut sho')
    made = fetch_pictures(urls, tmp_path)
    assert (made.new, made.kept) == (1, 2)
    assert max(shop.asked.values()) == 1


def test_a_table_alone_becomes_a_catalogue_whose_page_shows_its_pictures(shop: Shop, tmp_path: Path) -> None:
    table = tmp_path / "products.csv"
    rows = [
        ("id", "name", "image_url"),
        ("a7", "Red Shirt", f"{shop.url}/plain/red%20shirt.jpg?v=17"),
        ("b8", "Blue Shirt", f"{shop.url}/plain/blue.jpg"),
        ("c9", "Lost Shirt", f"{shop.url}/gone.jpg"),
    ]
    with table.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    output = tmp_path / "index"
    ran = CliRunner().invoke(
        commands, ["build", str(table), "--output", str(output), "--encoder", "fashion", "--precision", "f32"]
    )
    assert ran.exit_code == 0, ran.output
    assert "indexed 2 (new 2," in ran.output
    assert f"{shop.url}/gone.jpg can't be fetched: the server answers 404" in (output / "skipped.csv").read_text()
    book = Lookbook.open(output)
    (hit,) = book.search(like="a7", k=1)
    assert hit.id == "b8"
    assert book.picture(hit) == (output / PICTURES / file_of(rows[2][2])).read_bytes()
    asked = sum(shop.asked.values())
    again = CliRunner().invoke(
        commands, ["build", str(table), "--output", str(output), "--encoder", "fashion", "--precision", "f32"]
    )
    assert "indexed 2 (new 0, kept 2," in again.output
    assert sum(shop.asked.values()) == asked + 1  # what was gone is asked for again


def test_a_table_without_addresses_says_what_to_do(tmp_path: Path) -> None:
    table = tmp_path / "products.csv"
    table.write_text("id,name\n1,Shirt\n")
    assert is_table(str(table))
    with pytest.raises(TableError, match=r"names no addresses of pictures; give the folder"):
        fetch_table(str(table), None, tmp_path)


@given(st.text(max_size=300))
def test_no_address_leads_out_of_the_folder(path: str) -> None:
    file = file_of(f"https://shop.example/{path}")
    parts = file.split("/")
    assert not {"", ".", ".."} & set(parts)
    assert all(len(part) <= 130 and escaped(part) == part for part in parts)
