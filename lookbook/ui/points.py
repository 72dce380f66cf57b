"""What a map draws: points with the kind of each, and the kinds' names where most of each lie."""

import base64
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.neighbors.engine import Rows
from lookbook.projection.projection import Places

SCALE = 65535
"""The longer side of a map, in the unit that places are sent in."""
NAMED = 40
"""How many kinds have their name on the map."""
CELLS = 32
"""A map has so many cells a side; the name of a kind stands where the fullest of them is."""
Place = tuple[int, int]


@dataclass(frozen=True)
class Points:
    """M of the N places of a map.

    Attributes:
        rows: which ones (M,), ascending.
        packed: x of each, y of each, kind of each, as 16-bit numbers in base64.
        kinds: the names of kinds, the most frequent first.
        names: kind, x and y of each name on the map, the most frequent first.
    """

    rows: Rows
    packed: str
    kinds: Sequence[str]
    names: Sequence[tuple[int, int, int]]

    @classmethod
    def choose(cls, places: Places, own: Sequence[str], most: int, wanted: Collection[int]) -> Self:
        """Choose what is drawn of places (N, 2), always the same.

        Args:
            places: from 0 to 1.
            own: each place's kind (N,).
            most: how many may be drawn, `wanted` not counted.
            wanted: rows that are drawn in any case.
        """
        kinds = [kind for kind, _ in Counter(own).most_common()]
        numbers = {kind: number for number, kind in enumerate(kinds)}
        kind = np.array([numbers[name] for name in own])
        rows = np.arange(len(own))
        if len(own) > most:
            rows = np.union1d(np.random.default_rng(0).choice(rows, most, replace=False), list(wanted)).astype(np.intp)
        packed = np.concatenate([*scaled(places[rows]).T, kind[rows]]).astype("<u2").tobytes()
        names = [(number, *_thickest(places[kind == number])) for number in range(min(NAMED, len(kinds)))]
        return cls(rows, base64.b64encode(packed).decode(), kinds, names)


def packed_bits(marks: NDArray[np.bool_]) -> str:
    """Return marks (M,), a bit each, eight to a byte, in base64."""
    return base64.b64encode(np.packbits(marks).tobytes()).decode()


def scaled(places: Places) -> NDArray[np.int64]:
    """Return places (Q, 2) in the unit that they are sent in; what lies outside the map comes to its edge."""
    return np.rint(np.clip(places, 0, 1) * SCALE).astype(np.int64)


def _thickest(places: Places) -> Place:
    """Return the middle of the places (Q, 2) in the fullest cell."""
    cells = np.minimum(places * CELLS, CELLS - 1).astype(np.int64) @ (CELLS, 1)
    x, y = scaled(np.median(places[cells == np.bincount(cells).argmax()], axis=0)).tolist()
    return x, y
