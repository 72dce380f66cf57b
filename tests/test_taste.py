"""A visitor's taste, by hand: two axes of look, four products."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook.behavior.taste import Deed, Taste

LOOKS = {"red": (1.0, 0.0), "rose": (0.8, 0.6), "green": (0.0, 1.0), "anti": (-1.0, 0.0)}


def fetch(products: Sequence[str]) -> NDArray[np.float32]:
    return np.array([LOOKS[product] for product in products], np.float32)


def test_the_vector_is_the_weighted_sum_of_deeds_the_older_ones_fading() -> None:
    taste = Taste().after(Deed("saved", "red")).after(Deed("more", "green"))

    expected = np.array([0.9 * 1.0, 0.5])  # saved fades once, more does not yet
    vector = taste.vector(fetch)
    assert vector is not None
    np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), rtol=1e-6)


def test_what_is_dismissed_pushes_away_and_a_search_pulls() -> None:
    pushed = Taste((Deed("dismissed", "red"),))
    pulled = Taste((Deed("searched", vector=(0.0, 1.0)),))

    assert pushed.wishes(fetch)("red") == pytest.approx(-1)
    assert pushed.wishes(fetch)("anti") == pytest.approx(1)
    assert pulled.wishes(fetch)("green") == pytest.approx(1)
    assert pushed.dismissed == ["red"]


def test_a_heart_taken_back_and_a_reset_leave_no_trace() -> None:
    taste = Taste().after(Deed("saved", "red"))

    assert taste.without("red") == Taste()
    assert taste.after(Deed("dismissed", "red")).saved == []
    assert Taste().vector(fetch) is None
    assert Taste().wishes(fetch)("red") == 0
    assert Taste((Deed("saved", "red"), Deed("saved", "anti"), Deed("more", "red"))).saved == ["red", "anti"]


def test_the_reason_is_the_nearest_of_what_was_saved() -> None:
    taste = Taste().after(Deed("saved", "red")).after(Deed("more", "green")).after(Deed("dismissed", "anti"))

    assert taste.reason("rose", fetch) == ("because you saved", "red")
    assert Taste((Deed("dismissed", "anti"),)).reason("rose", fetch) == ("", "")


def test_attributes_are_liked_by_what_was_done_to_products_that_have_them() -> None:
    rows = {"red": {"colour": "Red", "type": "Dress"}, "green": {"colour": "Green", "type": "Dress"}}

    liked = Taste().after(Deed("dismissed", "green")).after(Deed("saved", "red")).attributes(rows)

    assert liked == {"colour": {"Red": 1.0}, "type": {"Dress": pytest.approx(1 - 0.7 * 0.9)}}
