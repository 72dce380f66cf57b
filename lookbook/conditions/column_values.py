"""What a condition asks of a column."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Values(Protocol):
    """The V distinct values of a column."""

    @property
    def places(self) -> Mapping[str, int]:
        """Each value as it compares (`comparable`) -> the place of the first value that compares so."""

    @property
    def alike(self) -> NDArray[np.int32]:
        """For each value (V,), the place of the first one that compares like it."""

    @property
    def among(self) -> Mapping[str, NDArray[np.intp]]:
        """What stands in a cell beside others, as it compares -> the places of the values that are such cells."""

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The values (V,) as numbers, NaN where they are none."""

    @property
    def days(self) -> NDArray[np.float64]:
        """The values (V,) as days since the year 1, NaN where they are no dates."""
