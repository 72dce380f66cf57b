"""Every measure gives the number that is worked out by hand."""

import numpy as np
import pytest

from lookbook.evaluation.metrics import hit_at, interval, precision_at

RELEVANT = np.array(
    [
        [True, False, True, False, True],
        [False, False, False, False, True],
        [False, False, False, False, False],
        [True, True, True, True, True],
    ]
)


def test_precision_is_the_share_of_the_first_k_that_is_relevant() -> None:
    assert precision_at(RELEVANT, 5).tolist() == [3 / 5, 1 / 5, 0.0, 1.0]
    assert precision_at(RELEVANT, 2).tolist() == [1 / 2, 0.0, 0.0, 1.0]
    assert precision_at(RELEVANT, 1).tolist() == [1.0, 0.0, 0.0, 1.0]


def test_results_that_are_missing_count_as_wrong() -> None:
    assert precision_at(np.array([[True, True]]), 5).tolist() == [2 / 5]


def test_a_hit_is_any_relevant_result_among_the_first_k() -> None:
    assert hit_at(RELEVANT, 5).tolist() == [1.0, 1.0, 0.0, 1.0]
    assert hit_at(RELEVANT, 4).tolist() == [1.0, 0.0, 0.0, 1.0]


def test_the_interval_of_equal_values_is_that_value() -> None:
    assert interval(np.array([0.25] * 30, np.float64)) == (0.25, 0.25)


def test_the_interval_of_many_values_is_two_standard_errors_wide_on_each_side() -> None:
    values = np.tile([0.0, 1.0], 500)  # mean 1/2, standard deviation 1/2
    low, high = interval(values)
    error = 1.96 * 0.5 / 1000**0.5
    assert low == pytest.approx(0.5 - error, abs=0.004)
    assert high == pytest.approx(0.5 + error, abs=0.004)


def test_the_interval_of_one_seed_is_always_the_same() -> None:
    values = np.random.default_rng(5).random(50)
    assert interval(values, seed=1) == interval(values, seed=1)
    assert interval(values, seed=1) != interval(values, seed=2)


def test_metrics_leave_the_relevance_as_it_was() -> None:
    relevant = RELEVANT.copy()
    precision_at(relevant, 3)
    hit_at(relevant, 3)
    assert (relevant == RELEVANT).all()
