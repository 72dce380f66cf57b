"""Lists of hits made one, with the arithmetic written out."""

import numpy as np
import pytest

from lookbook.hit import Hit
from lookbook.retrieval.fusion import reciprocal_rank, weighted_sum


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


def test_the_weighted_sum_tells_what_each_way_gave() -> None:
    scores = {"visual": np.array([0.5, 1.0], np.float32), "text": np.array([0.25, 0.0], np.float32)}
    total, given = weighted_sum(scores, {"visual": 0.5, "text": 2.0, "features": 9.0})
    assert total.tolist() == [0.5 * 0.5 + 2 * 0.25, 0.5]
    assert {way: part.tolist() for way, part in given.items()} == {"visual": [0.25, 0.5], "text": [0.5, 0.0]}
    assert scores["visual"].tolist() == [0.5, 1.0], "nothing was written into"


def test_ties_go_by_filename() -> None:
    fused = reciprocal_rank({"visual": [hit("z", 1.0)], "text": [hit("m", 1.0)]})
    assert [found.id for found in fused] == ["m", "z"]


def test_a_file_that_is_twice_in_a_list_counts_once_at_its_first_place() -> None:
    fused = reciprocal_rank({"visual": [hit("a", 0.9), hit("a", 0.9), hit("b", 0.5)]})
    assert [(found.id, found.score) for found in fused] == [("a", 1 / 61), ("b", 1 / 62)]


def test_nothing_fused_is_nothing() -> None:
    assert reciprocal_rank({}) == []
    assert reciprocal_rank({"text": []}) == []
