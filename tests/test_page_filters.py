"""A visitor who browses, filters and sorts, in a real browser."""

import re
import urllib.parse
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.encoders.fashion import FashionEncoder
from tests.browsing import (
    CHROMIUM,
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
    pictures,
    say,
    serving,
    settle,
    upload,
    without_complaints,
)
from tests.fakes import paint

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
COUNT = 150
TYPES = [f"{letter}{'ell' if letter in 'bc' else 'ome'} {number}" for letter in "abcdef" for number in range(5)]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over 150 plain pieces of thirty types: the higher its number, the cheaper and the newer a piece."""
    folder = tmp_path_factory.mktemp("shop")
    lines = ["id,gender,articleType,baseColour,year,price,productDisplayName"]
    for number in range(COUNT):
        paint(folder / "images" / f"{number:03}.png", (200, number, 50))
        gender, colour = ("Men", "Women")[number % 2], ("Red", "Blue", "Green")[number % 3]
        lines.append(
            f"{number:03},{gender},{TYPES[number % 30].title()},{colour},"
            f"{2000 + number // 10},{500 - number},Piece {number:03}"
        )
    (folder / "styles.csv").write_text("\n".join(lines))
    build(Catalog.open(folder / "images", relative_to=folder), FashionEncoder(), folder)
    with serving(folder, tmp_path_factory.mktemp("uploads")) as running:
        yield running


@pytest.fixture
def page(browser: Browser, shop: Site) -> Iterator[Page]:
    """A visitor on the front page; at the end, the browser must have had nothing to complain about."""
    visitor = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    with without_complaints(visitor):
        visitor.goto(shop.url)
        expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
        settle(visitor)
        yield visitor


def button(page: Page, name: str) -> Locator:
    """A button by its whole name."""
    return page.get_by_role("button", name=name, exact=True)


def values(page: Page) -> Locator:
    """The values of the open filter."""
    return page.locator("[data-testid=stPopoverBody] [data-testid=stButtonGroup] button")


def order(page: Page, name: str) -> None:
    """Choose an order."""
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^Sort")).click()
    page.get_by_role("menuitem", name=name).click()


def asked(page: Page, name: str) -> list[str]:
    """What the address says."""
    return urllib.parse.parse_qs(urllib.parse.urlparse(page.url).query).get(name, [])


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_filters_and_an_order_on_the_front_page_begin_to_browse(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    button(page, "Gender").click()
    expect(values(page)).to_have_text([re.compile("Men.*75"), re.compile("Women.*75")])
    values(page).first.click()
    expect(page.get_by_role("heading", name="75 products")).to_be_visible(timeout=STEP * 1000)
    assert asked(page, "where") == ["gender=Men"]
    expect(button(page, "Gender · 1")).to_be_visible()
    page.keyboard.press("Escape")
    button(page, "Colour").click()
    expect(values(page)).to_have_text([re.compile(f"{name}.*25") for name in ("Blue", "Green", "Red")])
    values(page).first.click()
    expect(page.get_by_role("heading", name="25 products")).to_be_visible(timeout=STEP * 1000)
    order(page, "Price, low to high")
    expect(button(page, "Sort · Price, low to high")).to_be_visible(timeout=STEP * 1000)
    assert_results(page, 20)
    assert alternatives(page)[:3] == ["Piece 148", "Piece 142", "Piece 136"]
    assert (asked(page, "sort"), asked(page, "where")) == (["price"], ["gender=Men", "baseColour=Blue"])
    assert_no_sideways_scroll(page)
    assert_for_everybody(page)
    page.go_back()
    expect(button(page, "Sort")).to_be_visible(timeout=STEP * 1000)


def test_a_photo_that_is_given_while_browsing_keeps_the_filters_and_says_so(page: Page) -> None:
    button(page, "Gender").click()
    values(page).first.click()
    expect(page.get_by_role("heading", name="75 products")).to_be_visible(timeout=STEP * 1000)
    page.keyboard.press("Escape")
    upload(page, MAIN.parent / "images" / "1266.jpg")
    expect(button(page, "Filters kept from before")).to_be_visible()
    expect(button(page, "Gender · 1")).to_have_count(1)  # two for a moment, before what it replaces is gone
    expect(button(page, "Gender · 1")).to_be_visible()
    assert asked(page, "where") == ["gender=Men"]
    upload(page, MAIN.parent / "images" / "1470.jpg")
    expect(button(page, "Gender")).to_be_visible()
    assert asked(page, "where") == []


def test_an_order_alone_is_the_whole_catalogue_and_travels_in_the_link(page: Page, browser: Browser) -> None:
    order(page, "Newest first")
    expect(page.get_by_role("heading", name="150 products")).to_be_visible(timeout=STEP * 1000)
    assert alternatives(page)[:2] == ["Piece 140", "Piece 141"]
    other = browser.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="150 products")).to_be_visible(timeout=START * 1000)
    assert_results(other, 20)
    assert alternatives(other) == alternatives(page)
    other.close()
    order(page, "As in the catalogue")
    expect(pictures(page, "examples")).to_have_count(6, timeout=STEP * 1000)


def test_what_words_find_is_put_in_an_order_too(page: Page) -> None:
    say(page, "red piece")
    assert_results(page)
    order(page, "Price, low to high")
    expect(pictures(page, "results").first).to_have_attribute("alt", "Piece 147", timeout=STEP * 1000)
    button(page, "Colour").click()
    expect(values(page).first).to_have_text(re.compile("Blue.*50"))


def test_many_values_stand_below_their_letters_and_are_searched(page: Page) -> None:
    button(page, "Type").click()
    expect(values(page)).to_have_count(30)
    letters = page.locator("[data-testid=stPopoverBody]").get_by_text(re.compile("^[A-Z#]$"))
    expect(letters).to_have_text(list("ABCDEF"))
    search = page.get_by_role("searchbox", name="Search in 30")
    search.fill("ell 3")
    expect(values(page)).to_have_text([re.compile("Bell 3"), re.compile("Cell 3")], timeout=STEP * 1000)
    values(page).nth(1).click()
    expect(page.get_by_role("heading", name="5 products")).to_be_visible(timeout=STEP * 1000)
    assert asked(page, "where") == ["articleType=Cell 3"]
    page.keyboard.press("Escape")
    button(page, "Type · 1").click()
    search.fill("a")
    expect(values(page).first).to_have_text(re.compile("Aome 0"), timeout=STEP * 1000)
    values(page).first.click()
    expect(page.get_by_role("heading", name="10 products")).to_be_visible(timeout=STEP * 1000)
    assert asked(page, "where") == ["articleType=Cell 3", "articleType=Aome 0"]
    search.fill("zz")
    expect(page.get_by_text("No value has these letters.")).to_be_visible(timeout=STEP * 1000)
    assert_for_everybody(page)


def test_a_link_with_a_mistake_says_what_there_is(page: Page, shop: Site) -> None:
    page.goto(f"{shop.url}?where=gender%3DWommen")
    expect(page.get_by_text("No product has the gender “Wommen”; there are: Men, Women.")).to_be_visible(
        timeout=START * 1000
    )
    page.goto(f"{shop.url}?where=material%3DSilk")
    expect(page.get_by_role("alert")).to_contain_text("no column 'material'", timeout=START * 1000)


def scroll(page: Page) -> None:
    """Turn the wheel over the results, as far down as they go, and wait until they have come to rest."""
    page.mouse.move(LAPTOP[0] / 2, LAPTOP[1] / 2)
    page.mouse.wheel(0, 20_000)
    page.evaluate("""() => new Promise((rest) => {
        const main = document.querySelector("[data-testid=stMain]");
        const look = (before) => main.scrollTop === before ? rest() : setTimeout(look, 200, main.scrollTop);
        look();
    })""")


def test_results_go_on_by_scrolling_beyond_fifty_and_their_end_is_said(page: Page, shop: Site) -> None:
    page.goto(f"{shop.url}?sort=price")
    for shown in (20, 40, 60, 80):
        assert_results(page, shown)
        scroll(page)
    assert_results(page, 100)
    first = alternatives(page)
    assert first == [f"Piece {number:03}" for number in range(COUNT - 1, COUNT - 101, -1)]
    expect(page.get_by_text("100 of 150")).to_be_visible()
    scroll(page)
    button(page, "Show more").click()
    expect(pictures(page, "results").first).to_have_attribute("alt", "Piece 049", timeout=STEP * 1000)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
    for shown in (20, 40):
        assert_results(page, shown)
        scroll(page)
    assert_results(page, 50)
    expect(page.get_by_text("150 of 150")).to_be_visible()
    assert button(page, "Show more").count() == 0
    button(page, "Back to results 1 to 100").click()
    assert_results(page, 100)
    assert alternatives(page) == first


def test_what_is_like_a_product_goes_on_by_scrolling_too_and_nothing_goes_on_by_itself(page: Page, shop: Site) -> None:
    page.goto(f"{shop.url}?like=000")
    assert_results(page, 5)
    button(page, "Show more").scroll_into_view_if_needed()
    button(page, "Show more").click()
    assert_results(page, 10)
    scroll(page)
    expect(page.get_by_text("That is all there is.")).to_be_visible(timeout=STEP * 1000)  # look-alikes are folded
    assert pictures(page, "results").count() > 10
