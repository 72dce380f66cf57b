"""One column of a product table, each value stored once."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.texts import Texts
from lookbook.conditions import comparable, number


class Column:
    """The values of N products.

    Args:
        spelled: the V distinct values, as they stand in the table.
        own: each product's value (N,), as its place among them.
    """

    def __init__(self, spelled: Texts, own: NDArray[np.int32]) -> None:
        self.spelled = spelled
        self.own = own

    @classmethod
    def of(cls, values: Iterable[str]) -> "Column":
        """Gather the values of products, in their order."""
        places: dict[str, int] = {}
        own = [places.setdefault(value, len(places)) for value in values]
        return cls(Texts.of(places), np.array(own, np.int32))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Each value as it compares -> the place of the first value that compares so."""
        places: dict[str, int] = {}
        for place, value in enumerate(self.spelled):
            places.setdefault(comparable(value), place)
        return places

    @cached_property
    def alike(self) -> NDArray[np.int32]:
        """For each value (V,), the place of the first one that compares like it: "red" and " Red " are one."""
        return np.array([self.places[comparable(value)] for value in self.spelled], np.int32)

    @cached_property
    def meant(self) -> NDArray[np.int32]:
        """Each product's value (N,), as the place of the first one that compares like it."""
        return self.alike[self.own]

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """The values (V,) as numbers, NaN where they are none."""
        return np.array([number(value) for value in self.spelled], np.float64)
