"""Conditions: how they are written, printed and read again, and which values fulfil them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.catalog.column import Column
from lookbook.conditions import AnyOf, Between, Condition, comparable, parse, render, understood
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
