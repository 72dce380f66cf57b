"""A visitor whose photo shows two garments, in a real browser: dots, taps, boxes drawn anew, the outline."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import (
    CHROMIUM,
    HOSTILE,
    LAPTOP,
    PHONE,
    START,
    STEP,
    Site,
    assert_for_everybody,
    assert_no_sideways_scroll,
    pictures,
    settle,
    upload,
    without_complaints,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
CROP = re.compile(r"crop=([\d.%C]+)")


@pytest.fixture(scope="module")
def two(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of a shirt (0) beside a shoe (2)."""
    photo = tmp_path_factory.mktemp("two") / "two.png"
    both = [np.asarray(Image.open(catalogue / "images" / f"{number}.jpg")) for number in (0, 2)]
    Image.fromarray(np.hstack(both)).save(photo)
    return photo


def ask(context: BrowserContext, site: Site, photo: Path, size: tuple[int, int]) -> Page:
    """Ask with a photo as a new visitor, and wait for its answer."""
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(site.url)
    page.locator(".stFileUploader input[type=file]").wait_for(state="attached", timeout=START * 1000)
    upload(page, photo)
    page.get_by_alt_text("Your photo").wait_for(timeout=STEP * 1000)
    settle(page)
    return page


@pytest.fixture
def page(browser: Browser, site: Site, two: Path) -> Iterator[Page]:
    """A visitor who asked with the photo of two; at the end, the browser must have had nothing to complain about."""
    context = browser.new_context()
    visitor = ask(context, site, two, LAPTOP)
    with without_complaints(visitor):
        yield visitor
    context.close()


def crop(page: Page) -> list[float]:
    """Wait for a part of the photo to be asked with, and return it as the address has it."""
    page.wait_for_url(CROP, timeout=STEP * 1000)
    found = CROP.search(page.url)
    assert found
    return [float(side) for side in found.group(1).split("%2C")]


def middle(box: list[float]) -> float:
    """Return where the middle of a box is across."""
    return (box[0] + box[2]) / 2


def first_result(page: Page, number: int) -> None:
    """Wait until a product is the best result."""
    name = f"{number} {HOSTILE}"
    expect(pictures(page, "results").first).to_have_attribute("alt", name, timeout=STEP * 1000)


def test_each_of_two_garments_has_a_dot_and_a_click_on_it_asks_with_that_one(page: Page) -> None:
    dots = page.get_by_role("button", name="Search with this piece")
    expect(dots).to_have_count(2, timeout=STEP * 1000)
    places = {index: dot["x"] for index in (0, 1) if (dot := dots.nth(index).bounding_box())}
    dots.nth(max(places, key=places.__getitem__)).click()
    assert middle(crop(page)) > 0.5
    first_result(page, 2)
    expect(page.locator(".dots button[aria-pressed=true]")).to_have_count(1)
    dots.nth(min(places, key=places.__getitem__)).focus()
    page.keyboard.press("Enter")
    first_result(page, 0)
    assert middle(crop(page)) < 0.5
    assert_for_everybody(page)
    page.get_by_role("button", name="Use the whole photo").click()
    expect(page.locator(".dots button[aria-pressed=true]")).to_have_count(0, timeout=STEP * 1000)
    assert "crop=" not in page.url


def test_a_mouse_draws_a_new_box_once_the_button_says_so(page: Page) -> None:
    page.get_by_role("button", name="Draw a new box").click()
    photo = page.get_by_alt_text("Your photo").bounding_box()
    assert photo
    page.mouse.move(photo["x"] + 0.98 * photo["width"], photo["y"] + 0.98 * photo["height"])
    page.mouse.down()
    page.mouse.move(photo["x"] + 0.52 * photo["width"], photo["y"] + 0.02 * photo["height"], steps=4)
    page.mouse.up()
    assert crop(page) == pytest.approx([0.52, 0.02, 0.98, 0.98], abs=0.02)
    first_result(page, 2)
    expect(page.get_by_role("button", name="Draw a new box")).to_have_attribute("aria-pressed", "false")


def test_a_new_box_is_drawn_with_the_keyboard_alone(page: Page) -> None:
    page.get_by_role("button", name="Draw a new box").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Bottom right corner")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert crop(page) == pytest.approx([0.25, 0.25, 0.81, 0.75], abs=0.001)


def test_the_outline_of_what_is_searched_with_is_drawn(page: Page) -> None:
    line = page.locator(".frame path").first
    expect(line).to_have_attribute("d", re.compile(r"^M[\d. L]+Z"), timeout=STEP * 1000)


def test_a_tap_on_a_phone_asks_with_a_piece_and_one_garment_has_no_dots(
    browser: Browser, site: Site, two: Path, catalogue: Path
) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True)
    page = ask(context, site, two, PHONE)
    dots = page.get_by_role("button", name="Search with this piece")
    expect(dots).to_have_count(2, timeout=STEP * 1000)
    dots.first.tap()
    crop(page)
    assert_no_sideways_scroll(page)
    alone = ask(context, site, catalogue / "images" / "0.jpg", PHONE)
    expect(alone.locator(".frame[data-pieces='[]']")).to_be_visible(timeout=STEP * 1000)
    expect(alone.get_by_role("button", name="Search with this piece")).to_have_count(0)
    context.close()
