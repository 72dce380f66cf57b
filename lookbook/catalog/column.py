"""One column of a product table, each value stored once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.texts import Texts
from lookbook.conditions import comparable, day, number
from lookbook.conditions.values import are_short, parts

_SHORT = 0.95
"""The share of a column's cells of several values in which all must be short, else it is text with commas."""


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
    def among(self) -> Mapping[str, NDArray[np.intp]]:
        """What stands in a cell beside others, as it compares -> the places of the values that are such cells."""
        found: dict[str, list[int]] = {}
        for place, own in self._several.items():
            for part in own:
                found.setdefault(comparable(part), []).append(place)
        return {part: np.array(places, np.intp) for part, places in found.items()}

    def told(self, times: NDArray[np.intp]) -> list[tuple[str, int]]:
        """Return values and how often each is there, cells of several counting for each of theirs, the commonest first.

        Args:
            times: how often each value (V,) is there, or its first ones, by `meant`.
        """
        names: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for place in np.flatnonzero(times).tolist():
            for part in self._several.get(place, [self.spelled[place].strip()]):
                key = comparable(part)
                names.setdefault(key, part)
                counts[key] += int(times[place])
        found = [(names[key], count) for key, count in counts.items() if key]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    @cached_property
    def _several(self) -> Mapping[int, Sequence[str]]:
        """The place of each value that is a cell of several -> those; nothing where the column has sentences."""
        found = {place: own for place, value in enumerate(self.spelled) if len(own := parts(value)) > 1}
        return found if hold_several(found.values()) else {}

    @cached_property
    def days(self) -> NDArray[np.float64]:
        """The values (V,) as days since the year 1, NaN where they are no dates."""
        return np.array([day(value) for value in self.spelled], np.float64)

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """The values (V,) as numbers, NaN where they are none."""
        return np.array([number(value) for value in self.spelled], np.float64)


def hold_several(cells: Iterable[Sequence[str]]) -> bool:
    """Return whether a column's distinct cells of several parts hold values, and are not text with commas in it."""
    short = [are_short(own) for own in cells]
    return sum(short) >= _SHORT * len(short)
