"""Arrays of other numbers than bytes are the same picture, or no picture at all."""

from typing import Any

import numpy as np
import pytest

from lookbook.photo_arrays import eight_bits
from lookbook.photos import PhotoError

GREYS = np.repeat([0, 1, 128, 254, 255], 3).reshape(1, 5, 3).astype(np.uint8)


@pytest.mark.parametrize(
    "array",
    [
        GREYS,
        GREYS / 255.0,
        (GREYS / 255).astype(np.float32),
        GREYS.astype(np.float64),
        GREYS.astype(np.uint16) * 257,
        GREYS.astype(">u2") * 257,
    ],
)
def test_the_same_picture_in_other_numbers(array: Any) -> None:
    found = eight_bits(array)
    assert found.dtype == np.uint8
    assert found.tolist() == GREYS.tolist()


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((4, 4), np.uint8), r"shape \(4, 4\)"),
        (np.zeros((4, 4, 4), np.uint8), r"shape \(4, 4, 4\)"),
        (np.zeros((0, 4, 3), np.uint8), r"shape \(0, 4, 3\)"),
        (np.zeros((4, 4, 3), np.int64), "int64"),
        (np.full((4, 4, 3), -0.5), "-0.5 to -0.5"),
        (np.full((4, 4, 3), 256.0), "256 to 256"),
        (np.full((4, 4, 3), np.nan), "nan"),
    ],
)
def test_what_is_no_picture_is_refused(array: Any, said: str) -> None:
    with pytest.raises(PhotoError, match=said):
        eight_bits(array)
