"""What data people see: labels that pictures contradict, each way alone, copies behind a number."""

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.commands.app import commands
from lookbook.encoders.fashion import FashionEncoder
from lookbook.errors import LookbookError
from lookbook.evaluation.disagreement import disagreements
from lookbook.index import Index
from lookbook.settings import Settings
from tests.browsing import (
    CHROMIUM,
    LAPTOP,
    START,
    STEP,
    Site,
    draw_catalogue,
    pictures,
    say,
    serving,
    settle,
    upload,
    without_complaints,
)
from tests.fakes import MeanColour, paint

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


def fan(folder: Path, labels: dict[int, str]) -> Lookbook:
    """Open a product at each angle in degrees, with its label, in the order of angles."""
    lines = ["id,articleType"]
    for angle, label in labels.items():
        paint(folder / "images" / f"{angle:03}.png", (angle, 0, 0))
        lines.append(f"{angle:03},{label}")
    (folder / "styles.csv").write_text("\n".join(lines))
    catalog, encoder = Catalog.open(folder / "images", relative_to=folder), MeanColour()
    angles = np.radians(list(labels))
    vectors = np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1).astype(np.float32)
    return Lookbook(Index(vectors, catalog.filenames, encoder.identity), catalog, encoder, Settings())


def test_a_label_that_all_neighbours_contradict_comes_first_with_their_vote(tmp_path: Path) -> None:
    book = fan(tmp_path, {0: "Shirts", 1: "Shirts", 2: "Handbags", 3: "Shirts", 80: "Shoes", 81: "Shoes", 82: ""})
    found = disagreements(book, "articleType")
    assert next((one.product, one.label, one.likelier) for one in found) == ("002", "Handbags", "Shirts")
    # the others that have a label vote: three shirts at 2, 1 and 1 degrees, two shoes at 78 and 79
    shirts = (math.cos(math.radians(2)) + 2 * math.cos(math.radians(1))) / 5
    assert found[0].sureness == pytest.approx(shirts, abs=1e-6), "no voice is for a handbag"
    assert "082" not in [one.product for one in found], "what has no label has none to doubt"


def test_labels_that_the_pictures_bear_out_are_not_doubted(tmp_path: Path) -> None:
    book = fan(tmp_path, {0: "Shirts", 1: "Shirts", 2: "Shirts", 3: "Shirts"})
    assert disagreements(book, "articleType") == []
    with pytest.raises(LookbookError, match="shape"):
        disagreements(book, "shape")


def test_the_command_lists_them_as_csv_and_as_json(folder: Path) -> None:
    found = CliRunner().invoke(commands, ["labels", "articleType", "--index", str(folder), "-n", "3"])
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    book = Lookbook.open(folder)
    assert [row["product"] for row in rows] == [one.product for one in disagreements(book, "articleType", 3)]
    assert len(rows) == 3
    told = CliRunner().invoke(commands, ["labels", "articleType", "--index", str(folder), "-n", "3", "--json"])
    assert [json.loads(line)["product"] for line in told.stdout.splitlines()] == [row["product"] for row in rows]


@pytest.fixture(scope="module")
def with_copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drawn catalogue, in which number 0 is there three times under other names."""
    folder = draw_catalogue(tmp_path_factory.mktemp("copies"))
    lines = (folder / "styles.csv").read_text().splitlines()
    for number in ("90", "91"):
        (folder / "images" / f"{number}.jpg").write_bytes((folder / "images" / "0.jpg").read_bytes())
        lines.append(f"{number},Men,Topwear,Shirts,Red,Twin {number}")
    (folder / "styles.csv").write_text("\n".join(lines) + "\n")
    build(Catalog.open(folder / "images", relative_to=folder), FashionEncoder(), folder)
    return folder


@pytest.fixture(scope="module")
def shop(with_copies: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over it."""
    with serving(with_copies, tmp_path_factory.mktemp("uploads")) as running:
        yield running


@pytest.fixture
def page(browser: Browser, shop: Site) -> Iterator[Page]:
    """A visitor; at the end, the browser must have had nothing to complain about."""
    visitor = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    with without_complaints(visitor):
        visitor.goto(shop.url)
        expect(pictures(visitor, "examples")).to_have_count(6, timeout=START * 1000)
        yield visitor


@in_browser
def test_products_that_look_the_same_are_one_card_with_a_number(page: Page, with_copies: Path) -> None:
    upload(page, with_copies / "images" / "0.jpg")
    page.get_by_role("button", name="+2 that look the same").click(timeout=STEP * 1000)
    expect(page.get_by_role("button", name="Twin 90")).to_be_visible(timeout=STEP * 1000)
    page.get_by_role("button", name="Twin 91").click()
    expect(page.get_by_role("dialog").get_by_text("Twin 91").first).to_be_visible(timeout=STEP * 1000)


@in_browser
def test_each_way_of_searching_stands_beside_the_others(page: Page, with_copies: Path) -> None:
    upload(page, with_copies / "images" / "1.jpg")
    expect(pictures(page, "results")).not_to_have_count(0, timeout=STEP * 1000)
    page.get_by_text("Each way of searching alone").click()
    ways = page.locator(".st-key-ways")
    for name in ("By look", "By words", "By features", "All mixed"):
        expect(ways.get_by_text(name)).to_be_visible(timeout=STEP * 1000)
    expect(ways.get_by_text("A picture has no words to search by")).to_be_visible(timeout=STEP * 1000)
    expect(ways.locator("img")).to_have_count(15, timeout=STEP * 1000)
    say(page, "watch")
    expect(ways.get_by_text("A picture has no words to search by")).to_have_count(0, timeout=STEP * 1000)


@in_browser
def test_labels_that_pictures_contradict_are_a_table_with_a_download(page: Page) -> None:
    settle(page)
    page.get_by_text("Labels that the pictures contradict").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=STEP * 1000)
    with page.expect_download(timeout=STEP * 1000) as download:
        page.locator(".st-key-doubts-csv button").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert rows
    assert all(row["likelier"] != row["articleType"] for row in rows)
