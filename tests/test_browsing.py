"""Products without a question: by conditions alone, in an order, and how many there are."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from lookbook import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.commands.app import commands
from lookbook.conditions import AnyOf, Between
from lookbook.encoders import registry
from lookbook.errors import BadArgument, NothingAsked, UnknownColumn
from lookbook.hit import Hit
from lookbook.query import Query
from tests.fakes import MeanColour, paint

TABLE = """id,gender,articleType,baseColour,added,price,productDisplayName
1,Men,Shirts,Red,2024-01-05,"1.299,00 €",Émile red shirt
2,Women,Shirts,Blue,2024-03-01,19.90,zebra blue shirt
3,Women,Dresses,Red,2023-12-31,,"Alma ""red"" dress"
4,Women,Dresses,Blue,,5,alma blue dress
5,Men,Dresses,Red,31.03.2024,20,
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five products and a picture of which nothing is known."""
    folder = tmp_path_factory.mktemp("browsing")
    for number in range(1, 7):
        paint(folder / "images" / f"{number}.png", (200, 30 * number, 0))
    (folder / "styles.csv").write_text(TABLE, "utf-8")
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    return folder


@pytest.fixture
def book(index: Path, monkeypatch: pytest.MonkeyPatch) -> Lookbook:
    """The open index."""
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    return Lookbook.open(index)


def ids(hits: Sequence[Hit]) -> str:
    """The products that were found, in their order."""
    return "".join(hit.id for hit in hits)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("new", "521346"), ("price", "425136"), ("price-high", "152436"), ("name", "431256")],
)
def test_all_products_come_in_an_order_and_those_that_say_nothing_last(
    sort: str, expected: str, book: Lookbook
) -> None:
    answer = book.ask(Query(sort=sort, k=10))
    assert ids(answer.hits) == expected
    assert answer.total == 6


def test_conditions_alone_find_all_that_fulfils_them_and_tell_how_many(book: Lookbook) -> None:
    answer = book.ask(Query(where={"gender": AnyOf(("women",))}, k=2))
    assert ids(answer.hits) == "23"
    assert answer.total == 3
    assert ids(book.search(where={"gender": "Women", "baseColour": "Blue"}, sort="price")) == "42"
    assert ids(book.search(where={"id": Between()}, k=10)) == "12345", "the catalogue's own order"
    assert book.search(where={"gender": "Wommen"}) == []


def test_copies_are_left_out_of_what_is_browsed_where_that_is_asked(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    for number in range(1, 4):
        paint(tmp_path / "images" / f"{number}.png", (200, 30 * (number // 2), 0))
    (tmp_path / "styles.csv").write_text("id,gender\n1,Men\n2,Men\n3,Men\n", "utf-8")
    build(Catalog.open(tmp_path / "images", relative_to=tmp_path), MeanColour(), tmp_path)
    assert ids(Lookbook.open(tmp_path).search(where={"gender": "Men"}, distinct=True)) == "12"


def test_what_words_find_is_ordered_but_never_above_what_meets_more_of_them(book: Lookbook) -> None:
    by_price = book.search(text="dress", sort="price-high", k=10)
    assert ids(by_price) == "543"
    assert all(hit.score > 0 for hit in by_price)
    newest = ids(book.search(text="red shirt", sort="new", k=10))
    assert newest[0] == "1", "the only red shirt comes first though others are newer"
    assert newest.index("2") > 0


def test_what_a_picture_finds_is_ordered(book: Lookbook) -> None:
    assert ids(book.search(like="3", sort="price", k=10)) == "42516"
    assert ids(book.search(photo=np.full((8, 8, 3), (200, 30, 0), np.uint8), sort="name", k=2)) == "43"


def test_answers_tell_how_many_products_there_are(book: Lookbook) -> None:
    assert book.ask(Query(like="3", k=1)).total == 5
    assert book.ask(Query(text="dress", k=1)).total == 3
    assert book.ask(Query(text="dress", where={"gender": AnyOf(("Men",))}, k=1)).total == 1
    assert book.ask(Query(photo=np.full((8, 8, 3), (200, 30, 0), np.uint8), text="no dress", k=1)).total == 3


def test_counts_are_those_of_what_words_find(book: Lookbook) -> None:
    answer = book.ask(Query(text="dress"))
    assert book.counts("gender", None, answer.among) == [("Women", 2), ("Men", 1)]
    assert book.counts("gender", {"baseColour": "Blue"}, answer.among) == [("Women", 1)]
    assert book.ask(Query(like="3")).among is None


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"sort": "cheap"}, BadArgument, "sort must be one of new, price, price-high, name"),
        ({"sort": "new", "customer": "a"}, BadArgument, "give one order"),
        ({"sort": "new", "like": "1", "diversity": 0.5}, BadArgument, "give one order"),
        ({}, NothingAsked, "or conditions"),
        ({"where": {"gender": "Men"}, "mode": "visual"}, NothingAsked, "nothing to search with"),
        ({"where": {"material": "Silk"}}, UnknownColumn, "no column 'material'"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    asked: dict[str, Any], error: type[Exception], says: str, book: Lookbook
) -> None:
    with pytest.raises(error, match=says):
        book.search(**asked)


def test_an_order_that_the_table_has_no_column_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    paint(tmp_path / "images" / "1.png", (200, 0, 0))
    (tmp_path / "styles.csv").write_text("id,gender\n1,Men\n", "utf-8")
    build(Catalog.open(tmp_path / "images", relative_to=tmp_path), MeanColour(), tmp_path)
    with pytest.raises(UnknownColumn, match="goes by the column price"):
        Lookbook.open(tmp_path).search(sort="price")


def test_the_command_browses(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    options = ["search", "--index", str(index), "--where", "gender=Women", "--sort", "price"]
    shown = CliRunner().invoke(commands, options)
    assert shown.stdout.splitlines()[1:] == [
        "   1  4        alma blue dress",
        "   2  2        zebra blue shirt",
        '   3  3        Alma "red" dress',
    ]
    record = json.loads(CliRunner().invoke(commands, [*options, "--json"]).stdout)
    assert (record["query"], record["total"]) == ("gender=Women", 3)
    assert CliRunner().invoke(commands, ["search", "--sort", "cheap"]).exit_code == 2
