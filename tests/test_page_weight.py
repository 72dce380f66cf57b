"""How the page travels: what is packed, what is seen first, how much there is to load, what moves."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, Page, Route, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from lookbook.ui.serving import IN_PLACE, UNUSED_FONT, Packed
from tests.browsing import CHROMIUM, LAPTOP, PHONE, START, Site, settle

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT = "const garment = 'shirt';\n" * 500
HEADLINE = "Find it by how it looks"
LOADED = 1_150_000
"""Bytes of files for the front page; 3.5 million before they were packed, of which a million were fonts."""

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A server of a document, a script and a picture, as Streamlit's is."""
    (tmp_path / "static").mkdir()
    (tmp_path / "index.html").write_text((STATIC / "index.html").read_text())
    (tmp_path / "static" / "a.js").write_text(SCRIPT)
    (tmp_path / "static" / "a.png").write_bytes(bytes(5000))
    files = Mount("/", StaticFiles(directory=tmp_path, html=True))
    return TestClient(Starlette(routes=[files], middleware=[Middleware(Packed)]))


def test_a_script_comes_packed_and_is_the_same_unpacked(client: TestClient) -> None:
    with client.stream("GET", "/static/a.js", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(raw) < len(SCRIPT) / 10
    assert gzip.decompress(raw).decode() == SCRIPT


def test_who_cannot_unpack_gets_it_as_it_is(client: TestClient) -> None:
    answer = client.get("/static/a.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT


def test_a_picture_a_part_of_a_file_and_what_is_known_already_pass_as_they_are(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/static/a.png").headers
    part = client.get("/static/a.js", headers={"Range": "bytes=6-12"})
    assert (part.status_code, part.text) == (206, "garment")
    tag = client.get("/static/a.js").headers["etag"]
    again = client.get("/static/a.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/static/none.js").status_code == 404


def test_the_document_says_what_is_coming_and_is_never_taken_from_an_old_copy(client: TestClient) -> None:
    answer = client.get("/")
    assert HEADLINE in answer.text
    assert "<title>Lookbook</title>" in answer.text
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


def test_streamlits_document_has_all_places_where_something_is_put() -> None:
    document = (STATIC / "index.html").read_text()
    assert [document.count(place) for place in IN_PLACE] == [1, 1, 1]
    assert len(UNUSED_FONT.findall(document)) == 1


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page that nothing was loaded into."""
    page = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    yield page
    page.close()


@in_browser
def test_something_can_be_read_before_a_script_has_come(visitor: Page, site: Site) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.route("**/static/js/**", hold)
    visitor.goto(site.url, wait_until="commit")
    expect(visitor.get_by_text(HEADLINE)).to_be_visible(timeout=START * 1000)
    assert visitor.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 243)"
    assert held


@in_browser
def test_the_front_page_loads_a_third_of_what_its_files_weigh(visitor: Page, site: Site) -> None:
    visitor.goto(site.url)
    expect(visitor.locator(".stFileUploader input[type=file]")).to_be_attached(timeout=START * 1000)
    settle(visitor)
    files = visitor.evaluate(
        "performance.getEntriesByType('resource').map(e => [e.name, e.encodedBodySize, e.decodedBodySize])"
    )
    scripts = [(packed, whole) for name, packed, whole in files if name.endswith((".js", ".css"))]
    assert len(scripts) > 30
    assert sum(packed for packed, _ in scripts) < sum(whole for _, whole in scripts) / 3
    assert sum(packed for _, packed, _ in files) < LOADED
    assert [name for name, *_ in files if "Source" in name] == []


@in_browser
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_what_stands_does_not_move_while_the_rest_comes(browser: Browser, site: Site, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const shift of list.getEntries())"
        " window.moved += shift.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(site.url)
    expect(page.locator(".stFileUploader input[type=file]")).to_be_attached(timeout=START * 1000)
    settle(page)
    assert page.evaluate("window.moved") < 0.1
    page.close()
