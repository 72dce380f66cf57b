"""Which kinds of garment words beside a photo keep."""

from pathlib import Path

import numpy as np
import pytest

from lookbook.retrieval import kinds
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.products import Products
from tests.fakes import open_products, unit

TABLE = """id,articleType,baseColour,productDisplayName
1,Tshirts,Red,Lark T-shirt
2,Tshirts,Red,Lark T-shirt
3,Tops,Red,Lark Top
4,Tops,Blue,Lark Top
5,Heels,Red,Lark Heels
"""


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Products:
    """Five products of three kinds."""
    return open_products(tmp_path_factory.mktemp("kinds"), "12345", TABLE)


def photo(*seen: tuple[str, float], text: str = "in red") -> EncodedQuery:
    """Return the query of a photo in which these kinds are seen."""
    return EncodedQuery(vectors=unit(1, 0, 0)[None], text=text, attributes={"articleType": seen})


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([("Tshirts", 0.95), ("Tops", 0.04)], ["tshirts"]),
        ([("Tshirts", 0.6), ("Tops", 0.32), ("Heels", 0.08)], ["tshirts", "tops"]),
        ([("Tshirts", 0.6), ("Tops", 0.2), ("Heels", 0.04)], ["tshirts", "tops"]),
        ([("Sarees", 0.6), ("Tops", 0.35)], ["tops"]),
        ([("Tshirts", 0.25), ("Tops", 0.2)], []),
        ([], []),
    ],
)
def test_the_likeliest_kinds_are_kept_until_one_is_surely_right(
    seen: list[tuple[str, float]], expected: list[str], products: Products
) -> None:
    assert list(kinds.kept(products, photo(*seen), {}).get("articleType", ())) == expected


def test_words_that_name_a_kind_or_none_at_all_keep_none(products: Products) -> None:
    seen = [("Tshirts", 0.6), ("Tops", 0.3)]
    assert kinds.kept(products, photo(*seen), {"articleType": ["heels"]}) == {}
    assert kinds.kept(products, photo(*seen, text=""), {}) == {}


def test_the_best_of_each_kind_is_lifted_right_below_the_best(products: Products) -> None:
    rows = np.arange(5)
    total = np.array([0.9, 0.8, 0.5, 0.4, 0.7], np.float32)
    lifted = total + kinds.lift(products, rows, total, ["tshirts", "tops"])
    assert lifted == pytest.approx([0.9, 0.8, 0.9 - 1e-5, 0.4, 0.7], abs=1e-7)
    total[2:4] = -np.inf
    assert kinds.lift(products, rows, total, ["tshirts", "tops"]).tolist() == [0, 0, 0, 0, 0], "neither is to be lifted"


def test_no_product_of_one_kind_lifts_nothing(tmp_path: Path) -> None:
    only = open_products(tmp_path, "1", "id,articleType\n1,Tshirts\n")
    assert kinds.lift(only, np.arange(1), np.array([0.5], np.float32), ["tshirts", "tops"]).tolist() == [0]
