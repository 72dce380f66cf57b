"""Hits go best first, and a hit stays what it was."""

import base64
import copy
import dataclasses
import io
import pickle
import re
from dataclasses import asdict
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.hit import Hit, best_first
from lookbook.index import Index, open_catalog
from tests.fakes import MeanColour, paint_catalogue

RED = np.full((8, 8, 3), (250, 0, 0), np.uint8)


def test_hits_go_by_falling_score_and_ties_by_filename() -> None:
    a, b, c = Hit("2", "images/2.jpg", 0.5), Hit("10", "images/10.jpg", 0.5), Hit("3", "images/3.jpg", 0.9)
    given = [a, b, c]
    assert best_first(given) == [c, b, a]  # "images/10.jpg" comes before "images/2.jpg"
    assert given == [a, b, c]


def test_a_hit_can_not_be_changed() -> None:
    hit = Hit("1", "images/1.jpg", 1.0)
    assert hit.why == {}
    with pytest.raises(dataclasses.FrozenInstanceError):
        hit.score = 2.0  # type: ignore[misc]


@pytest.fixture
def book(tmp_path: Path) -> Lookbook:
    """A catalogue whose titles are as hostile as they come."""
    images = paint_catalogue(tmp_path)
    table = (tmp_path / "styles.csv").read_text("utf-8")
    (tmp_path / "styles.csv").write_text(table.replace("Plain Men Red Shirt", '<script>"x"</script>'), "utf-8")
    build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path)
    index = Index.load(tmp_path)
    return Lookbook(index, open_catalog(index, tmp_path), MeanColour(), folder=tmp_path)


def test_a_notebook_shows_results_with_their_pictures_inside(book: Lookbook) -> None:
    hits = book.search(RED, k=3)
    html = hits._repr_html_()  # type: ignore[attr-defined]  # as a notebook asks for it
    assert html.count("<img ") == html.count('src="data:image/jpeg;base64,') == 3
    first = re.search(r'base64,([^"]+)"', html)
    assert first is not None
    picture = Image.open(io.BytesIO(base64.b64decode(first[1])))
    assert picture.format == "JPEG"
    red, green, blue = cast("tuple[int, int, int]", picture.getpixel((4, 4)))
    assert (red > 240, green < 15, blue < 15) == (True, True, True)
    assert "<script>" not in html
    assert "&lt;script&gt;&quot;x&quot;&lt;/script&gt;" in html
    assert "1 · 1.000" in html


def test_one_result_and_some_of_them_show_themselves_too(book: Lookbook) -> None:
    hits = book.search(RED, k=5)
    assert hits[1]._repr_html_().count("<img ") == 1  # type: ignore[union-attr]
    assert hits[1:4]._repr_html_().count("<img ") == 3  # type: ignore[attr-defined]
    assert Hit("1", "a.jpg", 0.5)._repr_html_() is None, "nothing knows where its picture is"


def test_a_picture_that_is_gone_is_said_in_its_place(book: Lookbook, tmp_path: Path) -> None:
    hits = book.search(RED, k=2)
    (tmp_path / "images" / "1.png").unlink()
    html = hits._repr_html_()  # type: ignore[attr-defined]
    assert html.count("<img ") == 1
    assert "images/1.png" in html


def test_results_are_the_plain_values_that_they_were(book: Lookbook) -> None:
    hits = book.search(RED, k=2)
    plain = [Hit(hit.id, hit.filename, hit.score, hit.why) for hit in hits]
    assert hits == plain
    assert repr(hits) == repr(plain)
    for copied in (pickle.loads(pickle.dumps(hits)), copy.deepcopy(hits)):
        assert copied == plain
        assert type(copied) is list
    assert asdict(hits[0]).keys() == {"id", "filename", "score", "why", "copies"}
