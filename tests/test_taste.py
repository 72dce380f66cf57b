"""A visitor's taste, by hand: two axes of look, four products."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook.behavior.taste import Taste, by_attributes

LOOKS = {"red": (1.0, 0.0), "rose": (0.8, 0.6), "green": (0.0, 1.0), "anti": (-1.0, 0.0)}


def fetch(products: Sequence[str]) -> NDArray[np.float32]:
    return np.array([LOOKS[product] for product in products], np.float32)


def test_the_vector_is_the_weighted_sum_of_deeds_the_older_ones_of_a_kind_fading() -> None:
    taste = Taste.of({"saved": ["anti", "red"], "more": ["green"], "searched": ["rose"]})

    expected = np.array([-0.9 + 1 + 0.3 * 0.8, 0.5 + 0.3 * 0.6])  # the first that was saved fades once
    vector = taste.vector(fetch)
    assert vector is not None
    np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), rtol=1e-6)


def test_what_is_dismissed_pushes_away_and_a_search_pulls() -> None:
    pushed = Taste.of({"dismissed": ["red"]})
    pulled = Taste.of({"searched": ["green"]})

    assert pushed.wishes(fetch)("red") == pytest.approx(-1)
    assert pushed.wishes(fetch)("anti") == pytest.approx(1)
    assert pulled.wishes(fetch)("green") == pytest.approx(1)


def test_of_one_product_the_strongest_deed_counts_and_nothing_done_is_no_taste() -> None:
    assert Taste.of({"saved": ["red"], "dismissed": ["red"]}) == Taste.of({"dismissed": ["red"]})
    assert Taste.of({"searched": ["red"], "saved": ["red"], "more": ["red"]}) == Taste.of({"saved": ["red"]})
    assert Taste.of({"saved": []}) == Taste()
    assert Taste().vector(fetch) is None
    assert Taste().wishes(fetch)("red") == 0


def test_the_reason_is_the_nearest_of_what_was_done_what_was_saved_before_what_was_searched() -> None:
    taste = Taste.of({"saved": ["red"], "more": ["green"], "dismissed": ["anti"]})

    assert taste.reason("rose", fetch) == ("because you saved", "red")  # 1 * 0.8 against 0.5 * 0.6
    assert taste.reason("red", fetch) == ("because you looked for more like", "green")
    assert Taste.of({"searched": ["red"]}).reason("rose", fetch) == ("because you searched and found", "red")
    assert Taste.of({"dismissed": ["anti"]}).reason("rose", fetch) == ("", "")


def test_attributes_are_liked_by_what_was_done_to_products_that_have_them() -> None:
    rows = {"red": {"colour": "Red", "type": "Dress"}, "green": {"colour": "Green", "type": "Dress"}}

    liked = Taste.of({"dismissed": ["green"], "saved": ["red"]}).attributes(rows)
    wish = by_attributes({"colour": {"Red": 1.0, "Blue": 0.5}, "type": {"Dress": 0.3}}, rows.__getitem__)

    assert liked == {"colour": {"Red": 1.0}, "type": {"Dress": pytest.approx(1 - 0.7)}}
    assert wish("red") == pytest.approx((1 + 1) / 2)
    assert wish("green") == pytest.approx((0 + 1) / 2)
    assert by_attributes({}, rows.__getitem__)("red") == 0
