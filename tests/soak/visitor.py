"""A visitor of the page with a real browser: photos, words, filters and a broken file, in a loop with pauses."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.browsing import CHROMIUM, SWITCHES, say, settle, upload
from tests.soak.building import Builder
from tests.soak.catalogue import STATES, Known, Question
from tests.soak.tally import Tally

PATIENCE = 120_000
"""Milliseconds that a visitor waits for an answer."""
VISIT = 4
"""Rounds between one opening of the page and the next."""
EXTRA = "in red"
FILTER = "gender"


class Visitor:
    """Visits one page.

    Args:
        url: where it is.
        known: what is right.
        builder: knows which index is in place.
        tally: counts what comes.
        broken: a file that is no photo.
    """

    def __init__(self, url: str, known: Known, builder: Builder, tally: Tally, broken: Path) -> None:
        self._url, self._known, self._builder, self._tally, self._broken = url, known, builder, tally, broken

    def visit(self, browser: Browser, asked: Sequence[Question], dice: random.Random, ending: Event) -> None:
        """Open the page, and ask a few times."""
        context = browser.new_context()
        try:
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(self._url)
            for _ in range(VISIT):
                if not ending.is_set():
                    self._round(page, dice.choice(asked), dice, ending)
        except (BrowserError, AssertionError) as error:
            self._tally.wrong("page errors", f"{error}")
        finally:
            context.close()

    def _round(self, page: Page, question: Question, dice: random.Random, ending: Event) -> None:
        assert question.photo is not None
        began = time.monotonic()
        upload(page, question.photo)
        self._check(page, question, "Looks most like it", began)
        ending.wait(dice.uniform(2, 4))
        began = time.monotonic()
        say(page, EXTRA)
        self._check(page, Question(photo=question.photo, text=EXTRA), "Fits both best", began)
        ending.wait(dice.uniform(2, 4))
        self._filter(page, question.photo)
        ending.wait(dice.uniform(2, 4))
        self._in_vain(page)
        ending.wait(dice.uniform(2, 4))

    def _filter(self, page: Page, photo: Path) -> None:
        """Choose the most frequent value of a column, and ask for that alone."""
        began = time.monotonic()
        page.locator(f".st-key-open-{FILTER} button").first.click()
        value = page.locator(f"[class*=st-key-filter-{FILTER}] button").first
        name = value.inner_text().split("\n")[0].split(" ")[0]
        value.click()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=name, exact=True).first).to_be_visible(timeout=PATIENCE)
        question = Question(photo=photo, text=EXTRA, where=(f"{FILTER}={name}",))
        self._check(page, question, "Fits both best", began)

    def _in_vain(self, page: Page) -> None:
        """Give a file that is no photo, which leads back to the front page."""
        upload(page, self._broken)
        expect(page.get_by_text("This photo can't be used")).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".st-key-ask-large")).to_be_visible(timeout=PATIENCE)
        settle(page)
        self._tally.count("page broken files")

    def _check(self, page: Page, question: Question, heading: str, began: float) -> None:
        """Wait for the answer, and check that it is that of one of the two states."""
        expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".st-key-results img")).to_have_count(5, timeout=PATIENCE)
        settle(page)
        found = sorted(picture.get_attribute("alt") or "" for picture in page.locator(".st-key-results img").all())
        self._tally.count("page answers")
        certain = self._builder.certain(began)
        states = range(len(STATES)) if certain is None else (certain,)
        if not any(found == list(self._known.titles(question, state)) for state in states):
            self._tally.wrong("page wrong answers", f"{question} ({certain}): {found}")


def keep_visiting(visitor: Visitor, asked: Sequence[Question], seed: int, resting: Event, ending: Event) -> None:
    """Visit the page until the end; Playwright's browser belongs to the thread that runs this."""
    dice = random.Random(seed)
    photos = [question for question in asked if question.photo and not question.text]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        while not ending.is_set():
            if resting.is_set():
                ending.wait(1)
            else:
                visitor.visit(browser, photos, dice, ending)
        browser.close()
