"""How photos and words are given to the page, in a real browser."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import (
    CHROMIUM,
    HOSTILE,
    PHONE,
    START,
    STEP,
    Site,
    assert_for_everybody,
    assert_no_sideways_scroll,
    assert_results,
    click_picture,
    pictures,
    say,
    serving,
    settle,
    upload,
    without_complaints,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
FILES = """(target, [kind, given]) => {
    const files = new DataTransfer();
    for (const [name, data] of given) {
        const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
        files.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    const how = { bubbles: true, cancelable: true };
    target.dispatchEvent(
        kind === "paste"
            ? new ClipboardEvent(kind, { ...how, clipboardData: files })
            : new DragEvent(kind, { ...how, dataTransfer: files })
    );
}"""

ELSEWHERE = r"""[...document.querySelectorAll("main *")].filter(
    (one) => one.tagName !== "TEXTAREA" && !one.children.length && /^\W*jeans\W*$/.test(one.textContent)
).length"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's own browser, which keeps nothing of another test's."""
    own = browser.new_context(viewport={"width": 1280, "height": 800})
    yield own
    own.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A visitor on the front page; at the end, the browser must have had nothing to complain about."""
    visitor = context.new_page()
    with without_complaints(visitor):
        open_front(visitor, site.url)
        yield visitor


def open_front(visitor: Page, url: str) -> None:
    """Come to the front page, and wait until photos can be given to it."""
    visitor.goto(url)
    expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
    visitor.locator(".stFileUploader input[accept]").wait_for(state="attached", timeout=START * 1000)
    settle(visitor)


def give(page: Page, kind: str, target: str, *photos: Path) -> None:
    """Paste photos into a part of the page, or drop them there, as a browser does."""
    given = [[photo.name, base64.b64encode(photo.read_bytes()).decode()] for photo in photos]
    page.locator(target).first.evaluate(FILES, [kind, given])


def assert_asked_with(page: Page, number: int) -> None:
    """Wait for the answer to a picture of the catalogue: the same one comes first."""
    expect(page.get_by_alt_text("Your photo")).to_be_visible(timeout=STEP * 1000)
    expect(pictures(page, "results").first).to_have_attribute("alt", f"{number} {HOSTILE}", timeout=STEP * 1000)
    assert_results(page)


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_photo_is_pasted_and_dropped_anywhere_on_every_page(page: Page, catalogue: Path, kind: str) -> None:
    give(page, kind, ".st-key-examples", catalogue / "images" / "3.jpg")
    assert_asked_with(page, 3)
    give(page, kind, ".st-key-results img", catalogue / "images" / "4.jpg")
    assert_asked_with(page, 4)
    click_picture(page, pictures(page, "results").nth(1))
    expect(page.get_by_role("dialog")).to_be_visible()
    settle(page)
    give(page, kind, "[role=dialog] img", catalogue / "images" / "5.jpg")
    assert_asked_with(page, 5)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_photo_that_is_dragged_over_the_page_may_be_dropped_and_a_picture_of_the_page_may_not(
    page: Page, catalogue: Path
) -> None:
    give(page, "dragover", "main", catalogue / "images" / "3.jpg")
    expect(page.locator("body[data-drop]")).to_have_count(1)
    assert "Drop the photo" in page.evaluate("getComputedStyle(document.body, '::after').content")
    page.locator("main").dispatch_event("dragleave")
    expect(page.locator("body[data-drop]")).to_have_count(0)
    page.locator("main").dispatch_event("dragstart")
    give(page, "dragover", "main", catalogue / "images" / "3.jpg")
    give(page, "drop", "main", catalogue / "images" / "3.jpg")
    assert page.locator("body[data-drop]").count() == 0
    settle(page)
    assert pictures(page, "examples").count() == 6


def test_there_is_one_place_to_upload_a_photo_and_it_takes_pictures(page: Page) -> None:
    for answered in (False, True):
        if answered:
            click_picture(page, pictures(page, "examples").first)
            assert_results(page)
        given = page.locator("input[type=file]")
        expect(given).to_have_count(1)
        expect(given).to_have_attribute("accept", "image/*")
        expect(page.get_by_role("button", name=re.compile("upload|attach|photo", re.IGNORECASE))).to_have_count(1)


def test_of_several_photos_the_first_is_searched_and_the_others_are_offered(page: Page, catalogue: Path) -> None:
    settle(page)
    page.locator(".stFileUploader input[type=file]").set_input_files(
        [catalogue / "images" / f"{number}.jpg" for number in (3, 4, 5)]
    )
    assert_asked_with(page, 3)
    offered = page.get_by_role("group", name="Your other photos").get_by_role("button")
    expect(offered).to_have_count(2)
    assert_for_everybody(page)
    page.get_by_role("button", name="Search with photo 3: 5.jpg").click()
    assert_asked_with(page, 5)
    page.reload()
    assert_asked_with(page, 5)
    page.get_by_role("button", name="Search with photo 1: 3.jpg").click(timeout=STEP * 1000)
    assert_asked_with(page, 3)
    upload(page, catalogue / "images" / "4.jpg")
    assert_asked_with(page, 4)
    expect(offered).to_have_count(0)
    page.get_by_role("button", name="New search").click()
    expect(pictures(page, "examples")).to_have_count(6)
    expect(page.get_by_text("Your other photos")).to_have_count(0)


def test_after_a_reload_the_photo_itself_is_asked_with(
    context: BrowserContext, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOKBOOK_KEEP_UPLOADS", "true")
    large = tmp_path / "large.jpg"
    Image.open(catalogue / "images" / "3.jpg").resize((1500, 2000)).save(large)
    uploads = tmp_path / "uploads"
    with serving(catalogue, uploads) as keeping:
        visitor = context.new_page()
        open_front(visitor, keeping.url)
        upload(visitor, large)
        assert_asked_with(visitor, 3)
        (kept,) = uploads.iterdir()
        assert kept.stem == hashlib.sha256(large.read_bytes()).hexdigest()
        kept.unlink()
        visitor.reload()
        assert_asked_with(visitor, 3)
        assert [one.name for one in uploads.iterdir()] == [kept.name]


def test_words_stand_in_the_box_alone_and_are_taken_away_there(page: Page, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    for take_away in ("click", "keys"):
        say(page, "jeans")
        expect(page.get_by_role("heading", name="Fits both best")).to_be_visible(timeout=STEP * 1000)
        settle(page)
        assert page.locator("textarea").input_value() == "jeans"
        assert page.evaluate(ELSEWHERE) == 0
        if take_away == "click":
            page.get_by_role("button", name="Clear words").click()
        else:
            say(page, "")
        expect(page.get_by_role("heading", name="Looks most like it")).to_be_visible(timeout=STEP * 1000)
        settle(page)
        assert page.locator("textarea").input_value() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_first_result_at_once_and_that_the_filters_go_on(
    page: Page, catalogue: Path, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    say(page, "shirts")
    expect(page.get_by_role("heading", name="Fits both best")).to_be_visible(timeout=STEP * 1000)
    settle(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
    first = pictures(page, "results").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] <= PHONE[1]
    page.locator(".st-key-filters").evaluate(
        "row => row.append(Object.assign(document.createElement('div'), { style: 'flex: 0 0 400px' }))"
    )
    mask = "row => getComputedStyle(row).maskImage"
    start = page.locator(".st-key-filters").evaluate(mask)
    assert "gradient" in start
    page.locator(".st-key-filters").evaluate("row => row.scrollTo(row.scrollWidth, 0)")
    page.wait_for_function(f"start => ({mask})(document.querySelector('.st-key-filters')) !== start", arg=start)
    assert_no_sideways_scroll(page)
    assert re.search("gradient", page.locator(".st-key-filters").evaluate(mask))
