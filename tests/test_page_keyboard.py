"""A visitor who uses keys alone, or hears the page, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browsing import (
    CHROMIUM,
    LAPTOP,
    PHONE,
    START,
    STEP,
    Site,
    assert_for_everybody,
    assert_results,
    close_details,
    pictures,
    say,
    settle,
    upload,
    without_complaints,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
CARDS = ".st-key-results [class*=st-key-linked-] button"
FOCUSED = """() => {
    let one = document.activeElement;
    while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one;
}"""
STOPS = 120
"""Stops of Tab on the longest page, and some more."""


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor on the front page; at the end, the browser must have had nothing to complain about."""
    width, height = request.param
    visitor = browser.new_page(viewport={"width": width, "height": height})
    with without_complaints(visitor):
        visitor.goto(site.url)
        expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
        settle(visitor)
        yield visitor


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until something has the focus."""
    for _ in range(STOPS):
        page.keyboard.press(key)
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    pytest.fail(f"{key} does not come to {selector}")


def stops(page: Page) -> list[str]:
    """Press Tab once around the page, and return what its stops are called; an element where it is not seen."""
    names: list[str] = []
    page.locator("main[tabindex='-1']").wait_for()
    page.evaluate("document.activeElement.blur()")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        told = page.evaluate(
            f"""() => {{
                const one = ({FOCUSED})();
                if (one === document.body) return null;
                const {{ width, height }} = one.getBoundingClientRect();
                const name = one.ariaLabel || one.innerText || one.placeholder || one.labels?.[0]?.innerText || "";
                const sound = width > 1 && height > 1 && one.tagName !== "MAIN" && name.trim();
                return sound || one.cloneNode(false).outerHTML;
            }}"""
        )
        if told is None or (names and told == names[0]):
            return names
        names.append(told)
    return names


def test_a_journey_by_keys_alone_leads_to_the_answer_the_details_and_back(page: Page) -> None:
    tab_to(page, "textarea")
    page.keyboard.type("shirts and jeans")
    page.keyboard.press("Enter")
    assert_results(page, 4)
    expect(page.get_by_role("heading", level=1, name="Fits your words best")).to_be_focused()
    tab_to(page, CARDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    settle(page)
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('[role=dialog]')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(CARDS).first).to_be_focused()
    page.wait_for_url(lambda url: "look=" not in url)
    settle(page)
    tab_to(page, "[class*=st-key-more-] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Looks most like it")).to_be_focused(timeout=STEP * 1000)


def test_the_values_of_an_open_filter_come_next_and_the_next_filter_after_them(page: Page) -> None:
    say(page, "shirts and jeans")
    assert_results(page, 4)
    kind = page.get_by_role("button", name="Type", exact=True)
    kind.focus()
    page.keyboard.press("Enter")
    body = page.locator("[data-testid=stPopoverBody]")
    body.wait_for()
    page.keyboard.press("Tab")
    expect(body.get_by_role("button").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(kind).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Gender", exact=True)).to_be_focused()
    expect(body).to_have_count(0)
    assert "where=" not in page.url


def test_who_takes_away_what_has_the_focus_comes_to_the_answer(page: Page) -> None:
    page.goto(f"{page.url}?like=0&where=articleType%3DJeans&where=articleType%3DShirts")
    assert_results(page, 3)
    page.locator(".st-key-chosen button").last.focus()
    page.keyboard.press("Enter")
    assert_results(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_an_answer_is_announced(page: Page) -> None:
    status = page.locator("body > [role=status]")
    expect(status).to_have_text("")
    say(page, "shirts and jeans")
    expect(status).to_contain_text("Fits your words best. Pieces shown: 4. The first: ", timeout=STEP * 1000)
    say(page, "submarine")
    expect(status).to_have_text("No product has these words", timeout=STEP * 1000)


def test_every_page_has_one_heading_of_the_first_level(page: Page, catalogue: Path, tmp_path: Path) -> None:
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Find it by how it looks")
    landscape = Image.new("RGB", (400, 300), (120, 170, 230))
    landscape.paste((60, 120, 50), (0, 170, 400, 300))
    landscape.save(tmp_path / "landscape.png")
    upload(page, tmp_path / "landscape.png")
    expect(page.locator(".st-key-answer h1")).to_be_visible(timeout=STEP * 1000)
    settle(page)
    expect(heading).to_have_text("This does not look like something we carry")
    say(page, "shirts")
    page.wait_for_url("**words=shirts**")
    settle(page)
    expect(heading).to_have_count(1)
    page.goto(f"{page.url.partition('?')[0]}?like=1")
    expect(heading).to_contain_text("Looks most like it", timeout=STEP * 1000)


def test_tab_stops_only_at_what_is_seen_and_has_a_name(page: Page) -> None:
    front = stops(page)
    assert len(front) > 10
    assert [name for name in front if name.startswith("<")] == []
    page.goto(f"{page.url}?like=1&where=gender%3DMen&look=0")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=START * 1000)
    settle(page)
    close_details(page)
    answer = stops(page)
    assert len(answer) > 10
    assert [name for name in answer if name.startswith("<")] == []


def test_every_bar_has_a_name(page: Page) -> None:
    bars = "[role=toolbar], [role=slider], [role=progressbar], [role=radiogroup], [role=group][data-rac], [type=range]"
    nameless = f"[...document.querySelectorAll('{bars}')].filter(bar => !bar.ariaLabel && !bar.labels?.length).length"
    assert page.evaluate(nameless) == 0
    page.goto(f"{page.url}?like=1")
    assert_results(page)
    assert page.evaluate(nameless) == 0
    assert_for_everybody(page)
