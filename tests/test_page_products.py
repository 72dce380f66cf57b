"""How products are shown on cards and in the details, in a real browser."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.encoders.fashion import FashionEncoder
from lookbook.ui import details
from tests.browsing import (
    CHROMIUM,
    LAPTOP,
    PHONE,
    START,
    STEP,
    Site,
    assert_for_everybody,
    pictures,
    say,
    serving,
    settle,
    without_complaints,
)
from tests.visitor import open_page, press

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
SIDES = (60, 80)
COUNT = 16
"""Products, the first of which has three pictures."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small pictures, each of one dark colour from edge to edge, with their index."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "images").mkdir()
    names = [*(f"{number}" for number in range(1, COUNT)), "0_1", "0_2", "0_3"]
    for place, name in enumerate(names):
        Image.new("RGB", SIDES, (6 * place, 120 - 6 * place, 60)).save(folder / "images" / f"{name}.jpg", quality=95)
    rows = [f"{number},Shirts,Piece {number}" for number in range(COUNT)]
    (folder / "styles.csv").write_text("\n".join(["id,articleType,productDisplayName", *rows]), "utf-8")
    build(Catalog.open(folder / "images", relative_to=folder), FashionEncoder(), folder)
    return folder


@pytest.fixture(scope="module")
def shop(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over it."""
    with serving(small, tmp_path_factory.mktemp("uploads")) as running:
        yield running


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor; at the end, the browser must have had nothing to complain about."""
    width, height = request.param
    visitor = browser.new_page(viewport={"width": width, "height": height})
    with without_complaints(visitor):
        yield visitor


def drawn(picture: Locator) -> tuple[int, int]:
    """How wide and how high a dark picture is on its white tile."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("L"))
    dark = pixels < 200
    return int(dark.any(axis=0).sum()), int(dark.any(axis=1).sum())


def test_no_picture_is_blown_up_more_than_twice(page: Page, shop: Site) -> None:
    page.goto(f"{shop.url}?like=5")
    expect(pictures(page, "results")).to_have_count(5, timeout=START * 1000)
    settle(page)
    sizes = [drawn(pictures(page, part).first) for part in ("results", "asked")]
    page.goto(f"{shop.url}?like=5&look=6")
    expect(pictures(page, "detail").first).to_be_visible(timeout=START * 1000)
    settle(page)
    sizes.append(drawn(pictures(page, "detail").first))
    for width, height in sizes:
        assert SIDES[0] < width <= 2 * SIDES[0] + 2
        assert SIDES[1] < height <= 2 * SIDES[1] + 2


def test_details_repeat_nothing_that_is_behind_them(page: Page, shop: Site) -> None:
    page.goto(f"{shop.url}?like=5")
    expect(pictures(page, "results")).to_have_count(5, timeout=START * 1000)
    settle(page)
    behind = {name.inner_text() for name in page.locator(".st-key-results [class*=st-key-linked-] button").all()}
    page.locator(".st-key-results [class*=st-key-linked-] button").first.click()
    others = page.get_by_role("dialog").locator("[class*=st-key-linked-] button")
    expect(others.first).to_be_visible(timeout=STEP * 1000)
    settle(page)
    names = others.all_inner_texts()
    assert len(names) >= 3  # those that look alike are folded
    assert len(set(names)) == len(names)
    assert not behind & set(names)
    assert "Piece 5" not in names


def test_several_pictures_of_a_product_are_on_its_card(page: Page, shop: Site) -> None:
    page.goto(f"{shop.url}?words=piece+0")
    card = page.locator("[class*=st-key-card-result]").filter(has_text="3 pictures")
    expect(card).to_have_count(1, timeout=START * 1000)
    settle(page)
    strip = card.locator("[class*=st-key-strip-]")
    expect(strip.locator("img")).to_have_count(3)
    assert [one.get_attribute("alt") for one in strip.locator("img").all()] == [
        "Piece 0",
        "Piece 0, picture 2",
        "Piece 0, picture 3",
    ]
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box is not None
    assert box["height"] < 1.5 * box["width"]
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    page.wait_for_function("strip => strip.scrollLeft >= 1.9 * strip.clientWidth", arg=strip.element_handle())
    assert_for_everybody(page)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("dialog").get_by_role("heading", name="Piece 0")).to_be_visible(timeout=STEP * 1000)


def test_an_unforeseen_error_in_the_details_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault of the program")

    monkeypatch.setattr(details, "_facts", fail)
    visitor = press(press(open_page(), "linked-example-1"), "linked-result-0")
    assert not visitor.exception
    (said,) = visitor.error
    assert said.value.startswith("**Something went wrong here.**")
    assert "fault" not in said.value


def test_an_unforeseen_error_of_a_click_is_one_sentence(page: Page, small: Path, tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text("""
import streamlit as st
from lookbook.ui import asking
from lookbook.ui.serving import MIDDLEWARE, SCRIPT, said

def fail(*_):
    raise ZeroDivisionError("a fault of the program")

asking._submit = fail
app = st.App(SCRIPT, middleware=MIDDLEWARE, on_script_error=said)
""")
    with serving(small, tmp_path / "uploads", script=script) as faulty:
        page.goto(faulty.url)
        expect(page.locator("textarea")).to_be_visible(timeout=START * 1000)
        settle(page)
        say(page, "shirt")
        expect(page.get_by_role("alert")).to_contain_text("Something went wrong here.", timeout=STEP * 1000)
        expect(page.get_by_text("a fault of the program")).to_have_count(0)
