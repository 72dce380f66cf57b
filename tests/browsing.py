"""The page in a real browser, for tests: its server, and what a visitor does there."""

import csv
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from lookbook.building.build import build
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
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
MAIN = Path(__file__).parents[1] / "main.py"
HOSTILE = "*bold* $x^2$ :red[hot] :material/star: :smile: <b>fat</b> <script>alert(1)</script>"
TYPES = ("Shirts", "Jeans", "Casual Shoes", "Handbags", "Watches", "Caps")
PHONE, LAPTOP = (360, 740), (1280, 900)
START, STEP = 90, 30
"""How many seconds the page may take to start, and to answer."""
expect.set_options(timeout=STEP * 1000)  # a busy machine is no fault of what is tested


class Site(NamedTuple):
    """A running page, and the folder its visitors' photos would go to."""

    url: str
    uploads: Path


def draw_catalogue(folder: Path) -> Path:
    """Draw twelve products, their names and colours as hostile as they come, and build their index."""
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


@contextmanager
def serving(catalogue: Path, uploads: Path, port: int = 0, script: Path = MAIN) -> Iterator[Site]:
    """Start the page as a person starts it, or as another script has it."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    environment = os.environ | {"LOOKBOOK_INDEX": str(catalogue), "LOOKBOOK_UPLOADS": str(uploads)}
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    with subprocess.Popen(command, cwd=MAIN.parent, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            wait_for(server)
            yield Site(f"http://127.0.0.1:{port}", uploads)
        finally:
            server.terminate()
            server.communicate()  # Streamlit says "Stopping..." before it stops: it must find someone who reads that


def wait_for(server: "subprocess.Popen[str]") -> None:
    """Wait until the server says where it listens."""
    for line in server.stdout or ():
        if "http://" in line:
            return
    pytest.fail(f"the page did not start (exit status {server.wait()})")


@contextmanager
def without_complaints(visitor: Page) -> Iterator[None]:
    """A visitor's page until it is closed, of which the browser must have had nothing to complain about."""
    complaints: list[str] = []
    visitor.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.on("dialog", lambda dialog: complaints.append(f"a script ran: {dialog.message}"))
    yield
    visitor.close()
    assert complaints == []


def pictures(page: Page, part: str) -> Locator:
    """The pictures in a part of the page."""
    return page.locator(f".st-key-{part} img")


def alternatives(page: Page) -> list[str]:
    """What the results' pictures are called, best first."""
    return [picture.get_attribute("alt") or "" for picture in pictures(page, "results").all()]


def upload(page: Page, file: Path) -> None:
    """Give a file to the page as the browser's file dialog does."""
    settle(page)
    page.locator(".stFileUploader input[type=file]").set_input_files(file)


def say(page: Page, words: str) -> None:
    """Write into the one box and press Enter."""
    page.locator("textarea").fill(words)
    page.locator("textarea").press("Enter")


def click_picture(page: Page, picture: Locator) -> None:
    """Click where a picture is, whatever lies there."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def close_details(page: Page) -> None:
    """Press Escape, and wait for the page: a run that is on its way may show the details once more."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_url(lambda url: "look=" not in url)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has done what was asked of it, and its pictures have arrived."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=STEP * 1000)
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


def assert_results(page: Page, count: int = 5) -> None:
    """Wait for results whose pictures have arrived."""
    expect(pictures(page, "results")).to_have_count(count, timeout=STEP * 1000)
    settle(page)


def assert_no_sideways_scroll(page: Page) -> None:
    """Check that nothing on the page is wider than the screen, but for the row of filters, which scrolls by itself."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    wider = "width => [...document.querySelectorAll('[data-testid=stMain], [data-testid=stMain] *')]"
    wider += ".filter(part => !part.closest('.st-key-filters') && part.getBoundingClientRect().right > width + 0.5)"
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert page.evaluate(f"{wider}.length", width) == 0


def assert_for_everybody(page: Page) -> None:
    """Check that axe-core finds no serious fault of accessibility."""
    settle(page)
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["help"]) for fault in found if fault["impact"] in {"serious", "critical"}] == []
