"""Lists of hits made one, with the arithmetic written out."""

import pytest

from lookbook.fusion import reciprocal_rank, weighted_sum
from lookbook.hit import Hit


def hit(name: str, score: float) -> Hit:
    """Make a hit of a picture."""
    return Hit(name, f"images/{name}.jpg", score, {"before": score})


VISUAL = [hit("a", 0.9), hit("b", 0.5), hit("c", 0.1)]
TEXT = [hit("b", 8.0), hit("d", 4.0)]


def test_reciprocal_rank_adds_up_one_by_sixty_plus_rank() -> None:
    fused = reciprocal_rank({"visual": VISUAL, "text": TEXT})
    assert [found.id for found in fused] == ["b", "a", "d", "c"]
    assert [found.score for found in fused] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63])
    assert fused[0].why == pytest.approx({"visual": 1 / 62, "text": 1 / 61})
    assert fused[1].why == pytest.approx({"visual": 1 / 61})


def test_the_weighted_sum_is_of_scores_between_lowest_and_highest() -> None:
    fused = weighted_sum({"visual": VISUAL, "text": TEXT}, {"visual": 0.6, "text": 0.4})
    # visual: a 1, b (0.5 - 0.1) / (0.9 - 0.1) = 0.5, c 0; text: b 1, d 0
    assert [found.id for found in fused] == ["b", "a", "c", "d"]
    assert [found.score for found in fused] == pytest.approx([0.6 * 0.5 + 0.4 * 1, 0.6, 0, 0])
    assert fused[0].why == pytest.approx({"visual": 0.3, "text": 0.4})


def test_equal_scores_all_count_in_full() -> None:
    fused = weighted_sum({"text": [hit("b", 0.2), hit("a", 0.2)]}, {"text": 0.5})
    assert [(found.id, found.score) for found in fused] == [("a", 0.5), ("b", 0.5)]


def test_ties_go_by_filename() -> None:
    fused = reciprocal_rank({"visual": [hit("z", 1.0)], "text": [hit("m", 1.0)]})
    assert [found.id for found in fused] == ["m", "z"]


def test_a_file_that_is_twice_in_a_list_counts_once_at_its_first_place() -> None:
    fused = reciprocal_rank({"visual": [hit("a", 0.9), hit("a", 0.9), hit("b", 0.5)]})
    assert [(found.id, found.score) for found in fused] == [("a", 1 / 61), ("b", 1 / 62)]


def test_nothing_fused_is_nothing_and_what_was_given_stays() -> None:
    assert reciprocal_rank({}) == []
    assert weighted_sum({"text": []}, {"text": 1.0}) == []
    given = list(VISUAL)
    weighted_sum({"visual": given}, {"visual": 1.0})
    assert given == [hit("a", 0.9), hit("b", 0.5), hit("c", 0.1)]
