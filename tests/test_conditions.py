"""Conditions: how they are written, printed and read again, and which values fulfil them."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.catalog.column import Column
from lookbook.conditions import AnyOf, Between, Condition, comparable, day, number, parse, render, understood
from lookbook.errors import BadCondition

COLUMN = Column.of(["Men", "men ", "Women", "", "2012", "2012.0", "07", "soon"])


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (AnyOf(("MEN",)), ["Men", "men "]),
        (AnyOf(("women", "")), ["Women", ""]),
        (AnyOf(()), []),
        (AnyOf(("2012",)), ["2012", "2012.0"]),
        (AnyOf(("7",)), ["07"]),
        (Between(2000, 2012), ["2012", "2012.0"]),
        (Between(high=7), ["07"]),
        (Between(), ["2012", "2012.0", "07"]),
    ],
)
def test_a_condition_says_which_of_a_columns_values_fulfil_it(condition: Condition, fits: list[str]) -> None:
    mask = condition.mask(COLUMN)
    assert [value for value, fit in zip(COLUMN.spelled, mask, strict=True) if fit] == fits


@pytest.mark.parametrize(
    ("value", "key"),
    [(" Men ", "men"), ("2012.0", "2012"), ("07", "7"), ("49.90", "49.9"), ("1e5", "1e5"), ("STRASSE", "strasse")],
)
def test_values_compare_as_a_person_means_them(value: str, key: str) -> None:
    assert comparable(value) == key


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Men", AnyOf(("Men",))),
        (2017, AnyOf(("2017",))),
        (49.90, AnyOf(("49.9",))),
        (np.int64(3), AnyOf(("3",))),
        (["Men", "Boys"], AnyOf(("Men", "Boys"))),
        (("x", 1), AnyOf(("x", "1"))),
        (Between(1, 2), Between(1, 2)),
        ([], AnyOf(())),
    ],
)
def test_conditions_are_taken_as_people_write_them(written: object, expected: Condition) -> None:
    assert understood({"column": written}) == {"column": expected}


@pytest.mark.parametrize("written", [None, object(), {"a": 1}, [None], True and [True]])
def test_what_is_no_condition_is_named(written: object) -> None:
    with pytest.raises(BadCondition, match=r"where=\{'gender':"):
        understood({"gender": written})


def test_where_is_a_mapping_by_the_names_of_columns() -> None:
    assert understood(None) == {}
    wrong: Any = [("gender", "Men")]
    with pytest.raises(BadCondition, match="where is a list; give a dict"):
        understood(wrong)
    wrong = {3: "Men"}
    with pytest.raises(BadCondition, match="names the column 3"):
        understood(wrong)


VALUES = st.lists(st.text("ab 1.=&", min_size=1).filter(lambda value: ".." not in value), min_size=1, max_size=3)
RANGES = st.builds(Between, st.integers(0, 99).map(float), st.none() | st.integers(0, 99).map(float))


@given(st.dictionaries(st.sampled_from("xyz"), VALUES.map(lambda own: AnyOf(tuple(own))) | RANGES))
def test_what_is_printed_is_parsed_again(where: dict[str, Condition]) -> None:
    pairs = [(column, text) for column, condition in where.items() for text in condition.texts()]
    assert parse(pairs) == where
    assert len({*where.values(), *where.values()}) == len(set(where.values())), "conditions are hashed by value"


def test_another_engine_renders_conditions_by_a_table() -> None:
    where: dict[str, Condition] = {"gender": AnyOf(("Men", "Boys")), "year": Between(2011, None)}
    as_sql = {
        AnyOf: lambda column, any_of: f"{column} IN ({', '.join(map(repr, any_of.values))})",
        Between: lambda column, between: f"{column} >= {between.low:g}",
    }
    assert render(where, as_sql) == ["gender IN ('Men', 'Boys')", "year >= 2011"]
    with pytest.raises(BadCondition, match="a Between can't be asked for here"):
        render(where, {AnyOf: as_sql[AnyOf]})


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("19.99", 19.99),
        ("19,99", 19.99),
        ("7,50 €", 7.5),
        ("€7.5", 7.5),
        ("$1,299.00", 1299),
        ("1.299,00 €", 1299),
        ("CHF 1'299.50", 1299.5),
        ("1 299,00 kr", 1299),
        ("US$ 12", 12),
        ("-5,5", -5.5),
        ("1,234,567", 1234567),
        ("Rs. 1,299", 1299),
        ("1e3", 1000),
    ],
)
def test_prices_are_numbers_with_either_mark_and_a_currency(value: str, amount: float) -> None:
    assert number(value) == amount


@pytest.mark.parametrize(
    "value", ["", "30 cm", "XL", "1,2,3", "12-14", "5 stars", "7 US", "nan", "inf", "€", "1.2.2024"]
)
def test_what_is_no_amount_is_no_number(value: str) -> None:
    assert math.isnan(number(value))


@given(st.text(max_size=60))
def test_any_cell_is_a_number_a_date_or_neither(value: str) -> None:
    assert isinstance(number(value), float)
    assert isinstance(day(value), float)
    assert isinstance(comparable(value), str)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2024-01-01..2024-03-31", [0, 1]),
        ("2024-01..2024-03", [0, 1]),
        ("..2024-01-05", [0]),
        ("2024-06-05..", [2]),
        ("01.01.2024..31.12.2024", [0, 1, 2]),
    ],
)
def test_a_range_of_dates_holds_both_its_ends(asked: str, found: list[int]) -> None:
    column = Column.of(["2024-01-05", "31.03.2024", "2024-06-05T10:00:00Z", "soon", ""])
    condition = parse([("added", asked)])["added"]
    assert np.flatnonzero(condition.mask(column)).tolist() == found
    assert condition.texts() == (asked,)


@pytest.mark.parametrize("cell", ["blue, white", "blue|white", "white; blue", "Blue,White"])
def test_a_cell_of_several_values_has_each_of_them(cell: str) -> None:
    column = Column.of([cell, "red", "blue"])
    assert AnyOf(("blue",)).mask(column).tolist() == [True, False, True]
    assert AnyOf((cell,)).mask(column).tolist() == [True, False, False]


def test_sentences_and_decimals_are_not_taken_apart() -> None:
    titles = Column.of(["A shirt that is soft and warm, made of cotton", "made of cotton"])
    assert AnyOf(("made of cotton",)).mask(titles).tolist() == [False, True]
    sizes = Column.of(["37,5", "37"])
    assert AnyOf(("37",)).mask(sizes).tolist() == [False, True]


def test_values_are_counted_one_by_one_where_a_cell_has_several() -> None:
    column = Column.of(["blue, white", "Blue", "red", "white"])
    assert column.told(np.array([1, 2, 1, 4])) == [("white", 5), ("blue", 3), ("red", 1)]
