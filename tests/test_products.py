"""Conditions on products, and how many fulfil them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.conditions import Between, understood
from lookbook.retrieval.products import Products
from tests.fakes import open_products

TABLE = """id,gender,colour,year
1,Men,Red,2010
2,Women,red,2011
3,Men,Blue,2012.5
4,Women,,soon
5,Men,Green,nan
6,Boys,RED,-inf
"""
ROWS = [line.split(",") for line in TABLE.splitlines()[1:]]
COLUMNS = ("gender", "colour", "year")


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Products:
    """Six products and a picture without a row."""
    return open_products(tmp_path_factory.mktemp("products"), "1234567", TABLE)


def counts(products: Products, column: str, where: dict[str, Any] | None = None) -> list[tuple[str, int]]:
    """Count a column's values."""
    return products.catalog.table.counts(column, understood(where))


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"colour": "RED"}, "126"),
        ({"colour": ["blue", "Red"]}, "1236"),
        ({"colour": ["blue", "red"], "gender": ("men",)}, "13"),
        ({"colour": []}, ""),
        ({"colour": "mauve"}, ""),
        ({"colour": ""}, "47"),
        ({"year": Between(2011, 2012.5)}, "23"),
        ({"year": Between(low=2010.5)}, "23"),
        ({"year": Between(high=2011)}, "12"),
        ({"year": Between()}, "123"),
        ({"year": Between(2012, 2011)}, ""),
        ({"colour": Between()}, ""),
    ],
)
def test_a_condition_is_a_value_or_any_of_several_or_a_range(
    where: dict[str, Any], ids: str, products: Products
) -> None:
    rows = products.rows(understood(where))
    assert rows is not None
    assert [products.filenames[row] for row in rows] == [f"images/{name}.png" for name in ids]


def test_no_condition_is_no_row_numbers(products: Products) -> None:
    assert products.rows(None) is None
    assert products.rows({}) is None


def test_values_are_counted_in_their_first_spelling_most_frequent_first(products: Products) -> None:
    assert counts(products, "colour") == [("Red", 3), ("Blue", 1), ("Green", 1)]
    assert counts(products, "gender") == [("Men", 3), ("Women", 2), ("Boys", 1)]


def test_conditions_on_other_columns_hold_and_its_own_does_not(products: Products) -> None:
    assert counts(products, "colour", {"gender": "men", "colour": "red"}) == [
        ("Blue", 1),
        ("Green", 1),
        ("Red", 1),
    ]
    assert counts(products, "gender", {"year": Between(2010, 2011)}) == [
        ("Men", 1),
        ("Women", 1),
    ]


@pytest.mark.parametrize(
    "ask",
    [lambda products: products.rows(understood({"hue": "red"})), lambda products: counts(products, "hue")],
)
def test_a_column_that_is_not_there_is_named_with_those_that_are(
    ask: Callable[[Products], object], products: Products
) -> None:
    with pytest.raises(ValueError, match="no column 'hue'; its columns are: id, gender, colour, year"):
        ask(products)


CONDITIONS = st.one_of(
    st.sampled_from(["men", "Red", "2011", "x"]), st.lists(st.sampled_from(["MEN", "women", "blue", "red"]), max_size=3)
)


@given(where=st.dictionaries(st.sampled_from(COLUMNS), CONDITIONS), column=st.sampled_from(COLUMNS))
def test_counts_are_those_of_counting_one_by_one(
    products: Products, where: dict[str, str | list[str]], column: str
) -> None:
    def fits(row: list[str]) -> bool:
        pairs = [(row[1 + COLUMNS.index(other)], wanted) for other, wanted in where.items() if other != column]
        several = [(value, [wanted] if isinstance(wanted, str) else wanted) for value, wanted in pairs]
        return all(value.casefold() in [one.casefold() for one in values] for value, values in several)

    expected = Counter(row[1 + COLUMNS.index(column)].casefold() for row in ROWS if fits(row))
    expected.pop("", None)
    assert Counter({value.casefold(): count for value, count in counts(products, column, where)}) == expected
