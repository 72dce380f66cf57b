"""How what an encoder sees is judged: by hand-computed values."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.encoders.base import Prediction
from lookbook.evaluation import predictions
from lookbook.evaluation.calibration import calibration_error, temperature
from lookbook.evaluation.distortion import composite
from tests.fakes import MeanColour

SIDES = st.tuples(*[st.floats(0, 10)] * 4).map(
    lambda s: (min(s[0], s[2]), min(s[1], s[3]), max(s[0], s[2]), max(s[1], s[3]))
)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param((0, 0, 4, 2), 1.0, id="the same"),
        pytest.param((2, 0, 6, 2), 4 / 12, id="half and half: 4 shared of 8 + 8 - 4"),
        pytest.param((1, 0.5, 3, 1.5), 2 / 8, id="inside: 2 of 8"),
        pytest.param((5, 5, 6, 6), 0.0, id="apart"),
        pytest.param((4, 0, 8, 2), 0.0, id="side by side"),
    ],
)
def test_overlap_is_what_two_boxes_share_of_what_they_cover(second: predictions.Box, expected: float) -> None:
    assert predictions.overlap((0, 0, 4, 2), second) == pytest.approx(expected)
    assert predictions.overlap(second, (0, 0, 4, 2)) == pytest.approx(expected)


def test_two_boxes_of_no_size_do_not_overlap() -> None:
    assert predictions.overlap((1, 1, 1, 1), (1, 1, 1, 1)) == 0.0


@given(SIDES, SIDES)
def test_overlap_lies_between_none_and_all(first: predictions.Box, second: predictions.Box) -> None:
    assert 0.0 <= predictions.overlap(first, second) <= 1.0 + 1e-9


def test_an_encoder_without_boxes_overlaps_with_nothing() -> None:
    seen = [Prediction(np.ones(1, np.float32)), Prediction(np.ones(1, np.float32), box=[0, 0, 2, 2])]
    assert predictions.overlaps(seen, [(0, 0, 2, 2), (0, 0, 2, 2)]).tolist() == [0.0, 1.0]


def test_what_was_told_is_compared_with_the_labels_there_are() -> None:
    seen = MeanColour().predict([np.full((4, 4, 3), 200, np.uint8)] * 4)  # always: Red, 0.9
    told = predictions.told(seen, "baseColour", ["Red", "", "NA", "Green"])
    assert told.confidence.tolist() == [0.9, 0.9]
    assert told.correct.tolist() == [True, False]
    with pytest.raises(ValueError, match="a guess of gender"):
        predictions.told(seen, "gender", ["Men"] * 4)


def test_a_composite_holds_the_product_where_it_says() -> None:
    product = np.full((80, 60, 3), 255, np.uint8)
    product[20:60, 10:40] = (200, 0, 0)
    scene, where = composite(product, np.zeros((30, 30, 3), np.uint8), np.random.default_rng(3))
    assert scene.shape == (320, 240, 3)
    red = (scene[..., 0] > 150) & (scene[..., 1] < 60)
    assert (red & where).sum() / (red | where).sum() > 0.9


def test_boxes_are_read_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "boxes.csv").write_text("image,x0,y0,x1,y1\na,0.1,0.2,0.3,0.4\n")
    assert predictions.read_boxes(tmp_path / "boxes.csv") == {"a": [0.1, 0.2, 0.3, 0.4]}


# Calibration


def test_calibration_error_is_the_gap_between_confidence_and_accuracy_weighted_by_bin() -> None:
    # bin 13 of 15: two at 0.9, one right: |1.8 - 1| = 0.8; bin 9: two at 0.6, both right: |1.2 - 2| = 0.8; of four
    confidence, correct = np.array([0.9, 0.9, 0.6, 0.6]), np.array([True, False, True, True])
    assert calibration_error(confidence, correct) == pytest.approx((0.8 + 0.8) / 4)


def test_full_confidence_that_is_right_has_no_error() -> None:
    assert calibration_error(np.ones(3), np.ones(3, bool)) == 0.0


def test_the_temperature_undoes_too_sharp_logits() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 5)) * 2
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    right = np.array([rng.choice(5, p=row) for row in true])
    sharp = np.exp(3 * logits) / np.exp(3 * logits).sum(axis=1, keepdims=True)
    assert temperature(sharp, right) == pytest.approx(3.0, rel=0.1)
    assert temperature(true, right) == pytest.approx(1.0, rel=0.1)
