"""What values weigh if written out in full.

A list that holds another a thousand times takes little memory, but whoever makes an array of it takes a thousand times
as much.
"""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from lookbook.index.unpickle.source import RefusedError
from lookbook.index.unpickle.stand_ins import Name, StandIn

MAX_DEPTH = 16
"""How deep data may be nested."""
POINTER = 9
"""Bytes that a place in a list takes: eight, and what lists take ahead."""
PLAIN = frozenset({bool, float, int, type(None)})
TEXT = frozenset({bytearray, bytes, str})
FLAT = PLAIN | TEXT
HOLDERS = frozenset({dict, list, tuple})
GROWING = HOLDERS | {array}


class NotDataError(RefusedError):
    """Something that only arrays are made of."""


class Weights:
    """Knows the lists, tuples, dicts and arrays of objects of one pickle.

    They are known by `id`, which Python gives again once a value is gone; so each is entered when it is made.
    """

    def __init__(self) -> None:
        self._held: dict[int, tuple[int, int]] = {}
        self._finished: set[int] = set()

    def enter(self, value: Any, items: Sequence[Any]) -> None:
        """Note a new value that holds these items.

        Raises:
            NotDataError: it holds what is no data; it is not known then.
            RefusedError: it is nested too deep.
        """
        self._finished.discard(id(value))
        self._held.pop(id(value), None)
        if not is_flat(value):
            self._hold(value, items, (0, 1))

    def add(self, value: Any, items: Sequence[Any]) -> None:
        """Note that a value holds these items, too; raises as `enter` does."""
        self._hold(value, items, self._held[id(value)])

    def check_growing(self, value: Any) -> None:
        """Raise RefusedError when a value is in use elsewhere already."""
        if id(value) in self._finished:
            raise RefusedError("changes what is finished")

    def finish(self, value: Any) -> None:
        """Note that a value is in use in more than one place, and may no longer grow."""
        if type(value) in GROWING:
            self._finished.add(id(value))

    def of(self, item: Any) -> int:
        """Return what one item weighs, in bytes. Raises NotDataError."""
        return self._of(item)[0]

    def is_data(self, item: Any) -> bool:
        """Whether an item may be a part of what is read, and not only of how it is made."""
        if isinstance(item, Name | StandIn | np.dtype):
            return False
        return type(item) not in HOLDERS or id(item) in self._held or is_flat(item)

    def _hold(self, value: Any, items: Sequence[Any], before: tuple[int, int]) -> None:
        weight, depth = self._all(items)
        if depth >= MAX_DEPTH:
            raise RefusedError("is nested too deep")
        self._held[id(value)] = before[0] + weight, max(before[1], depth + 1)

    def _all(self, items: Sequence[Any]) -> tuple[int, int]:
        """Return what items weigh together, and how deep the deepest is."""
        kinds = set(map(type, items))
        if kinds <= PLAIN:
            return POINTER * len(items), 0
        if kinds <= TEXT:
            return POINTER * len(items) + sum(map(len, items)), 0
        weights, depths = zip(*map(self._of, items), strict=True)
        return sum(weights), max(depths)

    def _of(self, item: Any) -> tuple[int, int]:
        kind = type(item)
        if kind in PLAIN:
            return POINTER, 0
        if kind in TEXT:
            return POINTER + len(item), 0
        if kind is array:
            return POINTER + item.itemsize * len(item), 0
        if isinstance(item, np.generic) or (kind is np.ndarray and not item.dtype.hasobject):
            return POINTER + item.nbytes, 0
        if not self.is_data(item):
            raise NotDataError("holds something that is neither numbers nor text")
        if is_flat(item):
            return POINTER + self._all(item)[0], 1
        weight, depth = self._held[id(item)]
        return POINTER + weight, depth


def is_flat(value: Any) -> bool:
    """Whether a value is a tuple of text and numbers: there are many, so they are weighed when asked for."""
    return type(value) is tuple and FLAT.issuperset(map(type, value))
