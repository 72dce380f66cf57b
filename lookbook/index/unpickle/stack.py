"""The stack on which a pickle builds its values, and the memory in which it keeps those that it uses again."""

from array import array
from collections.abc import Sequence
from sys import getsizeof
from typing import Any

import numpy as np

from lookbook.index.unpickle.source import RefusedError, Source
from lookbook.index.unpickle.stand_ins import Name, StandIn
from lookbook.index.unpickle.weights import GROWING, POINTER, Weights

MAX_BATCHES = 100
"""How many batches may be open at once."""
FLOAT = 32
"""Bytes that a float takes, besides its place in a list."""
STEP = 4096
"""The stack is charged by so many places."""
GAP = Name("")


class Stack:
    """What is being built; memory is charged before it is taken, and what is used twice is charged twice."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.weights = Weights()
        self._values: list[Any] = []
        self._batches: list[int] = []
        self._memory: list[Any] = []
        self._room = 0

    def make_room(self) -> None:
        """Charge the stack when it has grown; twice, since a batch is copied to where it belongs."""
        if len(self._values) > self._room:
            self.source.charge(2 * POINTER * STEP)
            self._room += STEP

    def result(self) -> Any:
        """Return what was built. Raises RefusedError when that is not one value, or not data."""
        if self._batches or len(self._values) != 1:
            raise RefusedError("is damaged")
        value = self.pop()
        self.weights.of(value)
        return value

    def push(self, value: Any, size: int = 0) -> None:
        """Put a value that takes so many bytes on the stack."""
        self.source.charge(size)
        self._values.append(value)

    def push_floats(self, values: Sequence[float]) -> None:
        """Put floats on the stack."""
        self.source.charge(FLOAT * len(values))
        self._values += values

    def push_remembered(self, texts: Sequence[str]) -> None:
        """Put texts on the stack and remember each."""
        self.source.charge(sum(map(getsizeof, texts)) + 2 * POINTER * len(texts))
        self._values += texts
        self._memory += texts

    def top(self) -> Any:
        """Return what lies on top; an open batch hides all below it."""
        if len(self._values) <= (self._batches[-1] if self._batches else 0):
            raise RefusedError("is damaged")
        return self._values[-1]

    def pop(self) -> Any:
        """Take what lies on top."""
        value = self.top()
        del self._values[-1]
        return _finished(value)

    def pops(self, count: int) -> list[Any]:
        """Take so many, in the order in which they came."""
        return [self.pop() for _ in range(count)][::-1]

    def begin(self) -> None:
        """Open a batch."""
        if len(self._batches) >= MAX_BATCHES:
            raise RefusedError("is nested too deep")
        self._batches.append(len(self._values))

    def batch(self) -> list[Any]:
        """Close a batch and take all of it."""
        start = self._batches.pop()
        items = self._values[start:]
        del self._values[start:]
        return [_finished(item) for item in items] if array in set(map(type, items)) else items

    def put(self, place: int) -> None:
        """Remember what lies on top. Places are counted up; Python 2 began with 1."""
        value, gap = self.top(), place - len(self._memory)
        if gap not in (0, 1) or (type(value) in GROWING and any(kept is value for kept in self._memory[-1:])):
            raise RefusedError("is damaged")
        self.source.charge(2 * POINTER + _float(value))
        self._memory += [GAP] * gap
        self._memory.append(value)
        if isinstance(value, StandIn):
            value.places.append(place)

    def put_next(self) -> None:
        """Remember what lies on top in the next place."""
        self.put(len(self._memory))

    def get(self, place: int) -> None:
        """Use again what was remembered, and charge it again."""
        value = self._memory[place]
        self.weights.finish(value)
        self.push(value, self.weights.of(value) + _float(value) if self.weights.is_data(value) else POINTER)

    def replace(self, new: Any) -> None:
        """Put something else in place of what lies on top, and where that is remembered: last, as a rule."""
        old, self._values[-1] = self.top(), new
        if self._memory and self._memory[-1] is old:
            self._memory[-1] = new
        else:
            self.source.charge(len(self._memory))  # the time that it takes to look
            self._memory = [new if kept is old else kept for kept in self._memory]

    def finish(self, unfinished: StandIn, value: Any) -> None:
        """Put what a stand-in made where it was remembered."""
        for place in unfinished.places:
            self._memory[place] = value


def _finished(value: Any) -> Any:
    """Return what comes out in place of what is built: floats are an array of NumPy."""
    return np.frombuffer(value) if type(value) is array else value


def _float(value: Any) -> int:
    """Return what is charged again for a float, since a list of many gives that back."""
    return FLOAT if type(value) is float else 0
