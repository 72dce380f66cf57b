"""The page in a real browser: `streamlit run main.py`, the embedded encoder, and Debian's chromium."""

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from lookbook.build import build
from lookbook.catalog import Catalog
from lookbook.encoders.fashion import FashionEncoder
from lookbook.sample import draw

CHROMIUM = shutil.which("chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MAIN = Path(__file__).parents[1] / "main.py"
HOSTILE = "*bold* $x^2$ :red[hot] :material/star: :smile: <b>fat</b> <script>alert(1)</script>"
TYPES = ("Shirts", "Jeans", "Casual Shoes", "Handbags", "Watches", "Caps")
PHONE, LAPTOP = (360, 740), (1280, 900)
START, STEP = 90, 30
"""How many seconds the page may take to start, and to answer."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


class Site(NamedTuple):
    """A running page, and the folder its visitors' photos would go to."""

    url: str
    uploads: Path


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of twelve drawn products, their names and types as hostile as they come."""
    folder = tmp_path_factory.mktemp("index")
    (folder / "images").mkdir()
    with (folder / "styles.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["id", "gender", "subCategory", "articleType", "baseColour", "productDisplayName"])
        for number in range(12):
            drawing = draw(number, TYPES[number % 6])
            Image.fromarray(drawing.image).save(folder / "images" / f"{number}.jpg", quality=92)
            row = drawing.row
            writer.writerow(
                [number, row["gender"], row["subCategory"], row["articleType"], HOSTILE, f"{number} {HOSTILE}"]
            )
    build(Catalog.open(folder / "images", relative_to=folder), FashionEncoder(), folder)
    return folder


@pytest.fixture(scope="module")
def site(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page, started as a person starts it."""
    uploads = tmp_path_factory.mktemp("uploads")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    environment = os.environ | {"LOOKBOOK_INDEX": str(catalogue), "LOOKBOOK_UPLOADS": str(uploads)}
    command = [sys.executable, "-m", "streamlit", "run", str(MAIN), *options]
    with subprocess.Popen(command, cwd=MAIN.parent, env=environment) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield Site(f"http://127.0.0.1:{port}", uploads)
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers."""
    deadline = time.monotonic() + START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (URLError, TimeoutError):
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(0.1)
    pytest.fail(f"the page did not start (exit status {server.poll()})")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One chromium for all tests of this module."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A visitor on the front page; at the end, the browser must have had nothing to complain about."""
    context = browser.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    visitor = context.new_page()
    complaints: list[str] = []
    visitor.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.on("dialog", lambda dialog: complaints.append(f"a script ran: {dialog.message}"))
    visitor.goto(site.url)
    expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
    yield visitor
    context.close()
    assert complaints == []


def pictures(page: Page, part: str) -> Locator:
    """The pictures in a part of the page."""
    return page.locator(f".st-key-{part} img")


def upload(page: Page, file: Path) -> None:
    """Give a file to the page as the browser's file dialog does."""
    page.locator("input[type=file]").set_input_files(file)


def click_picture(page: Page, picture: Locator) -> None:
    """Click where a picture is, whatever lies there."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def assert_five_results(page: Page) -> None:
    """Wait for five results whose pictures have arrived."""
    expect(pictures(page, "results")).to_have_count(5, timeout=STEP * 1000)
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


def assert_no_sideways_scroll(page: Page) -> None:
    """Check that nothing on the page is wider than the screen."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    wider = "width => [...document.querySelectorAll('[data-testid=stMain], [data-testid=stMain] *')]"
    wider += ".filter(part => part.getBoundingClientRect().right > width + 0.5).length"
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert page.evaluate(wider, width) == 0


def test_an_uploaded_photo_brings_five_products_the_same_one_first(page: Page, site: Site, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_five_results(page)
    alternatives = [picture.get_attribute("alt") or "" for picture in pictures(page, "results").all()]
    assert alternatives[0] == f"3 {HOSTILE}"
    assert sorted(alternative.partition(" ")[2] for alternative in alternatives) == [HOSTILE] * 5
    assert pictures(page, "photo").get_attribute("alt") == "Your photo"
    assert page.locator(".st-key-results").get_by_text("100").first.is_visible()
    assert list(site.uploads.iterdir()) == []


def test_catalogue_text_is_text_and_nothing_else(page: Page, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_five_results(page)
    assert page.locator(".st-key-results [data-testid=stText]").first.inner_text() == f"3 {HOSTILE}"
    caption = (
        page.locator(".st-key-results [data-testid=stCaptionContainer]").filter(has_text="bold").first.inner_text()
    )
    assert caption == f"Handbags · {HOSTILE} · Women"
    assert page.locator(".st-key-results :is(b, em, script, .katex)").count() == 0


def test_a_click_on_an_example_picture_searches_and_leaves_it_out(page: Page) -> None:
    shown = pictures(page, "examples").first.get_attribute("src")
    click_picture(page, pictures(page, "examples").first)
    assert_five_results(page)
    assert shown not in [picture.get_attribute("src") for picture in pictures(page, "results").all()]
    page.get_by_role("button", name="Show more").click()
    expect(pictures(page, "results")).to_have_count(10, timeout=STEP * 1000)


def test_an_answer_is_seen_from_its_top(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    click_picture(page, pictures(page, "examples").last)
    assert_five_results(page)
    click_picture(page, pictures(page, "results").last)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")


def test_a_text_renamed_to_jpg_gets_a_message_and_the_page_goes_on(
    page: Page, site: Site, catalogue: Path, tmp_path: Path
) -> None:
    text = tmp_path / "shirt.jpg"
    text.write_text("This is no shirt.\n")
    upload(page, text)
    message = page.get_by_role("alert")
    message.wait_for(timeout=STEP * 1000)
    assert "shirt.jpg is not a picture but a text file; choose a photo" in message.inner_text()
    upload(page, catalogue / "images" / "3.jpg")
    assert_five_results(page)
    assert list(site.uploads.iterdir()) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(page: Page, catalogue: Path, tmp_path: Path, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert_no_sideways_scroll(page)
    empty = tmp_path / f"{'shirt' * 40}.jpg"
    empty.touch()
    upload(page, empty)
    page.get_by_role("alert").wait_for(timeout=STEP * 1000)
    assert_no_sideways_scroll(page)
    upload(page, catalogue / "images" / "3.jpg")
    assert_five_results(page)
    assert_no_sideways_scroll(page)


def test_two_visitors_never_meet(page: Page, browser: Browser, site: Site, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_five_results(page)
    other = browser.new_page()
    other.goto(site.url)
    expect(pictures(other, "examples")).to_have_count(6, timeout=STEP * 1000)
    assert pictures(other, "photo").count() == 0
    upload(other, catalogue / "images" / "4.jpg")
    assert_five_results(other)
    assert pictures(other, "photo").get_attribute("src") != pictures(page, "photo").get_attribute("src")
    assert pictures(page, "results").first.get_attribute("alt") == f"3 {HOSTILE}"
    other.close()
