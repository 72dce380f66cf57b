"""What a server takes from whom, and what it says when that is too much."""

import io
import socket
import tempfile
import threading
from http import HTTPStatus
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image
from pydantic import SecretStr
from starlette.datastructures import Headers

from lookbook.api.limits import Limits, Refused
from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.encoders import registry
from lookbook.query import Answer, Query
from lookbook.settings import Settings
from tests.calling import serving
from tests.fakes import MeanColour, paint_catalogue

NOTHING = Headers({})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of seven plain pictures."""
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    build(Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path), MeanColour(), tmp_path)
    return tmp_path


def ready(client: httpx.Client) -> None:
    """Wait until the index is open."""
    while client.get("/ready").status_code != 200:
        pass


def test_a_key_is_wanted_for_all_but_health_and_readiness(folder: Path) -> None:
    settings = Settings(api_key=SecretStr("key"))
    with serving(folder, settings) as address, httpx.Client(base_url=address) as client:
        ready(client)
        assert client.get("/health").status_code == 200
        for headers in ({}, {"X-API-Key": "no"}, {"Authorization": "Basic key"}):
            answer = client.get("/v1/products/3", headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize("headers", [{"X-API-Key": "key"}, {"Authorization": "Bearer key"}])
def test_who_sends_the_key_is_let_in(headers: dict[str, str]) -> None:
    Limits(Settings(api_key=SecretStr("key"))).check(Headers(headers), "1.2.3.4")


def test_requests_a_minute_are_counted_for_each_address() -> None:
    now = 0.0
    limits = Limits(Settings(api_rate=2), lambda: now)
    for _ in range(2):
        limits.check(NOTHING, "a")
    limits.check(NOTHING, "b")
    with pytest.raises(Refused) as refused:
        limits.check(NOTHING, "a")
    assert (refused.value.status, refused.value.wait) == (HTTPStatus.TOO_MANY_REQUESTS, 30)
    now = 30.0
    limits.check(NOTHING, "a")
    with pytest.raises(Refused):
        limits.check(NOTHING, "a")


def test_requests_at_once_are_limited_and_those_that_end_make_room() -> None:
    limits = Limits(Settings(api_at_once=1))
    with limits.place(NOTHING):
        with pytest.raises(Refused) as refused, limits.place(NOTHING):
            pass
        assert (refused.value.status, refused.value.wait) == (HTTPStatus.SERVICE_UNAVAILABLE, 1)
    with limits.place(NOTHING):
        assert limits.at_once == 1


def test_bodies_at_once_are_limited_by_their_bytes() -> None:
    limits = Limits(Settings(max_photo_bytes=3000))
    long = Headers({"Content-Length": str(limits.most_bytes)})
    places = [limits.place(long) for _ in range(11)]
    for place in places[:10]:
        place.__enter__()
    with pytest.raises(Refused) as refused:
        places[10].__enter__()
    assert refused.value.status == HTTPStatus.SERVICE_UNAVAILABLE
    for place in places[:10]:
        place.__exit__(None, None, None)


def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(folder: Path) -> None:
    settings = Settings(max_photo_bytes=1000)
    with serving(folder, settings) as address, httpx.Client(base_url=address) as client:
        long = b"x" * 2_000_000
        headers = {"Content-Type": "application/json"}
        for content in (long, iter([long])):
            answer = client.post("/v1/search", content=content, headers=headers)
            assert (answer.status_code, answer.json()["type"]) == (413, "size")


def test_a_request_that_does_not_arrive_is_given_up(folder: Path) -> None:
    with serving(folder, Settings(api_seconds=0.05)) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(b"POST /v1/search HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{")
            assert line.recv(1000).startswith(b"HTTP/1.1 408")


def test_over_capacity_it_says_when_to_come_back_and_recovers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()
    really = Lookbook.ask

    def slow(book: Lookbook, query: Query) -> Answer:
        if query.text == "slow":
            begun.set()
            assert go.wait(30)
        return really(book, query)

    monkeypatch.setattr(Lookbook, "ask", slow)
    with serving(folder, Settings(api_at_once=1)) as address, httpx.Client(base_url=address, timeout=30) as client:
        ready(client)
        first = threading.Thread(target=lambda: httpx.get(f"{address}/v1/search?text=slow", timeout=30))
        first.start()
        assert begun.wait(30)
        shed = client.get("/v1/search?text=red")
        assert (shed.status_code, shed.headers["retry-after"], shed.json()["type"]) == (503, "1", "busy")
        assert client.get("/health").status_code == client.get("/ready").status_code == 200
        go.set()
        first.join()
        while client.get("/v1/search?text=red").status_code != 200:
            pass


def test_it_is_not_ready_while_the_index_loads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    really = Lookbook.open

    def slow(place: Path, settings: Settings) -> Lookbook:
        assert go.wait(30)
        return really(place, settings)

    monkeypatch.setattr(Lookbook, "open", slow)
    with serving(folder, Settings()) as address, httpx.Client(base_url=address) as client:
        for path in ("/ready", "/v1/search?text=red"):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["type"], answer.headers["retry-after"]) == (
                503,
                "NotReadyError",
                "2",
            )
        assert client.get("/health").status_code == 200
        go.set()
        ready(client)


def test_without_an_index_it_lives_and_says_why_it_is_not_ready(tmp_path: Path) -> None:
    with serving(tmp_path, Settings()) as address, httpx.Client(base_url=address) as client:
        while (answer := client.get("/ready")).json()["type"] == "NotReadyError":
            pass
        assert (answer.status_code, answer.json()["type"]) == (503, "BadIndexError")
        assert "there is no index in" in answer.json()["error"]


def test_a_fault_of_the_program_is_told_without_a_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(folder, Settings()) as address, httpx.Client(base_url=address) as client:
        ready(client)
        monkeypatch.setattr(Lookbook, "ask", lambda book, query: 1 / 0)
        answer = client.get("/v1/search?text=red")
        assert answer.status_code == 500
        assert set(answer.json()) == {"error", "type"}
        assert "Zero" not in answer.text
    assert answer.headers["x-request-id"] in caplog.text


def test_a_site_that_is_named_may_ask(folder: Path) -> None:
    settings = Settings(api_origins=("https://shop.example",))
    with serving(folder, settings) as address, httpx.Client(base_url=address) as client:
        for origin, allowed in (("https://shop.example", True), ("https://other.example", False)):
            answer = client.get("/health", headers={"Origin": origin})
            assert ("access-control-allow-origin" in answer.headers) is allowed


def test_a_photo_over_http_is_never_written_to_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    with serving(folder, Settings()) as address, httpx.Client(base_url=address, timeout=60) as client:
        ready(client)
        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)  # what a spooled file becomes when it is large
        photo = io.BytesIO()
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (900, 900, 3), dtype=np.uint8)).save(photo, "PNG")
        assert len(photo.getvalue()) > 2 * 2**20
        answer = client.post("/v1/search", files={"photo": ("large.png", photo.getvalue())})
        assert answer.status_code == 200, answer.text
