"""A visitor who judges and browses, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import (
    CHROMIUM,
    LAPTOP,
    START,
    STEP,
    Site,
    assert_results,
    pictures,
    say,
    upload,
    without_complaints,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
CARDS = ".st-key-results [class*=st-key-card-]"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A visitor on the front page; at the end, the browser must have had nothing to complain about."""
    visitor = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    with without_complaints(visitor):
        visitor.goto(site.url)
        expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
        yield visitor


def test_how_sure_a_result_is_stands_in_words_and_the_number_in_the_details(page: Page, catalogue: Path) -> None:
    upload(page, catalogue / "images" / "3.jpg")
    assert_results(page)
    expect(page.locator(CARDS).first.get_by_text("Nearly the same")).to_be_visible()
    said = re.compile("^(Nearly the same|Very close|Similar|A guess)$")
    expect(page.locator(CARDS).get_by_text(said)).to_have_count(5)
    assert "%" not in page.locator(".st-key-results").inner_text()
    page.locator(".st-key-results [class*=st-key-linked-] button").first.click()
    expect(page.get_by_role("dialog").get_by_text(re.compile(r"Cosine similarity: 1\.000"))).to_be_visible()


def test_words_say_what_of_them_is_met_and_a_reason_that_all_share_is_none(page: Page) -> None:
    say(page, "jeans")
    assert_results(page, 2)
    expect(page.locator(CARDS).get_by_text("All of your words", exact=True)).to_have_count(2)
    assert page.locator(CARDS).get_by_text(re.compile("^(same|has) ")).count() == 0
    say(page, "jeans zzzz")
    expect(page.locator(CARDS).get_by_text("All but “zzzz”").first).to_be_visible(timeout=STEP * 1000)
