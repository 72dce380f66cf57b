"""A visitor of the page, run in memory, and fourteen pieces for them to look at."""

import io
from pathlib import Path

from PIL import Image
from streamlit.testing.v1 import AppTest

from lookbook.catalog import Catalog
from tests.fakes import paint

MAIN = Path(__file__).parents[1] / "lookbook" / "ui" / "main.py"
# (sub-category, article type) of the pictures 01 to 13; 14 has no row.
SHELVES = (
    [("Topwear", "Shirts")] * 3
    + [("Topwear", "Tshirts")]
    + [("Bottomwear", "Jeans")] * 3
    + [("Watches", "Watches")] * 2
    + [("Bags", "Backpacks")] * 2
    + [("Headwear", "Caps"), ("Belts", "Belts")]
)


def paint_pieces(folder: Path) -> Catalog:
    """Paint 01 to 14, each greener than the one before: the closer two numbers, the more alike the pictures."""
    lines = ["id,gender,subCategory,articleType,baseColour,year,productDisplayName"]
    for number in range(1, 15):
        paint(folder / "images" / f"{number:02}.png", (200, 10 * number, 0))
    for number, (shelf, article) in enumerate(SHELVES, start=1):
        lines.append(f"{number:02},Men,{shelf},{article},Red,{2010 + number},Piece {number:02}")
    (folder / "styles.csv").write_text("\n".join(lines))
    return Catalog.open(folder / "images", relative_to=folder)


def open_page() -> AppTest:
    """Open the page as a new visitor."""
    return AppTest.from_file(MAIN, default_timeout=60).run()


def photo(colour: tuple[int, int, int] = (200, 0, 0)) -> bytes:
    """A plain photo as PNG."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(target, "PNG")
    return target.getvalue()


def upload(page: AppTest, data: bytes, name: str = "photo.png") -> AppTest:
    """Upload a file."""
    page.file_uploader[0].set_value((name, data, "image/png"))
    return page.run()


def click(page: AppTest, label: str) -> AppTest:
    """Click the first button with a label."""
    next(button for button in page.button if button.label == label).click()
    return page.run()


def say(page: AppTest, words: str) -> AppTest:
    """Write into the one box and press Enter."""
    page.chat_input[0].set_value(words)
    return page.run()


def press(page: AppTest, key: str) -> AppTest:
    """Click the button with a key."""
    page.button(key=key).click()
    return page.run()


def named(page: AppTest, part: str) -> list[str]:
    """The labels of the buttons whose keys begin with a part."""
    assert not page.exception
    assert not [error for error in page.error if "Something went wrong" in error.value]
    return [button.label for button in page.button if str(button.key).startswith(part)]


def titles(page: AppTest) -> list[str]:
    """The titles of the results, best first."""
    return named(page, "linked-result-")


def labels(page: AppTest) -> list[str]:
    """The labels of all buttons."""
    return [button.label for button in page.button]


def headings(page: AppTest) -> list[str]:
    """The headings of the page."""
    return [heading.value for heading in (*page.title, *page.header, *page.subheader)]
