"""Take the README's pictures of the running page: python -m docs.make_screenshots [URL] [PHOTO]."""  # noqa: INP001

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from lookbook.sample import draw

IMAGES = Path(__file__).with_name("images")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ARRIVED = "[...document.images].every(image => image.complete && image.naturalWidth > 0)"
QUALITY = 88


class Shot(NamedTuple):
    """A picture to take: its file, and the screen it is taken on."""

    name: str
    width: int
    height: int
    dark: bool = False
    phone: bool = False


SHOTS = (Shot("page.jpg", 1280, 860), Shot("dark.jpg", 1280, 860, dark=True), Shot("phone.jpg", 360, 740, phone=True))


def snapshot(path: Path) -> Path:
    """Draw a product that is not in the catalogue, lying a little askew on a table."""
    drawing = draw(500_000, "Shirts", "Blue")
    share = drawing.mask[..., None] / 255
    table = np.full(drawing.image.shape, (214, 200, 182))
    pixels = (share * drawing.image + (1 - share) * table).round().astype(np.uint8)
    Image.fromarray(pixels).resize((900, 1200)).rotate(-7, fillcolor=(214, 200, 182)).save(path, quality=92)
    return path


def take(browser: Browser, url: str, photo: Path, shot: Shot) -> None:
    """Search with the photo and take one picture of the answer."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        device_scale_factor=2 if shot.phone else 1,
        is_mobile=shot.phone,
        has_touch=shot.phone,
    )
    page.goto(url)
    page.locator(".st-key-examples img").nth(5).wait_for()
    page.locator(".stFileUploader input[type=file]").set_input_files(photo)
    page.locator(".st-key-results img").nth(4).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_function(ARRIVED)
    page.screenshot(path=IMAGES / shot.name, type="jpeg", quality=QUALITY, animations="disabled")
    page.close()


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default="http://localhost:8501")
    parser.add_argument("photo", nargs="?", type=Path, help="the photo to search with; by default one is drawn")
    arguments = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        photo = arguments.photo or snapshot(Path(folder) / "photo.jpg")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for shot in SHOTS:
            take(browser, arguments.url, photo, shot)
        browser.close()


if __name__ == "__main__":
    main()
