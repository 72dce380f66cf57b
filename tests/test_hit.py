"""Hits go best first, and a hit stays what it was."""

import dataclasses

import pytest

from lookbook.hit import Hit, best_first


def test_hits_go_by_falling_score_and_ties_by_filename() -> None:
    a, b, c = Hit("2", "images/2.jpg", 0.5), Hit("10", "images/10.jpg", 0.5), Hit("3", "images/3.jpg", 0.9)
    given = [a, b, c]
    assert best_first(given) == [c, b, a]  # "images/10.jpg" comes before "images/2.jpg"
    assert given == [a, b, c]


def test_a_hit_can_not_be_changed() -> None:
    hit = Hit("1", "images/1.jpg", 1.0)
    assert hit.why == {}
    with pytest.raises(dataclasses.FrozenInstanceError):
        hit.score = 2.0  # type: ignore[misc]
