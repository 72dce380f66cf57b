"""The page when more people ask than can be answered: a sentence, and nobody waits behind large photos."""

import gc
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.encoders import predicting
from lookbook.encoders.predicting import Predictor
from lookbook.photos.room import Room
from lookbook.settings import Settings
from lookbook.ui import turns
from tests.fakes import MeanColour, paint
from tests.visitor import click, open_page, photo, say, titles, upload


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Room:
    """The one place that there is, for which nobody waits."""
    places = Room(1)
    monkeypatch.setattr(turns, "_PAGES", places)
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    return places


def errors(page: AppTest) -> list[str]:
    """What the page says went wrong."""
    assert not page.exception
    return [error.value for error in page.error]


def test_who_can_not_be_served_just_now_is_told_and_is_served_at_the_next_try(folder: Path, places: Room) -> None:
    page = open_page()
    with places.taken(1):
        page = say(page, "red jeans")
        assert len(errors(page)) == 1
        assert errors(page)[0].startswith("**Many people are searching just now.**")
        assert titles(page) == []
    page = click(page, "Try again")
    assert errors(page) == []
    assert sorted(titles(page)[:3]) == ["Piece 05", "Piece 06", "Piece 07"]


def test_a_turn_is_free_again_after_each_page(folder: Path, places: Room) -> None:
    page = upload(open_page(), photo())
    assert titles(say(page, "jeans"))
    with places.taken(1, 0):
        pass


def test_large_photos_have_turns_of_their_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = Room(1)
    monkeypatch.setattr(turns, "LARGE", large)
    monkeypatch.setattr(turns, "LARGE_FILE", 10)
    monkeypatch.setattr(turns, "PATIENCE_LARGE", 0.01)
    with large.taken(1):
        assert titles(say(open_page(), "red jeans"))
        page = upload(open_page(), photo())
        assert len(errors(page)) == 1
    page = click(page, "Try again")
    assert titles(page)[0] == "Piece 01"
    with large.taken(1):
        assert titles(say(page, "jeans")) == [], "other words beside it have it read again"


def test_a_visitor_who_rests_keeps_no_index_open_that_was_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, really = list[weakref.ref[Lookbook]](), Lookbook.open

    def opening(place: Path, settings: Settings | None = None) -> Lookbook:
        book = really(place, settings)
        opened.append(weakref.ref(book))
        return book

    monkeypatch.setattr(Lookbook, "open", opening)
    resting = upload(open_page(), photo())
    paint(folder / "images" / "15.png", (0, 0, 250))
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    assert titles(say(open_page(), "jeans"))
    gc.collect()
    assert [book() is not None for book in opened] == [False, True]
    assert titles(resting)


def test_a_large_photo_waits_for_its_turn_to_be_read_and_a_small_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    large, small_photo, large_photo = Room(1), photo(), photo((9, 200, 9)) + bytes(1000)
    monkeypatch.setattr(predicting, "LARGE", large)
    monkeypatch.setattr(predicting, "LARGE_FILE", 1000)
    predictor = Predictor(MeanColour(), Settings())
    seen = []
    with large.taken(1):
        waiting = threading.Thread(target=lambda: seen.append(predictor.predict(large_photo)))
        waiting.start()
        while not large.is_waited_for():
            pass
        assert predictor.predict(small_photo).vector[0] > 0
        assert seen == []
    waiting.join()
    assert np.argmax(seen[0].vector) == 1
