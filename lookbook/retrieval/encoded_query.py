"""What is looked for, in terms that every way of searching understands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Attributes = Mapping[str, Sequence[tuple[str, float]]]
"""Column -> (value, probability)."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for.

    Attributes:
        vector: (D,), of length 1; None where there is no picture.
        text: "" where there are no words.
        title: that of the product whose like is looked for; "" where there is none.
        attributes: what is seen in the photo, or known of the product.
        known: they are known, and no guess.
    """

    vector: NDArray[np.float32] | None = None
    text: str = ""
    title: str = ""
    attributes: Attributes = field(default_factory=dict)
    known: bool = False
