"""The machine that a pickle is a program for, without the parts that could run anything.

It has no way to import, call or set an attribute: a name is a stand-in, and what a stand-in makes is checked.
"""

from array import array
from collections.abc import Sequence
from sys import getsizeof
from typing import Any

import numpy as np

from lookbook.index.unpickle.foreign import unknown
from lookbook.index.unpickle.names import CALLS, NAMES
from lookbook.index.unpickle.source import RefusedError
from lookbook.index.unpickle.stack import FLOAT, Stack
from lookbook.index.unpickle.stand_ins import Name, StandIn
from lookbook.index.unpickle.weights import POINTER, NotDataError, is_flat

SMALL = 200
"""What a small object takes, in bytes, with what is noted of it."""
TUPLE = 64
"""What an empty tuple takes, in bytes, of which nothing is noted."""
MANY = 100
"""So many floats in a row, as vectors are, are kept as an array, in a fifth of the memory."""
KEYS = frozenset({bytes, int, str})


class Machine(Stack):
    """What the opcodes for lists, names and objects do."""

    def new_list(self, items: list[Any]) -> None:
        """Push a list of its own."""
        self.push(items, SMALL + POINTER * len(items))
        self.weights.enter(items, items)

    def new_tuple(self, items: Sequence[Any]) -> None:
        """Push a tuple; one that holds what a stand-in is called with is no data itself."""
        if _are_floats(items):
            self.push(floats := array("d"), SMALL)
            self.weights.enter(floats, ())
            self._add_floats(floats, items)
            return
        value = tuple(items)
        self.push(value, (TUPLE if is_flat(value) else SMALL) + POINTER * len(items))
        try:
            self.weights.enter(value, value)
        except NotDataError:
            return

    def new_dict(self, items: Sequence[Any]) -> None:
        """Push a dict of keys and values in turn."""
        made: dict[Any, Any] = {}
        self.push(made, SMALL)
        self.weights.enter(made, ())
        self.update(items)

    def extend(self, items: Sequence[Any]) -> None:
        """Add items to the list on top, which becomes an array where they are many floats."""
        target = self.top()
        self.weights.check_growing(target)
        floats = _are_floats(items)
        if type(target) is list and not target and floats:
            target = array("d")
            self.replace(target)
            self.weights.enter(target, ())
        elif type(target) is array and not (floats or all(type(item) is float for item in items)):
            self.source.charge(SMALL + (FLOAT + POINTER) * len(target))
            target = target.tolist()
            self.replace(target)
            self.weights.enter(target, target)
        if type(target) is array:
            self._add_floats(target, items)
        else:
            self._add(target, items)

    def _add(self, target: Any, items: Sequence[Any]) -> None:
        if type(target) is not list:
            raise RefusedError("is damaged")
        self.source.charge(POINTER * len(items))
        self.weights.add(target, items)
        target.extend(items)

    def _add_floats(self, target: "array[float]", items: Sequence[float]) -> None:
        self.source.charge((POINTER - FLOAT) * len(items))  # the floats themselves are gone
        target.extend(items)

    def update(self, items: Sequence[Any]) -> None:
        """Add keys and values in turn to the dict on top."""
        target = self.top()
        self.weights.check_growing(target)
        if type(target) is not dict:
            raise RefusedError("is damaged")
        if not KEYS.issuperset(map(type, items[::2])):
            raise RefusedError("holds a dictionary whose keys are neither text nor whole numbers")
        self.source.charge(SMALL * len(items))
        self.weights.add(target, items)
        target.update(zip(items[::2], items[1::2], strict=True))

    def name(self, module: Any, name: Any) -> None:
        """Push the stand-in for a name. Raises RefusedError for any that plain data does not need."""
        full = f"{module}.{name}" if type(module) is type(name) is str else ""
        if full not in NAMES:
            raise unknown(full)
        self.push(Name(full), SMALL)

    def call(self) -> None:
        """Make what a name stands for."""
        name, values = self.pops(2)
        if type(name) is not Name or name.full not in CALLS or type(values) is not tuple:
            raise RefusedError("calls what can't be called")
        self._push_made(CALLS[name.full](*values))

    def build(self) -> None:
        """Finish a stand-in, also where it was remembered."""
        unfinished, state = self.pops(2)
        if not isinstance(unfinished, StandIn):
            raise RefusedError("changes what is finished")
        value = unfinished.build(state)
        self.finish(unfinished, value)
        self._push_made(value)

    def _push_made(self, value: Any) -> None:
        is_array = type(value) is np.ndarray
        self.push(value, SMALL + value.nbytes if is_array else getsizeof(value))
        if is_array and value.dtype.hasobject:
            self.weights.enter(value, value.ravel().tolist())


def _are_floats(items: Sequence[Any]) -> bool:
    return len(items) >= MANY and set(map(type, items)) == {float}
