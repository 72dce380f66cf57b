"""The map on the page: what is sent to the browser, and what the browser does with it."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from lookbook.book import Lookbook
from lookbook.ui import map as chart
from lookbook.ui.points import SCALE, Points
from tests.browsing import CHROMIUM, SWITCHES

Sent = dict[str, Any]
UI = Path(chart.__file__).parent
SIDE, EDGE = 400, 28


def unpacked(points: Points) -> list[list[int]]:
    """Return the x of each, the y of each and the kind of each."""
    return np.frombuffer(base64.b64decode(points.packed), "<u2").reshape(3, -1).tolist()


def test_points_are_sent_with_their_kinds_the_most_frequent_first() -> None:
    places = np.array([[0, 1], [0.5, 0.5], [1, 0]], np.float32)
    points = Points.choose(places, ["Caps", "Shirts", "Shirts"], 10, [])
    assert unpacked(points) == [[0, 32768, 65535], [65535, 32768, 0], [1, 0, 0]]
    assert points.kinds == ["Shirts", "Caps"]


def test_a_kind_is_named_where_most_of_it_lies() -> None:
    places = np.array([[0.1, 0.1], [0.9, 0.9], [0.9, 0.9], [0.901, 0.9]], np.float32)
    (name,) = Points.choose(places, ["Shirts"] * 4, 10, []).names
    assert name == (0, round(0.9 * SCALE), round(0.9 * SCALE))


def test_of_many_points_some_are_drawn_always_the_same_and_those_wanted_among_them() -> None:
    places, own = np.random.default_rng(1).random((100, 2)).astype(np.float32), ["Shirts"] * 100
    drawn = [Points.choose(places, own, 10, wanted).rows.tolist() for wanted in ([], [], [3, 50])]
    assert drawn[0] == drawn[1] == sorted(drawn[0])
    assert len(drawn[0]) == 10
    assert set(drawn[2]) == {*drawn[0], 3, 50}


def script(like: str = "", words: str = "", photo: str = "", kind: str = "") -> None:
    """A page with the map alone."""
    from pathlib import Path

    import streamlit as st

    from lookbook import conditions
    from lookbook.ui import finding, session
    from lookbook.ui import map as chart
    from lookbook.ui.live_index import live_index

    given = session.Upload(Path(photo).read_bytes(), photo) if photo else None
    where = {"articleType": conditions.AnyOf((kind,))} if kind else {}
    query = session.PageState(photo=given, like=like, text=words, where=where)
    chart.show(live_index(), finding.find(live_index(), query) if query.asks else None)
    st.text(f"inspected: {session.inspected()}")


@dataclass
class Browser:
    """What is sent to the browser, by the component's key, and what it tells, each once."""

    sent: dict[str, Sent] = field(default_factory=dict)
    tells: list[Sent] = field(default_factory=list)

    def component(self, key: str, data: Sequence[Sent], **_: object) -> SimpleNamespace:
        """Stand for a component."""
        json.dumps(data)
        (self.sent[key],) = data
        told = self.tells.pop() if self.tells and key == "map" else {}
        return SimpleNamespace(**{"near": None, "picked": None} | told)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser that does nothing by itself."""
    browser = Browser()
    monkeypatch.setattr(chart, "_map", browser.component)
    monkeypatch.setattr(chart, "_card", browser.component)
    return browser


def run(**options: str) -> AppTest:
    page = AppTest.from_function(script, kwargs=options, default_timeout=60).run()
    assert not page.exception
    return page


def test_the_map_needs_no_question(folder: Path) -> None:
    assert run().caption[0].value.startswith("14 pieces")


def test_what_was_asked_and_found_is_marked(folder: Path, browser: Browser) -> None:
    run(like="06")
    xs, ys, _ = np.frombuffer(base64.b64decode(browser.sent["map"]["points"]), "<u2").reshape(3, -1).tolist()
    assert browser.sent["map"]["asked"] == (xs[5], ys[5])
    assert browser.sent["map"]["found"][:2] == [(6, "Piece 07"), (4, "Piece 05")]
    assert len(browser.sent["map"]["found"]) == chart.MARKED
    assert browser.sent["map"]["kinds"][:2] == ["Shirts", "Jeans"]


def test_words_have_no_place_but_what_they_find_has(folder: Path, browser: Browser) -> None:
    run(words="Piece 07")
    assert browser.sent["map"]["asked"] is None
    assert browser.sent["map"]["found"][0] == (6, "Piece 07")


def test_a_photo_is_placed_as_its_own_picture_would_be(folder: Path, browser: Browser) -> None:
    book = Lookbook.open(folder)
    run(photo=str(folder / "images" / "01.png"))
    near = book.map.place(book.index.vectors[:1])[0] * SCALE
    assert browser.sent["map"]["asked"] == pytest.approx(near.tolist(), abs=2)


def test_a_large_catalogue_is_drawn_in_part_with_what_was_found(
    folder: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart, "POINTS_DRAWN", 3)
    monkeypatch.setattr(chart, "MARKED", 2)
    page = run(like="06")
    xs, _, _ = np.frombuffer(base64.b64decode(browser.sent["map"]["points"]), "<u2").reshape(3, -1)
    assert page.caption[0].value.startswith(f"{len(xs)} of 14 pieces")
    assert [title for _, title in browser.sent["map"]["found"]] == ["Piece 07", "Piece 05"]


def test_a_point_that_is_looked_at_shows_its_picture(folder: Path, browser: Browser) -> None:
    browser.tells = [{"near": 2}]
    run()
    card = browser.sent["map-card"]
    assert (card["point"], card["title"]) == (2, "Piece 03")
    assert base64.b64decode(card["picture"].removeprefix("data:image/jpeg;base64,")).startswith(b"\xff\xd8")


def test_a_picture_that_is_gone_costs_only_itself(folder: Path, browser: Browser) -> None:
    (folder / "images" / "05.png").unlink()
    browser.tells = [{"near": 4}]
    run()
    assert browser.sent["map-card"] == {"point": 4, "title": "Piece 05", "picture": ""}


def test_a_point_that_is_picked_opens_its_details(folder: Path, browser: Browser) -> None:
    browser.tells = [{"picked": 3}]
    assert run().text[0].value == "inspected: 04"


@pytest.mark.parametrize("nonsense", [14, -1, "2", 0.5, [1]])
def test_what_is_no_point_is_not_looked_up(nonsense: object, folder: Path, browser: Browser) -> None:
    browser.tells = [{"near": nonsense, "picked": nonsense}]
    assert run().text[0].value == "inspected: None"
    assert browser.sent["map-card"] == {}


def test_what_the_filters_leave_is_told(folder: Path, browser: Browser) -> None:
    page = run(like="06", kind="Jeans")
    marks = np.unpackbits(np.frombuffer(base64.b64decode(browser.sent["map"]["left"]), np.uint8))[:14]
    assert np.flatnonzero(marks).tolist() == [4, 5, 6]
    assert "The filters leave 3; the others are faint." in page.caption[0].value
    assert "The filters leave 3" in browser.sent["map"]["says"]
    assert [title for _, title in browser.sent["map"]["found"]] == ["Piece 07", "Piece 05"]
    run(kind="Jeans")
    assert len(browser.sent["map"]["found"]) == 3
    run(like="06")
    assert browser.sent["map"]["left"] is None


DATA: Sent = {
    "points": base64.b64encode(
        np.array([0, SCALE, 0, SCALE, 0, 0, SCALE, SCALE, 0, 1, 0, 1], "<u2").tobytes()
    ).decode(),
    "left": None,
    "kinds": ["Shirts", "Caps"],
    "colours": 2,
    "names": [(0, SCALE // 2, 0)],
    "asked": (SCALE // 2, SCALE // 2),
    "found": [(3, "<b>Cap</b>")],
    "says": "Map of 4 pieces",
}
"""A shirt in each corner at the left, a cap in each at the right."""


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("needs chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium.new_page(viewport={"width": SIDE, "height": 800})
        chromium.close()


@pytest.fixture
def shown(tab: Page, request: pytest.FixtureRequest) -> Iterator[Callable[[], Any]]:
    """Shows the map, with other data if it is told so; gives what it tells the page so far."""
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    html, css, points, script = ((UI / name).read_text() for name in ("map.html", "map.css", "points.js", "map.js"))
    style = f"body {{ margin: 0 }} {css} .map {{ box-sizing: border-box; border: 0; height: {SIDE}px }}"
    tab.set_content(f"<!doctype html><style>{style}</style><div id=root>{html}</div>")
    module = (points + script).replace("export default function", "function show")
    data = json.dumps(DATA | getattr(request, "param", {}))
    given = f"data: [{data}], parentElement: root, setStateValue: tell, setTriggerValue: tell"
    start = f"window.told = []; const tell = (...what) => told.push(what); show({{ {given} }});"
    tab.add_script_tag(content=module + start, type="module")
    tab.wait_for_function("window.told && document.querySelector('.mark')?.style.transform")
    yield lambda: tab.evaluate("told")
    assert troubles == []


def test_a_click_picks_the_point_below_it_and_a_drag_picks_nothing(shown: Callable[[], Any], tab: Page) -> None:
    tab.mouse.click(EDGE + 3, SIDE - EDGE)
    assert ["picked", 2] in shown()
    tab.mouse.move(EDGE, EDGE)
    tab.mouse.down()
    tab.mouse.move(EDGE + 80, EDGE + 80)
    tab.mouse.up()
    tab.mouse.click(SIDE / 2, SIDE - EDGE)
    assert [what for what in shown() if what[0] == "picked"] == [["picked", 2]]


def test_a_look_shows_the_kind_at_once_and_asks_for_the_picture_once(shown: Callable[[], Any], tab: Page) -> None:
    card = tab.locator(".card")
    tab.mouse.move(SIDE - EDGE, SIDE - EDGE - 30)
    expect(card).to_be_hidden()
    tab.mouse.move(EDGE, EDGE)
    expect(card.locator("span")).to_have_text("Shirts")
    tab.wait_for_function("told.length")
    assert shown() == [["near", 0]]
    detail = json.dumps({"point": 0, "title": "<b>*x*</b>", "picture": "data:image/gif;base64,R0lGODlhAQABAAAAACw="})
    tab.evaluate(f"window.dispatchEvent(new CustomEvent('lookbook-card', {{ detail: {detail} }}))")
    expect(card.locator("strong")).to_have_text("<b>*x*</b>")
    expect(card.locator("img")).to_be_visible()
    tab.mouse.move(SIDE / 2, EDGE + 60)
    expect(card).to_be_hidden()
    tab.mouse.move(EDGE, EDGE)
    expect(card.locator("strong")).to_have_text("<b>*x*</b>")
    assert shown() == [["near", 0]]


def test_what_was_found_is_reached_by_the_keyboard(shown: Callable[[], Any], tab: Page) -> None:
    mark = tab.get_by_role("button", name="<b>Cap</b>")
    mark.focus()
    expect(tab.locator(".card span")).to_have_text("Caps")
    tab.keyboard.press("Enter")
    assert ["picked", 3] in shown()


def test_keys_and_buttons_bring_the_map_closer_and_the_wheel_only_once_it_was_chosen(
    shown: Callable[[], Any], tab: Page
) -> None:
    canvas = tab.locator("canvas")
    tab.mouse.move(SIDE / 2, SIDE / 2)
    tab.mouse.wheel(0, -200)
    expect(canvas).to_have_attribute("data-closer", "false")
    canvas.focus()
    tab.mouse.wheel(0, -200)
    expect(canvas).to_have_attribute("data-closer", "true")
    tab.keyboard.press("0")
    expect(canvas).to_have_attribute("data-closer", "false")
    tab.get_by_role("button", name="Closer").click()
    expect(canvas).to_have_attribute("data-closer", "true")
    tab.get_by_role("button", name="Show all of the map").click()
    expect(canvas).to_have_attribute("data-closer", "false")


def test_one_kind_alone_is_looked_at_until_it_is_chosen_again(shown: Callable[[], Any], tab: Page) -> None:
    caps = tab.get_by_role("button", name="Caps", exact=True)
    caps.click()
    expect(caps).to_have_attribute("aria-pressed", "true")
    tab.mouse.click(EDGE, EDGE)
    caps.click()
    expect(caps).to_have_attribute("aria-pressed", "false")
    tab.mouse.click(EDGE, SIDE - EDGE)
    assert [what for what in shown() if what[0] == "picked"] == [["picked", 2]]


@pytest.mark.parametrize("shown", [{"left": base64.b64encode(bytes([0b01100000])).decode()}], indirect=True)
def test_only_what_the_filters_leave_is_drawn_full_and_found_by_the_hand(shown: Callable[[], Any], tab: Page) -> None:
    def strength(x: int, y: int) -> int:
        ratio = "devicePixelRatio"
        place = f"{x} * {ratio}, {y} * {ratio}"
        found: int = tab.evaluate(
            f"document.querySelector('canvas').getContext('2d').getImageData({place}, 1, 1).data[3]"
        )
        return found

    corners = [(EDGE, EDGE), (SIDE - EDGE, EDGE), (EDGE, SIDE - EDGE)]
    full = [strength(x, y) for x, y in corners]
    assert full[1] == full[2] == 255
    assert 0 < full[0] < 128
    tab.mouse.click(EDGE, EDGE)
    tab.mouse.click(EDGE, SIDE - EDGE)
    assert [what for what in shown() if what[0] == "picked"] == [["picked", 2]]
