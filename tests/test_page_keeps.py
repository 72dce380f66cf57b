"""What people did on the page is not lost, in a real browser: by the way back, a reload, a new tab, a new server."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lookbook.ui import offer
from tests.browsing import (
    CHROMIUM,
    HOSTILE,
    PHONE,
    START,
    STEP,
    Site,
    alternatives,
    assert_results,
    click_picture,
    close_details,
    draw_catalogue,
    pictures,
    say,
    serving,
    settle,
    upload,
    without_complaints,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's own browser, which keeps nothing of another test's."""
    own = browser.new_context(viewport={"width": 1280, "height": 900})
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
    """Come to the front page."""
    visitor.goto(url)
    expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
    settle(visitor)


def open_details(page: Page, number: int = 0) -> str:
    """Look at a result, and return what it is called."""
    settle(page)
    page.locator(".st-key-results [class*=st-key-linked-] button").nth(number).click()
    heading = page.get_by_role("dialog").get_by_role("heading", name=re.compile(r"\d")).first
    heading.wait_for(timeout=STEP * 1000)
    page.wait_for_url(re.compile(r"look="))
    return heading.inner_text()


@pytest.mark.parametrize("size", [(1280, 900), PHONE], ids=["laptop", "phone"])
def test_the_way_back_closes_the_details_first_and_the_question_stays(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    say(page, "shirts and jeans")
    assert_results(page, 4)
    open_details(page)
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert_results(page, 4)
    assert "words=" in page.url
    page.go_forward()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_details_that_were_closed_are_not_on_the_way_back(page: Page) -> None:
    say(page, "shirts and jeans")
    assert_results(page, 4)
    open_details(page)
    close_details(page)
    page.go_back()
    expect(pictures(page, "examples")).to_have_count(6, timeout=STEP * 1000)


def test_the_way_back_from_what_is_like_it_keeps_how_many_were_shown(page: Page) -> None:
    click_picture(page, pictures(page, "examples").first)
    assert_results(page)
    page.get_by_role("button", name="Show more").click()
    assert_results(page, 10)
    page.get_by_role("button", name="More like this").nth(7).click()
    assert_results(page)
    page.go_back()
    assert_results(page, 10)
    open_details(page, 8)
    page.go_back()
    assert_results(page, 10)


def test_more_like_this_keeps_the_filters_and_one_click_drops_them(page: Page) -> None:
    page.goto(f"{page.url}?like=0&where=articleType%3DJeans&where=articleType%3DShirts")
    assert_results(page, 3)
    page.get_by_role("button", name="More like this").first.click()
    page.get_by_role("button", name="Filters kept from before").wait_for(timeout=STEP * 1000)
    assert page.url.count("where=") == 2
    page.get_by_role("button", name="Filters kept from before").click()
    assert_results(page)
    assert "where=" not in page.url


def test_a_reload_and_a_new_tab_keep_photo_crop_words_filters_and_shortlist(
    page: Page, context: BrowserContext, browser: Browser, catalogue: Path, site: Site, tmp_path: Path
) -> None:
    two = np.hstack([np.asarray(Image.open(catalogue / "images" / f"{number}.jpg")) for number in (0, 2)])
    Image.fromarray(two).save(tmp_path / "two.png")
    upload(page, tmp_path / "two.png")
    page.get_by_alt_text("Your photo").wait_for(timeout=STEP * 1000)
    settle(page)
    page.get_by_label("Bottom right corner").focus()
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Use the whole photo")).to_be_visible()
    page.wait_for_url(re.compile("crop="))
    assert_results(page)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("button", name="Saved (1)")).to_be_visible()
    say(page, "shirts")
    page.wait_for_url(re.compile("words="))
    settle(page)
    found = alternatives(page)
    photo = page.get_by_alt_text("Your photo").get_attribute("src")

    other = context.new_page()
    address = page.url
    for visitor in (page, other):
        visitor.goto(address)
        visitor.reload()
        expect(visitor.get_by_alt_text("Your photo")).to_be_visible(timeout=START * 1000)
        expect(visitor.get_by_role("button", name="Saved (1)")).to_be_visible()
        expect(visitor.get_by_role("button", name="Use the whole photo")).to_be_visible(timeout=STEP * 1000)
        expect(pictures(visitor, "results").nth(2)).to_be_visible(timeout=STEP * 1000)
        settle(visitor)
        assert alternatives(visitor)[:3] == found[:3]
        assert visitor.locator("textarea").input_value() == "shirts"
    assert photo
    assert list(site.uploads.iterdir()) == []

    stranger = browser.new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_text("A photo can't travel in a link")).to_be_visible(timeout=START * 1000)
    expect(stranger.get_by_role("button", name="Saved (0)")).to_be_visible()
    assert stranger.get_by_alt_text("Your photo").count() == 0
    stranger.close()


def test_a_reload_keeps_the_way_from_answer_to_answer(page: Page, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    for number in (1, 2):
        page.get_by_role("button", name="More like this").nth(number).click()
        expect(page.locator(".st-key-trail [class*=st-key-step-]")).to_have_count(number, timeout=STEP * 1000)
        assert_results(page)
    way = page.locator(".st-key-trail").inner_text()
    page.reload()
    expect(page.locator(".st-key-trail [class*=st-key-step-]")).to_have_count(2, timeout=START * 1000)
    assert_results(page)
    assert page.locator(".st-key-trail").inner_text() == way
    page.locator(".st-key-step-1 button").click()
    expect(page.locator(".st-key-trail [class*=st-key-step-]")).to_have_count(1, timeout=STEP * 1000)
    page.get_by_role("button", name="Your photo").click()
    expect(page.get_by_alt_text("Your photo")).to_be_visible(timeout=STEP * 1000)
    expect(pictures(page, "results").first).to_have_attribute("alt", f"3 {HOSTILE}", timeout=STEP * 1000)


def test_a_reload_keeps_that_the_nearest_are_shown_anyway(page: Page, tmp_path: Path) -> None:
    landscape = Image.new("RGB", (400, 300), (120, 170, 230))
    landscape.paste((60, 120, 50), (0, 170, 400, 300))
    landscape.save(tmp_path / "landscape.png")
    upload(page, tmp_path / "landscape.png")
    page.get_by_role("button", name="Show the nearest pieces anyway").click(timeout=STEP * 1000)
    assert_results(page)
    page.reload()
    expect(page.get_by_alt_text("Your photo")).to_be_visible(timeout=START * 1000)
    assert_results(page)


def test_what_is_saved_in_one_tab_is_saved_in_the_other(page: Page, context: BrowserContext, site: Site) -> None:
    other = context.new_page()
    open_front(other, site.url)
    click_picture(page, pictures(page, "examples").first)
    assert_results(page)
    open_details(page)
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_role("button", name="Saved (1)")).to_be_visible(timeout=STEP * 1000)
    page.reload()
    expect(page.get_by_role("dialog").get_by_role("button", name="Saved", exact=True)).to_be_visible(
        timeout=START * 1000
    )


def test_a_new_server_is_told_what_the_visitor_had(context: BrowserContext, catalogue: Path, tmp_path: Path) -> None:
    with serving(catalogue, tmp_path) as first:
        visitor = context.new_page()
        open_front(visitor, first.url)
        upload(visitor, catalogue / "images" / "3.jpg")
        assert_results(visitor)
        visitor.get_by_role("button", name="Save", exact=True).nth(1).click()
        expect(visitor.get_by_role("button", name="Saved (1)")).to_be_visible()
        settle(visitor)
    port = int(first.url.rpartition(":")[2])
    with serving(catalogue, tmp_path, port):
        visitor.get_by_role("button", name="Show more").click(timeout=START * 1000)
        expect(visitor.get_by_role("button", name="Saved (1)")).to_be_visible(timeout=START * 1000)
        expect(visitor.get_by_alt_text("Your photo")).to_be_visible(timeout=START * 1000)
        expect(pictures(visitor, "results").first).to_have_attribute("alt", f"3 {HOSTILE}", timeout=STEP * 1000)
    assert list(tmp_path.iterdir()) == []


def test_what_the_browser_keeps_is_forgotten_on_request(page: Page, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("button", name="Saved (1)").click()
    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_role("button", name="Saved (0)")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("A photo can't travel in a link")).to_be_visible(timeout=START * 1000)
    expect(page.get_by_role("button", name="Saved (0)")).to_be_visible()


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://shop.example/a?b=1&c=<b>", True),
        (" http://shop.example/", True),
        ("javascript:alert(1)", False),
        ("//shop.example", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_the_address_of_a_shop_is_a_link(url: str, leads: bool) -> None:
    assert offer.shop({"url": url}) == (url.strip() if leads else "")


def test_a_price_is_on_the_card_and_the_details_lead_to_the_shop(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = draw_catalogue(tmp_path_factory.mktemp("priced"))
    lines = (folder / "styles.csv").read_text("utf-8").splitlines()
    urls = ["https://shop.example/piece?a=<b>", "javascript:alert(1)"]
    rows = [f"{line},{9 + number}.90,{urls[number % 2]}" for number, line in enumerate(lines[1:])]
    (folder / "styles.csv").write_text("\n".join([f"{lines[0]},price,url", *rows]), "utf-8")
    with serving(folder, tmp_path) as shop:
        visitor = browser.new_page()
        open_front(visitor, shop.url)
        visitor.goto(f"{shop.url}?like=2&look=0")
        link = visitor.get_by_role("dialog").get_by_role("link", name="To the shop")
        expect(link).to_have_attribute("href", urls[0], timeout=START * 1000)
        assert "noopener" in (link.get_attribute("rel") or "") or "noreferrer" in (link.get_attribute("rel") or "")
        visitor.keyboard.press("Escape")
        expect(visitor.get_by_role("dialog")).to_have_count(0)
        expect(visitor.locator(".st-key-results").get_by_text(re.compile(r"^\d+\.90$"))).to_have_count(5)
        visitor.goto(f"{shop.url}?like=2&look=1")
        expect(visitor.get_by_role("dialog")).to_be_visible(timeout=START * 1000)
        settle(visitor)
        assert visitor.get_by_role("dialog").get_by_role("link").count() == 0
        visitor.close()
