"""Products in a database: what a table in memory answers, asked in SQL of a real PostgreSQL and of SQLite."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lookbook.catalog import Catalog
from lookbook.catalog.memory_table import MemoryTable
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.sql import SqlRows, is_sql, kept_place
from lookbook.catalog.sql import conditions as conditions_module
from lookbook.catalog.sql import database as database_module
from lookbook.catalog.sql.cells import text
from lookbook.catalog.sql.watching import WatchedRows
from lookbook.catalog.tables import TableError
from lookbook.conditions import AnyOf, Between, Condition, Dates, comparable
from lookbook.errors import BadCondition, UnknownColumn
from tests.databases import COLUMNS, KINDS, Row, fill, run, server
from tests.fakes import paint

ROWS: list[Row] = [
    (1, "Shirts", "Red", "Plain shirt", "19.90", 3, "$1,299.00", "2024-01-31", ""),
    (2, "shirts ", "Blue, White", "Striped shirt", "29.00", 0, "7,50 €", "2024-02-01", ""),
    (3, "Dresses", "Red", "Long dress", "120.00", 7, "7.5", "2023-12-31", ""),
    (4, "Dresses", None, "Dress without a picture", "5.00", 1, "", "2024-02-02", ""),
    (5, "Shoes", "rosé", "O'Neill's 100% shoe; DROP TABLE", None, None, None, None, ""),
    (6, None, "White", "Nameless", "19.90", 3, "cheap", "2024-02-01", ""),
]
KEYS = [f"images/{stem}.png" for stem in ("1", "1_2", "2", "3", "5", "6", "stray")]
OWNERS = ["1", "1", "2", "3", "5", "6", ""]
CONDITIONS: list[dict[str, Condition]] = [
    {"articleType": AnyOf(("SHIRTS",))},
    {"baseColour": AnyOf(("white",))},
    {"baseColour": AnyOf(("Blue", "Red"))},
    {"baseColour": AnyOf(("",))},
    {"articleType": AnyOf(("Dresses",)), "baseColour": AnyOf(("Red",))},
    {"price": AnyOf(("19.9",))},
    {"price": AnyOf(("29", "120.00", "no"))},
    {"price": Between(19.9, 29)},
    {"price": Between(None, 5)},
    {"price": Between(100)},
    {"stock": AnyOf(("3.0", ""))},
    {"id": AnyOf(("3",))},
    {"asked": AnyOf(("7.50",))},
    {"asked": Between(7, 1300)},
    {"added": Dates("2024-02", "2024-02")},
    {"added": Dates("2024-02-01", None)},
    {"added": Between(1, 2)},
    {"articleType": Dates("2024-01", None)},
    {"productDisplayName": AnyOf(("o'neill's 100% SHOE; drop table",))},
    {"articleType": AnyOf(("' OR 1=1 --",))},
]


@pytest.fixture(scope="module", params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database with products."""
    with server(request.param, tmp_path_factory.mktemp("shop")) as address:
        fill(address, ROWS)
        yield address


@pytest.fixture(autouse=True)
def connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings name the connection, whose different texts are read anew each time."""
    monkeypatch.setenv("LOOKBOOK_DATABASES", json.dumps({"shop": url}))
    monkeypatch.setenv("LOOKBOOK_DATABASE_SECONDS", "1e-9")


def in_sql(source: str = "products") -> SqlRows:
    return SqlRows(f"database://shop#{source}", None)


def joined(rows: SqlRows) -> tuple[PicturedTable, MemoryTable]:
    """The table in the database, and the same in memory."""
    by_id = {str(row[0]): [text(cell) for cell in row] for row in ROWS}
    in_memory = MemoryTable.of(KEYS, list(COLUMNS), [by_id.get(owner, []) for owner in OWNERS], "")
    return rows.joined(KEYS, [[owner] if owner else [] for owner in OWNERS]), in_memory


def found(table: PicturedTable, where: dict[str, Condition]) -> list[int]:
    """The places of the pictures that fulfil conditions."""
    places = table.select(where)
    assert places is not None
    return [int(place) for place in places]


def meant(counts: list[tuple[str, int]]) -> dict[str, int]:
    """How often what is meant is there, however it is spelled."""
    return {comparable(value): count for value, count in counts}


@pytest.mark.parametrize("where", CONDITIONS, ids=str)
@pytest.mark.parametrize("source", ["products", 'SELECT * FROM products WHERE "id" < 100'], ids=["table", "query"])
def test_conditions_select_and_count_what_they_do_in_memory(where: dict[str, Condition], source: str) -> None:
    table, expected = joined(in_sql(source))
    assert found(table, where) == found(expected, where)
    for column in ("articleType", "baseColour", "stock", next(iter(where))):
        assert meant(table.counts(column, where)) == meant(expected.counts(column, where))


def test_counts_among_certain_pictures_are_of_these_alone() -> None:
    table, expected = joined(in_sql())
    among = np.array([0, 3, 5], np.intp)
    for where in (None, {"stock": AnyOf(("3",))}):
        assert meant(table.counts("baseColour", where, among)) == meant(expected.counts("baseColour", where, among))
    assert table.counts("baseColour", None, among) == [("Red", 2), ("White", 1)]


def test_counts_come_most_frequent_first_ties_by_value() -> None:
    table, expected = joined(in_sql())
    assert table.counts("stock") == expected.counts("stock") == [("3", 2), ("0", 1), ("7", 1)]


def test_rows_are_the_texts_that_a_file_would_have() -> None:
    table, _ = joined(in_sql())
    first, stray, missing = table.rows([KEYS[0], "images/stray.png", "images/none.png"])
    assert first["price"] in {"19.90", "19.9"}
    assert {**first, "price": ""} == {
        "id": "1", "articleType": "Shirts", "baseColour": "Red", "productDisplayName": "Plain shirt", "price": "",
        "stock": "3", "asked": "$1,299.00", "added": "2024-01-31", "image_url": "",
    }  # fmt: skip
    assert stray == missing == {}


def test_a_column_is_read_once_with_each_value_once() -> None:
    table, expected = joined(in_sql())
    for name in ("articleType", "baseColour"):
        column, own = table.column(name), expected.column(name)
        assert [column.spelled[place] for place in column.own] == [own.spelled[place].strip() for place in own.own]
    assert table.column("baseColour") is table.column("baseColour")
    assert table.frame()["baseColour"].tolist()[0] == "Red"


def test_the_table_of_some_pictures_and_what_is_kept_of_it_know_whose_they_are() -> None:
    rows = in_sql()
    table, _ = joined(rows)
    fewer = table.only([KEYS[1], KEYS[3], KEYS[6]])
    assert [*fewer.ids] == ["1", "3", "stray"]
    assert fewer.counts("articleType") == [("Dresses", 1), ("Shirts", 1)]
    again = rows.unpacked(KEYS, table.packed())
    assert [*again.ids] == [*table.ids]
    assert again.rows([KEYS[6]]) == [{}]


def test_what_a_database_groups_with_other_spellings_is_counted_once() -> None:
    counts = {"Shirts": 2, "shirts ": -1, "Dresses": 0}  # as MySQL groups, by its collation
    assert conditions_module.told(counts) == [("Shirts", 1)]


def test_a_column_that_is_not_there_is_told() -> None:
    table, _ = joined(in_sql())
    for ask in (lambda: table.select({"no": AnyOf(("1",))}), lambda: table.counts("no"), lambda: table.column("no")):
        with pytest.raises(UnknownColumn, match="no column 'no'; its columns are: id, articleType"):
            ask()


def test_very_many_different_texts_are_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions_module, "MOST_VALUES", 2)
    table, _ = joined(in_sql())
    assert found(table, {"productDisplayName": AnyOf((" LONG dress",))}) == [3]
    with pytest.raises(BadCondition, match="more than 2 different texts"):
        table.select({"productDisplayName": Between(1, 2)})


def test_rows_are_read_as_they_are_and_a_change_changes_the_state(url: str) -> None:
    rows = in_sql()
    table, _ = joined(rows)
    before = rows.sha256
    run(url, "UPDATE products SET price = 1, \"baseColour\" = 'Green' WHERE id = 3")
    try:
        assert (table.rows([KEYS[3]])[0]["baseColour"], float(table.rows([KEYS[3]])[0]["price"])) == ("Green", 1)
        assert found(table, {"baseColour": AnyOf(("green",)), "price": Between(0, 2)}) == [3]
        assert ("Green", 1) in table.counts("baseColour")
        assert in_sql().sha256 != before
    finally:
        fill(url, ROWS)
    assert in_sql().sha256 == before


def test_whether_it_changed_is_asked_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    states, now = ["0a", "0b"], [0.0]
    watched = WatchedRows(lambda: states[0], "0a", 30, lambda: now[0])
    states[0] = "0b"
    now[0] = 29
    assert watched.now() == (10,)
    now[0] = 30
    assert watched.now() == (11,)
    assert watched.changed

    def broken() -> str:
        raise database_module.DatabaseError("It is away.")

    watched = WatchedRows(broken, "0a", 30, lambda: now[0])
    now[0] = 60
    assert not watched.changed
    assert "It is away." in caplog.text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(max_size=12), low=st.floats(-1e6, 1e6), width=st.floats(0, 1e6))
def test_any_condition_is_answered_as_in_memory(value: str, low: float, width: float) -> None:
    table, expected = joined(in_sql())
    value = value.replace("\0", "")
    asked: list[dict[str, Condition]] = [{"baseColour": AnyOf((value,))}, {"price": Between(low, low + width)}]
    for where in asked:
        assert found(table, where) == found(expected, where)


def test_columns_are_named_by_a_file_and_more_than_that_is_the_querys(tmp_path: Path, url: str) -> None:
    paint(tmp_path / "images" / "3.png", (255, 0, 0))
    told = tmp_path / "columns.toml"
    told.write_text('[columns]\nid = "id"\ntitle = "productDisplayName"\n[rows]\nchanged = "added"\n')
    catalog = Catalog.open(tmp_path / "images", "database://shop#products", tmp_path, told)
    assert catalog.product("images/3.png")["title"] == "Long dress"
    assert str(catalog.joins).startswith("1 picture of 1 product in database://shop#products; 5 rows have no picture")
    before = catalog.styles_sha256
    run(url, "UPDATE products SET price = 2 WHERE id = 3")
    again = Catalog.open(tmp_path / "images", "database://shop#products", tmp_path, told)
    assert again.styles_sha256 == before  # only the column that tells so is looked at
    fill(url, ROWS)
    told.write_text('[columns]\nid = "id"\n[values.articleType]\nShirts = "Tops"\n')
    with pytest.raises(ValueError, match="write it as a query"):
        Catalog.open(tmp_path / "images", "database://shop#products", tmp_path, told)


WRONG = [
    ("database://shop", "names no table"),
    ("database://none#products", "no connection 'none', only: shop"),
    ("database://shop#nothing", "can't be read"),
    ('database://shop#SELECT "productDisplayName" FROM products', "has no id column"),
    ("database://shop#SELECT 1 AS id UNION ALL SELECT 1", "several rows of one id, such as 1"),
    ("postgresql://me:secret@host/db#products", "a password in an address would be kept"),
    ("mysql+none://host/db#products", "can't be opened"),
]


@pytest.mark.parametrize(("place", "says"), WRONG)
def test_what_can_t_be_read_is_told_in_one_sentence(place: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "WAITS", ())
    with pytest.raises(TableError) as refused:
        SqlRows(place, None).read()
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_place_in_a_database_is_told_from_paths_and_other_addresses() -> None:
    assert all(map(is_sql, ["database://shop#a", "postgresql+psycopg://h/d#a", "sqlite:///a.db#b", "MySQL://h/d#a"]))
    assert not any(map(is_sql, ["styles.csv", "s3://shop/styles.csv", "postgresql", None, Path("a")]))
    assert kept_place("sqlite:///a.db#b") == f"sqlite:///{Path('a.db').absolute()}#b"
    assert kept_place("sqlite:////a.db#b") == "sqlite:////a.db#b"
    assert kept_place("database://shop#b") == "database://shop#b"


def test_numbers_and_days_are_written_as_a_file_has_them() -> None:
    assert [text(cell) for cell in (None, 2012, 2012.0, Decimal("19.90"), True, b"a", " b ")] == [
        "", "2012", "2012", "19.90", "True", "a", "b",
    ]  # fmt: skip
