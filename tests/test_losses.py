"""Every loss is what its formula gives when it is worked out by hand."""

from math import exp, log

import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray

from lookbook.training.losses import any_of, box_distance, instance

Array = NDArray[np.float32]

ONE_TWO_THREE = [0.0, log(2), log(3)]
"""Logits of the probabilities 1/6, 2/6 and 3/6."""


def values(loss: object) -> list[float]:
    return [float(value) for value in ops.convert_to_numpy(loss)]


def batch(*rows: list[float]) -> Array:
    return np.array(rows, np.float32)


# any_of


@pytest.mark.parametrize(
    ("allowed", "probability"), [([0, 0, 1], 3 / 6), ([1, 0, 0], 1 / 6), ([0, 1, 1], 5 / 6), ([1, 0, 1], 4 / 6)]
)
def test_any_of_is_minus_the_log_of_the_probability_of_what_is_allowed(allowed: list[int], probability: float) -> None:
    loss = any_of(batch(ONE_TWO_THREE), np.array([allowed]), smoothing=0.0)
    assert values(loss) == pytest.approx([-log(probability)], abs=1e-6)


def test_any_of_smooths_towards_all_classes_alike() -> None:
    right, everywhere = -log(3 / 6), (-log(1 / 6) - log(2 / 6) - log(3 / 6)) / 3
    loss = any_of(batch(ONE_TWO_THREE), np.array([[0, 0, 1]]), smoothing=0.05)
    assert values(loss) == pytest.approx([0.95 * right + 0.05 * everywhere], abs=1e-6)


def test_any_of_is_zero_where_everything_is_allowed() -> None:
    loss = any_of(batch(ONE_TWO_THREE, [5.0, -5.0, 0.0]), np.ones((2, 3)))
    assert values(loss) == [0.0, 0.0]


def test_any_of_takes_every_row_for_itself() -> None:
    loss = any_of(batch(ONE_TWO_THREE, ONE_TWO_THREE), np.array([[True, False, False], [False, False, True]]), 0.0)
    assert values(loss) == pytest.approx([log(6), log(2)], abs=1e-6)


def test_any_of_stays_finite_far_out() -> None:
    loss = any_of(batch([1000.0, -1000.0]), np.array([[0, 1]]), smoothing=0.0)
    assert values(loss) == pytest.approx([2000.0])


# instance: two products, two views of each

FIRST = batch([1.0, 0.0], [0.0, 1.0])
SECOND = batch([0.8, 0.6], [-0.6, 0.8])


def test_instance_compares_the_other_view_with_all_views_of_other_products() -> None:
    warm = 0.5

    def against(partner: float, *others: float) -> float:
        return -log(exp(partner / warm) / (exp(partner / warm) + sum(exp(other / warm) for other in others)))

    # first view of 0: its partner at 0.8, others (0, 1) at 0.0 and (-0.6, 0.8) at -0.6; and so on
    zero = (against(0.8, 0.0, -0.6) + against(0.8, 0.6, 0.0)) / 2
    one = (against(0.8, 0.0, 0.6) + against(0.8, -0.6, 0.0)) / 2
    assert values(instance(FIRST, SECOND, np.eye(2), temperature=warm)) == pytest.approx([zero, one], abs=1e-5)


def test_instance_takes_no_picture_of_the_same_product_for_another() -> None:
    assert values(instance(FIRST, SECOND, np.ones((2, 2)))) == pytest.approx([0.0, 0.0], abs=1e-6)


def test_instance_is_small_where_views_agree_and_large_where_they_are_swapped() -> None:
    near, far = values(instance(FIRST, FIRST, np.eye(2))), values(instance(FIRST, FIRST[::-1], np.eye(2)))
    assert max(near) < 0.01
    assert min(far) > 10.0


# box_distance

LEFT = [0.0, 0.0, 0.4, 0.4]


@pytest.mark.parametrize(
    ("predicted", "true", "distance"),
    [
        pytest.param(LEFT, LEFT, 0.0, id="equal"),
        pytest.param([0.2, 0.0, 0.6, 0.4], LEFT, 1 - 0.08 / 0.24, id="half overlapping"),
        pytest.param([0.6, 0.6, 1.0, 1.0], [0.0, 0.0, 0.4, 0.4], 1 - 0 + (1.0 - 0.32) / 1.0, id="disjoint"),
        pytest.param([0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.5, 0.5], 1 - 0.25, id="one inside the other"),
        pytest.param([0.4, 0.4, 0.0, 0.0], LEFT, 0.0, id="inside out"),
        pytest.param([0.1, 0.1, 0.1, 0.1], LEFT, 1.0, id="a point inside"),
    ],
)
def test_box_distance_is_one_minus_generalised_overlap(
    predicted: list[float], true: list[float], distance: float
) -> None:
    assert values(box_distance(batch(predicted), batch(true))) == pytest.approx([distance], abs=1e-4)
