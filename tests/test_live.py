"""An open Lookbook that follows its index, and one that many threads share."""

import gc
import os
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.encoders import registry
from lookbook.index import BadIndexError
from lookbook.live import Live
from lookbook.retrieval.registry import modes
from lookbook.settings import Settings
from tests.fakes import MeanColour, paint, paint_catalogue

RED, PINK = (np.full((8, 8, 3), colour, np.uint8) for colour in ((250, 0, 0), (250, 0, 250)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of seven plain pictures."""
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    build(Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path), MeanColour(), tmp_path)
    return tmp_path


def test_it_is_opened_once_and_again_when_a_new_index_is_in_place(folder: Path) -> None:
    live = Live(folder, Settings())
    first = live.current()
    assert live.current() is first
    paint(folder / "images" / "8.png", (250, 0, 250))
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    second = live.current()
    assert second.stamp != first.stamp
    assert (len(first.book), len(second.book)) == (7, 8)
    assert [hit.id for hit in second.book.search(PINK, k=1)] == ["8"]
    assert [hit.id for hit in first.book.search(PINK, k=1)] == ["6"], "who holds the old one goes on with it"


def test_what_was_replaced_is_let_go_once_nobody_uses_it(folder: Path) -> None:
    gc.disable()
    try:
        live = Live(folder, Settings())
        first = live.current()
        assert first.book.search(RED, text="red")
        network = weakref.ref(first.book.encoder)
        paint(folder / "images" / "8.png", (250, 0, 250))
        build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
        assert live.current() is not first
        live.current()
        assert network() is not None, "it is in use"
        del first
        live.current()
        assert network() is None
    finally:
        gc.enable()


def retitled(folder: Path, old: str, new: str) -> None:
    """Change a title in the product table, a second ago."""
    table = folder / "styles.csv"
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(table, (time.time() - 1, time.time() - 1))


def titles(book: Lookbook) -> list[str]:
    """Return the titles of the products that look most like red, and of those that are called a sale."""
    return [book.product(hit).get("productDisplayName", "") for hit in book.search(RED, k=2)]


def test_a_table_that_was_changed_alone_is_read_and_nothing_else_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(folder, Settings())
    first = live.current()
    monkeypatch.setattr(registry, "matching", lambda *_: pytest.fail("an encoder was loaded"))
    retitled(folder, "Plain Men Red Shirt", "Summer Sale")
    assert not live.is_current()
    second = live.current()
    assert live.is_current()
    assert second.stamp != first.stamp
    assert second.book.encoder is first.book.encoder
    assert titles(first.book)[0] == "Plain Men Red Shirt", "who holds the old one goes on with it"
    assert titles(second.book)[0] == "Summer Sale"
    assert [hit.id for hit in second.book.search(text="summer sale", k=1)] == ["1"], "words are new, too"
    assert second.book.catalog.read_at > first.book.catalog.read_at
    assert live.current() is second


def test_a_table_that_changes_at_the_very_moment_it_is_read_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(folder, Settings())
    live.current()
    table = folder / "styles.csv"
    table.write_text(table.read_text("utf-8").replace("Plain Men Red Shirt", "First"), "utf-8")
    monkeypatch.setattr("lookbook.catalog.catalog.clock", lambda: table.stat().st_mtime_ns)
    assert titles(live.current().book)[0] == "First"
    assert not live.is_current(), "it may have changed since"


def test_a_table_of_tomorrow_as_after_the_clock_was_put_back_is_read_once(folder: Path) -> None:
    live, table = Live(folder, Settings()), folder / "styles.csv"
    os.utime(table, (time.time() + 86_400, time.time() + 86_400))
    assert live.current() is live.current()
    assert live.is_current()
    retitled(folder, "Plain Men Red Shirt", "Today's")
    assert titles(live.current().book)[0] == "Today's"


def test_new_columns_can_be_filtered_by_at_once(folder: Path) -> None:
    live = Live(folder, Settings())
    live.current()
    (folder / "styles.csv").write_text("id,price\n1,10\n2,20\n", "utf-8")
    assert [hit.id for hit in live.current().book.search(RED, where={"price": "20"})] == ["2"]


def test_a_table_that_comes_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    images = paint_catalogue(tmp_path)
    table = (tmp_path / "styles.csv").rename(tmp_path / "away.bak")
    build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path)
    live = Live(tmp_path, Settings())
    assert titles(live.current().book) == ["", ""]
    table.rename(tmp_path / "styles.csv")
    assert titles(live.current().book)[0] == "Plain Men Red Shirt"


def test_a_table_that_cannot_be_read_is_said_once_and_the_one_before_goes_on(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(folder, Settings())
    live.current()
    whole = (folder / "styles.csv").read_text("utf-8")
    (folder / "styles.csv").write_bytes(b"PK\x03\x04 a workbook")
    for _ in range(3):
        assert titles(live.current().book)[0] == "Plain Men Red Shirt"
    assert caplog.text.count("the product table is shown as it was") == 1
    (folder / "styles.csv").write_text(whole.replace("Plain Men Red Shirt", "Mended"), "utf-8")
    assert titles(live.current().book)[0] == "Mended"


def test_many_who_come_at_once_wait_for_one_that_opens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    really = Lookbook.open

    def open_counted(place: Path, settings: Settings) -> Lookbook:
        opened.append(place)
        return really(place, settings)

    monkeypatch.setattr(Lookbook, "open", open_counted)
    live = Live(folder, Settings())
    with ThreadPoolExecutor(16) as pool:
        states = list(pool.map(lambda _: live.current(), range(32)))
    assert len(opened) == 1
    assert {id(state.book) for state in states} == {id(states[0].book)}


def test_where_there_is_no_index_it_says_so_each_time(tmp_path: Path) -> None:
    live = Live(tmp_path, Settings())
    for _ in range(2):
        with pytest.raises(BadIndexError, match="there is no index in"):
            live.current()


def test_sixteen_threads_search_one_lookbook_in_every_mode(folder: Path) -> None:
    asked = [(mode, k) for mode in modes() for k in range(1, 8)] * 3
    alone = Lookbook.open(folder, Settings())
    expected = [alone.search(RED, text="red shirt", mode=mode, k=k) for mode, k in asked]
    shared = Lookbook.open(folder, Settings())  # nothing of it was used yet, so all of it is made by threads
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda query: shared.search(RED, text="red shirt", mode=query[0], k=query[1]), asked))
        maps = list(pool.map(lambda _: shared.map, range(16)))
    assert found == expected
    assert len({id(drawn) for drawn in maps}) == 1
