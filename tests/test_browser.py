"""A visitor's journeys in a real browser: `streamlit run main.py`, the embedded encoder, and Debian's chromium."""

import base64
import json
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
    MAIN,
    PHONE,
    START,
    STEP,
    Site,
    alternatives,
    assert_for_everybody,
    assert_no_sideways_scroll,
    assert_results,
    click_picture,
    pictures,
    say,
    settle,
    upload,
    without_complaints,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


@pytest.fixture(scope="module")
def context(browser: Browser) -> BrowserContext:
    """One memory of what was loaded; what a visitor asks is kept elsewhere."""
    return browser.new_context(permissions=["camera"])


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A visitor on the front page; at the end, the browser must have had nothing to complain about."""
    visitor = context.new_page()
    visitor.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    with without_complaints(visitor):
        visitor.goto(site.url)
        expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
        yield visitor


def test_an_uploaded_photo_brings_five_products_the_same_one_first(page: Page, site: Site, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    assert alternatives(page)[0] == f"3 {HOSTILE}"
    assert sorted(name.partition(" ")[2] for name in alternatives(page)) == [HOSTILE] * 5
    assert page.locator(".st-key-results").get_by_text("Nearly the same").first.is_visible()
    expect(page.get_by_alt_text("Your photo")).to_be_visible()
    assert list(site.uploads.iterdir()) == []


def test_catalogue_text_is_text_and_nothing_else(page: Page, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    title = page.locator(".st-key-results [class*=st-key-linked-] button").first
    assert title.inner_text() == f"3 {HOSTILE}"
    title.focus()
    title.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"Colour: {HOSTILE}")).to_be_visible()
    assert dialog.get_by_role("heading", name=f"3 {HOSTILE}").is_visible()
    assert page.locator(":is(.st-key-results, [role=dialog]) :is(b, em, script, .katex)").count() == 0
    assert_for_everybody(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_an_example_leads_on_from_answer_to_answer_and_back(page: Page) -> None:
    click_picture(page, pictures(page, "examples").first)
    assert_results(page)
    first = alternatives(page)
    asked = pictures(page, "asked").get_attribute("alt")
    assert asked is not None
    assert asked.removeprefix("Asked with: ") not in first
    page.get_by_role("button", name="More like this").nth(1).click()
    expect(pictures(page, "asked")).to_have_attribute("alt", f"Asked with: {first[1]}")
    page.go_back()
    expect(pictures(page, "asked")).to_have_attribute("alt", asked)
    page.get_by_role("button", name="Show more").click()
    assert_results(page, 10)


def test_an_answer_is_seen_from_its_top(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    click_picture(page, pictures(page, "examples").last)
    assert_results(page)
    page.get_by_role("button", name="More like this").last.click()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")


def test_words_and_filters_work_by_keyboard_and_travel_in_the_link(page: Page, browser: Browser) -> None:
    say(page, "shirts and jeans")
    assert_results(page, 4)
    page.get_by_role("button", name="Type", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile(r"Jeans 2")).focus()
    page.keyboard.press("Enter")
    assert_results(page, 2)
    assert_for_everybody(page)
    found = alternatives(page)
    other = browser.new_page()
    other.goto(page.url)
    assert_results(other, 2)
    assert alternatives(other) == found
    other.close()


CLICKS = 300
NAMES = {"Type": "articleType", "Colour": "baseColour", "Gender": "gender"}


def test_filters_are_what_was_clicked_whatever_was_clicked_before(page: Page) -> None:
    say(page, "shirts and jeans")
    assert_results(page, 4)
    model: dict[str, set[str]] = {column: set() for column in NAMES.values()}
    rng = np.random.default_rng(14)
    opened = ""
    for _ in range(CLICKS):
        settle(page)
        chips = page.locator(".st-key-chosen button:visible").filter(has_not_text="Clear filters")
        kind = rng.choice(["open", "value", "value", "chip", "clear"], p=[0.3, 0.25, 0.25, 0.15, 0.05])
        if kind == "open" or (kind == "value" and not opened):
            page.keyboard.press("Escape")
            label = str(rng.choice(list(NAMES)))
            button = page.get_by_role("button", name=re.compile(rf"^{label}( · \d+)?$"))
            if button.is_enabled():
                button.click()
                opened = label
        elif kind == "value":
            pills = page.locator("[data-testid=stPopoverBody] button")
            if (count := pills.count()) == 0:
                opened = ""
                continue
            pill = pills.nth(int(rng.integers(count)))
            value = re.sub(r"\s*[\d,]+$", "", pill.inner_text()).strip()
            pill.click()
            model[NAMES[opened]] ^= {value}
        elif kind == "chip" and chips.count():
            page.keyboard.press("Escape")
            opened = ""
            at = int(rng.integers(chips.count()))
            value = chips.nth(at).inner_text().strip().splitlines()[0]
            chips.nth(at).click()
            next(values for values in model.values() if value in values).remove(value)
        elif kind == "clear" and page.get_by_role("button", name="Clear filters").count():
            page.keyboard.press("Escape")
            opened = ""
            page.get_by_role("button", name="Clear filters").click()
            model = {column: set() for column in NAMES.values()}
        asked = {column: values for column, values in model.items() if values}
        page.wait_for_function(
            """asked => JSON.stringify([...new URL(location).searchParams.getAll('where')].sort()) === asked""",
            arg=json.dumps(
                sorted(f"{column}={value}" for column, values in asked.items() for value in values),
                separators=(",", ":"),
            ),
            timeout=10_000,
        )
        for label, column in NAMES.items():
            shown = f"{label} · {len(model[column])}" if model[column] else label
            expect(page.get_by_role("button", name=shown, exact=True)).to_be_visible()


def test_a_pasted_photo_and_words_are_one_question(page: Page, catalogue: Path) -> None:
    data = base64.b64encode((catalogue / "images" / "0.jpg").read_bytes()).decode()
    page.locator("textarea").fill("jeans")
    page.locator("textarea").evaluate(
        """async (box, data) => {
            const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
            const files = new DataTransfer();
            files.items.add(new File([bytes], "pasted.jpg", { type: "image/jpeg" }));
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true }));
        }""",
        data,
    )
    expect(page.get_by_alt_text("Your photo")).to_be_visible(timeout=STEP * 1000)
    assert_results(page)
    expect(page.locator("textarea")).to_have_value("jeans")
    page.locator("textarea").press("Enter")
    expect(page.get_by_role("heading", name="Fits both best")).to_be_visible()


def test_the_camera_takes_a_photo_and_goes_off(page: Page) -> None:
    page.get_by_text("Use the camera").click()
    page.locator("video").wait_for()
    settle(page)
    page.wait_for_function("document.querySelector('video')?.currentTime > 0")
    page.get_by_role("button", name="Take Photo").click()
    expect(page.get_by_alt_text("Your photo")).to_be_visible(timeout=STEP * 1000)
    page.get_by_role("button", name="New search").click()
    expect(page.locator(".stFileUploader")).to_be_visible()
    assert page.locator("video").count() == 0


def test_the_box_points_at_another_piece_by_hand_and_by_key(page: Page, catalogue: Path, tmp_path: Path) -> None:
    two = np.hstack([np.asarray(Image.open(catalogue / "images" / f"{number}.jpg")) for number in (0, 2)])
    Image.fromarray(two).save(tmp_path / "two.png")
    upload(page, tmp_path / "two.png")
    page.get_by_alt_text("Your photo").wait_for(timeout=STEP * 1000)
    settle(page)
    photo = page.get_by_alt_text("Your photo").bounding_box()
    corner = page.get_by_label("Bottom right corner").bounding_box()
    assert photo
    assert corner
    page.mouse.move(corner["x"] + 18, corner["y"] + 18)
    page.mouse.down()
    page.mouse.move(photo["x"] + photo["width"] / 2, photo["y"] + photo["height"], steps=3)
    page.mouse.up()
    expect(page.get_by_role("button", name="Use the whole photo")).to_be_visible()
    expect(pictures(page, "results").first).to_have_attribute("alt", f"0 {HOSTILE}")
    page.get_by_label("Move the box with the arrow keys").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(pictures(page, "results").first).to_have_attribute("alt", f"2 {HOSTILE}")
    assert_for_everybody(page)


def test_the_heart_keeps_a_shortlist(page: Page) -> None:
    click_picture(page, pictures(page, "examples").first)
    assert_results(page)
    page.get_by_role("button", name="Save", exact=True).nth(2).click()
    page.get_by_role("button", name="Saved (1)").click()
    with page.expect_download() as download:
        page.locator(".st-key-download-shortlist button").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("id,filename,gender")
    assert len(lines) == 2


def test_a_photo_of_something_else_is_refused_until_the_visitor_insists(page: Page, tmp_path: Path) -> None:
    landscape = Image.new("RGB", (400, 300), (120, 170, 230))
    landscape.paste((60, 120, 50), (0, 170, 400, 300))
    landscape.save(tmp_path / "landscape.png")
    upload(page, tmp_path / "landscape.png")
    page.get_by_role("heading", name="This does not look like something we carry").wait_for(timeout=STEP * 1000)
    assert_for_everybody(page)
    page.get_by_role("button", name="Show the nearest pieces anyway").click()
    assert_results(page)


@pytest.mark.parametrize("product", ["1234", "1642"])
def test_a_product_that_the_garment_head_alone_would_refuse_is_searched(page: Page, product: str) -> None:
    upload(page, MAIN.parent / "images" / f"{product}.jpg")
    assert_results(page)


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
    assert_results(page)
    assert list(site.uploads.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "caption"),
    [
        ("cheaper shirts", "No product says “cheaper”; shown without it."),
        ("shrits", "Showing shirt for “shrits”."),
        ("a submarine", "No product says “submarine”."),
    ],
)
def test_a_phone_shows_what_was_not_understood_and_mended(page: Page, said: str, caption: str) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    say(page, said)
    expect(page.get_by_text(caption)).to_be_visible(timeout=STEP * 1000)
    expect(page.get_by_text(caption)).to_be_in_viewport()
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(page: Page, catalogue: Path, tmp_path: Path, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert_for_everybody(page)
    assert_no_sideways_scroll(page)
    empty = tmp_path / f"{'shirt' * 40}.jpg"
    empty.touch()
    upload(page, empty)
    page.get_by_role("alert").wait_for(timeout=STEP * 1000)
    assert_no_sideways_scroll(page)
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    assert_no_sideways_scroll(page)
    assert_for_everybody(page)


def test_two_visitors_never_meet(page: Page, browser: Browser, site: Site, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    other = browser.new_page()
    other.goto(page.url)
    expect(pictures(other, "examples")).to_have_count(6, timeout=STEP * 1000)
    assert other.get_by_alt_text("Your photo").count() == 0
    upload(other, catalogue / "images" / "4.jpg")
    assert_results(other)
    own = [visitor.get_by_alt_text("Your photo").get_attribute("src") for visitor in (page, other)]
    assert own[0] != own[1]
    assert alternatives(page)[0] == f"3 {HOSTILE}"
    other.close()
