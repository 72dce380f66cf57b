"""The page over a server that answers elsewhere: the same results, without vectors and an encoder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lookbook.client import Client, RemoteError
from lookbook.live import Live
from lookbook.query import Query
from lookbook.settings import Settings
from lookbook.ui.remote import RemoteLive
from tests.browsing import CHROMIUM, LAPTOP, assert_results, settle, upload
from tests.browsing import say as write
from tests.browsing import serving as showing
from tests.calling import ready, serving
from tests.visitor import click, labels, open_page, press, say, titles
from tests.visitor import photo as plain_photo
from tests.visitor import upload as give

ROOT = Path(__file__).parents[1]
HEAVY = {"faiss", "keras", "nncf", "openvino", "scipy", "sklearn", "tensorflow", "torch"}


@pytest.fixture
def remote(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server of fourteen pieces, and the setting that leads the page to it."""
    with serving(folder, Settings()) as address:
        with Client(address) as client:
            ready(client)
        monkeypatch.setenv("LOOKBOOK_API", address)
        monkeypatch.setenv("LOOKBOOK_INDEX", str(folder / "not here"))
        yield address


def test_it_answers_what_the_index_answers(remote: str, folder: Path) -> None:
    own, (book, _) = Live(folder, Settings()).current().book, RemoteLive(Settings.load()).current()
    assert (len(book), book.catalog.filenames) == (len(own), list(own.catalog.filenames))
    assert dict(book.catalog.fronts) == dict(own.catalog.fronts)
    assert book.counts("articleType", {"gender": "Men"}) == own.counts("articleType", {"gender": "Men"})
    for asked in ({"text": "shirts without red"}, {"like": "03"}, {"text": "piece 07 blu", "where": {"year": "2017"}}):
        query = Query(**asked, k=4, distinct=True)
        found, expected = book.ask(query), own.ask(query)
        assert [(hit.id, hit.filename) for hit in found.hits] == [(hit.id, hit.filename) for hit in expected.hits]
        assert (found.total, found.understood) == (expected.total, expected.understood)
        assert [book.product(hit) for hit in found.hits] == [own.product(hit) for hit in expected.hits]
    assert book.index.encoder.weights_sha256 == own.index.encoder.weights_sha256


def test_the_page_searches_filters_and_tells_without_an_index_of_its_own(remote: str) -> None:
    page = give(open_page(), plain_photo((200, 30, 0)), "mine.png")
    assert titles(page)[0] == "Piece 03"
    assert titles(say(page, "shirts"))[0].startswith("Piece 0")
    page = press(open_page(), "linked-pick-0")
    assert "More like this" in labels(page)
    assert not page.exception
    page = click(page, "More like this")
    assert len(titles(page)) == 5


def test_what_needs_vectors_is_not_offered(remote: str) -> None:
    page = open_page()
    assert not [fold for fold in page.expander if fold.label == "The map"]
    assert "For you" not in [heading.value for heading in page.header]


def test_a_server_that_is_away_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_API", "http://127.0.0.1:9")
    page = open_page()
    assert not page.exception
    assert "The server can't be asked" in "".join(
        str(error.value) for error in (*page.error, *page.warning, *page.markdown)
    )
    with pytest.raises(RemoteError, match="can't be reached"):
        RemoteLive(Settings.load()).current()


def test_another_index_is_listed_again(remote: str, folder: Path) -> None:
    from lookbook.ui.remote import live as module

    now = [0.0]
    following = RemoteLive(Settings.load(), lambda: now[0])
    book, _ = following.current()
    table = folder / "styles.csv"
    table.write_text(table.read_text().replace("Piece 03", "Velvet 03"))
    assert following.current()[0] is book
    while following.is_current():  # the server looks once a second
        now[0] += module.SECONDS + 1
    assert "Velvet 03" in following.current()[0].catalog.table.column("productDisplayName").spelled


def test_nothing_heavy_is_loaded(remote: str) -> None:
    script = (
        "import json, sys\n"
        "from lookbook.ui import page\n"
        "from lookbook.query import Query\n"
        "from lookbook.settings import Settings\n"
        "from lookbook.ui.remote import RemoteLive\n"
        "book, _ = RemoteLive(Settings.load()).current()\n"
        "found = book.ask(Query(text='shirts', k=3))\n"
        "picture = book.catalog.read(found.hits[0].filename)\n"
        "print(json.dumps([len(found.hits), len(picture), [name.partition('.')[0] for name in sys.modules]]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    hits, size, loaded = json.loads(ran.stdout.splitlines()[-1])
    assert (hits, size > 0) == (3, True)
    assert HEAVY & set(loaded) == set()


@pytest.fixture
def page(catalogue: Path, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A visitor of a page whose server has a key."""
    settings = Settings(api_key="key of the shop")  # type: ignore[arg-type]
    with serving(catalogue, settings) as address:
        with Client(address, "key of the shop") as client:
            ready(client)
        monkeypatch.setenv("LOOKBOOK_API", address)
        monkeypatch.setenv("LOOKBOOK_API_KEY", "key of the shop")
        with showing(tmp_path, tmp_path) as site:
            visitor = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
            visitor.goto(site.url)
            yield visitor
            visitor.close()


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed here")
def test_in_a_browser_a_photo_finds_its_product(page: Page, catalogue: Path) -> None:
    expect(page.locator(".st-key-examples img")).to_have_count(6, timeout=60_000)
    upload(page, catalogue / "images" / "4.jpg")
    assert_results(page)
    assert (page.locator(".st-key-results img").first.get_attribute("alt") or "").startswith("4 ")
    expect(page.locator(".st-key-asked-with img")).to_have_count(1)
    write(page, "jeans")
    settle(page)
    assert_results(page)
