"""Every measure gives the number that is worked out by hand."""

import itertools
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lookbook.evaluation import metrics
from lookbook.evaluation.metrics import (
    average_precision_at,
    by_group,
    hit_at,
    interval,
    ndcg_at,
    precision_at,
)

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


AVAILABLE = np.array([4, 1, 3, 10])


def test_average_precision_is_the_mean_precision_at_the_relevant_ranks_of_all_there_could_be() -> None:
    assert average_precision_at(RELEVANT, AVAILABLE, 5) == pytest.approx(
        [(1 / 1 + 2 / 3 + 3 / 5) / 4, (1 / 5) / 1, 0.0, 5 / 5]
    )
    # of ten, only two can stand in two ranks
    assert average_precision_at(RELEVANT, AVAILABLE, 2) == pytest.approx([1 / 2, 0.0, 0.0, 2 / 2])


def test_the_ideal_of_ndcg_holds_all_relevant_items_not_only_those_that_were_found() -> None:
    ideal_of_four = 1 + 1 / log2(3) + 1 / 2 + 1 / log2(5)
    assert ndcg_at(RELEVANT, AVAILABLE, 5) == pytest.approx(
        [(1 + 1 / 2 + 1 / log2(6)) / ideal_of_four, 1 / log2(6), 0.0, 1.0]
    )
    assert ndcg_at(RELEVANT, AVAILABLE, 2) == pytest.approx([1 / (1 + 1 / log2(3)), 0.0, 0.0, 1.0])


def test_a_query_with_nothing_relevant_counts_nothing() -> None:
    nothing, none = np.zeros((1, 5), bool), np.array([0])
    assert average_precision_at(nothing, none, 10).tolist() == ndcg_at(nothing, none, 10).tolist() == [0.0]


def test_a_list_shorter_than_k_can_be_perfect() -> None:
    both, two = np.array([[True, True]]), np.array([2])
    assert average_precision_at(both, two, 10) == pytest.approx([1.0])
    assert ndcg_at(both, two, 10) == pytest.approx([1.0])


ranking = st.lists(st.booleans(), min_size=1, max_size=14)


@given(ranking, st.integers(0, 5), st.integers(1, 12))
def test_ranked_measures_are_shares_and_only_the_perfect_ranking_is_perfect(
    right: list[bool], missed: int, k: int
) -> None:
    relevant, available = np.array([right]), np.array([sum(right) + missed])
    best = min(k, int(available[0]))
    perfect = best > 0 and all(right[:best]) and len(right) >= best
    for measure in (average_precision_at, ndcg_at):
        (value,) = measure(relevant, available, k)
        assert 0 <= value <= 1 + 1e-12
        assert (value > 1 - 1e-9) == perfect


@given(ranking, st.integers(1, 12), st.data())
def test_a_relevant_item_moved_up_never_makes_a_ranking_worse(right: list[bool], k: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(right) - 1))
    moved = [right[place], *right[:place], *right[place + 1 :]] if right[place] else right
    available = np.array([sum(right)])
    for measure in (average_precision_at, ndcg_at):
        assert measure(np.array([moved]), available, k)[0] >= measure(np.array([right]), available, k)[0] - 1e-12


@pytest.mark.parametrize(("others", "available"), [(6, 0), (6, 2), (6, 6), (3, 1), (1, 1)])
def test_chance_is_the_mean_over_all_orders_that_there_are(others: int, available: int) -> None:
    items = [True] * available + [False] * (others - available)
    orders: NDArray[np.bool_] = np.array(list(itertools.permutations(items)))
    counts = np.full(len(orders), available)
    one = counts[:1]
    for k in (1, 4, 5):
        assert metrics.expected_precision_at(one, others, k) == pytest.approx([precision_at(orders, k).mean()])
        assert metrics.expected_hit_at(one, others, k) == pytest.approx([hit_at(orders, k).mean()])
        assert metrics.expected_average_precision_at(one, others, k) == pytest.approx(
            [average_precision_at(orders, counts, k).mean()]
        )
        assert metrics.expected_ndcg_at(one, others, k) == pytest.approx([ndcg_at(orders, counts, k).mean()])


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
    average_precision_at(relevant, AVAILABLE, 3)
    ndcg_at(relevant, AVAILABLE, 3)
    assert (relevant == RELEVANT).all()


def test_each_group_counts_as_one() -> None:
    values = np.array([1.0, 0.0, 0.5, 1.0])
    assert by_group(values, ["b", "a", "b", "b"]).tolist() == pytest.approx([0.0, 2.5 / 3])
