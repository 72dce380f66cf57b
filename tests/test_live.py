"""An open Lookbook that follows its index, and one that many threads share."""

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
