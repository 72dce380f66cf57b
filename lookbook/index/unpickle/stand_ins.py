"""Stand-ins for what pickles of arrays ask for: each checks what it is given against the bytes at hand.

NumPy's own `__setstate__` trusts a pickle: it reads beyond the end of lists, and takes any flags for a dtype. Nothing
of a pickle comes near it; arrays are views of the bytes that were read.
"""

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.index.unpickle.source import RefusedError

Dtype = np.dtype[Any]
Data = bytes | bytearray | str
MAX_DIMENSIONS = 32
CODES = re.compile(r"b1|[iu][1248]|f[248]|O[48]?|[US][1-9]\d{0,4}")
"""Booleans, numbers of the usual sizes, objects, and text."""
LAST_LETTER = 0x10FFFF


class Name:
    """A name that a pickle asks for; it stands for the thing, and can't be called."""

    def __init__(self, full: str) -> None:
        self.full = full


class StandIn:
    """Something whose state comes later.

    Attributes:
        places: where the pickle keeps it, so that the finished thing can be put there.
    """

    def __init__(self) -> None:
        self.places: list[int] = []

    def build(self, state: Any) -> Any:
        """Check the state and make the thing. Raises RefusedError."""
        raise NotImplementedError


class ArrayStandIn(StandIn):
    """An array before its state."""

    def build(self, state: Any) -> NDArray[Any]:
        """Make an array of (version, shape, dtype, by columns?, bytes or list of objects)."""
        if type(state) is not tuple or len(state) != 5 or state[0] != 1 or state[3] not in (0, 1):
            raise RefusedError("describes an array as NumPy doesn't")
        _, shape, dtype, by_columns, data = state
        return _array(data, dtype, shape, "F" if by_columns else "C")


class DtypeStandIn(StandIn):
    """A dtype before its state."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.dtype: Dtype = np.dtype(object if code.startswith("O") else code)

    def build(self, state: Any) -> Dtype:
        """Make a dtype of (version, byte order, three times None, size, alignment, flags, perhaps None)."""
        dtype = self.dtype
        if (
            type(state) is not tuple
            or len(state) not in (8, 9)
            or any(x is not None for x in (*state[2:5], *state[8:]))
        ):
            raise RefusedError("holds an array of records or of dates")
        version, order, _, _, _, size, alignment, flags = state[:8]
        orders = ("|",) if dtype.byteorder == "|" else ("<", ">")
        plain = (
            version in (3, 4) and order in orders and size in (-1, dtype.itemsize)
            and alignment in (-1, dtype.alignment) and flags in (0, dtype.flags)
        )  # fmt: skip
        if not plain:
            raise RefusedError("describes numbers or text as NumPy doesn't")
        return dtype if order == "|" else dtype.newbyteorder(order)


def dtype_stand_in(code: str, align: Any, copy: Any) -> DtypeStandIn:
    """Stand in for `numpy.dtype`."""
    if (align, copy) != (0, 1):  # else the state would be meant for NumPy's own dtype
        raise RefusedError("describes numbers or text as NumPy doesn't")
    if type(code) is not str or not CODES.fullmatch(code):
        shown = code if type(code) is str and re.fullmatch(r"\w{1,10}", code) else "something"
        raise RefusedError(f"holds an array of {shown}, which is neither numbers nor text")
    return DtypeStandIn(code)


def array_stand_in(kind: Name, shape: tuple[int, ...], code: bytes | str) -> ArrayStandIn:
    """Stand in for `_reconstruct`, which makes an empty array whose state comes later."""
    if type(kind) is not Name or kind.full != "numpy.ndarray" or shape != (0,) or code not in (b"b", "b"):
        raise RefusedError("builds something other than an array")
    return ArrayStandIn()


def array_of_buffer(data: Data, dtype: Dtype, shape: Any, order: str, axes: Any = None) -> NDArray[Any]:
    """Stand in for `_frombuffer`, by which protocol 5 writes arrays; `axes` is the order that they lie in memory in."""
    if order not in ("C", "F", "K") or (order == "K") != (axes is not None) or not isinstance(dtype, np.dtype):
        raise RefusedError("describes an array as NumPy doesn't")
    if dtype.hasobject:
        raise RefusedError("holds an array of raw pointers")
    if axes is None:
        return _array(data, dtype, shape, order)
    array = _array(data, dtype, shape, "C")
    if type(axes) is not tuple or sorted(axes) != list(range(array.ndim)):
        raise RefusedError("describes an array as NumPy doesn't")
    return array.transpose(axes)


def scalar(dtype: Dtype, data: Data) -> Any:
    """Stand in for `scalar`, a number or text of NumPy."""
    if not isinstance(dtype, np.dtype) or dtype.hasobject:
        raise RefusedError("holds a scalar that is neither a number nor text")
    return _elements(data, dtype, 1)[0]


def _array(data: Any, dtype: Any, shape: Any, order: Any) -> NDArray[Any]:
    if not isinstance(dtype, np.dtype):
        raise RefusedError("describes an array as NumPy doesn't")
    count = _count(shape)
    elements = _objects(data, count) if dtype.hasobject else _elements(data, dtype, count)
    return elements.reshape(shape, order=order)


def _count(shape: Any) -> int:
    if type(shape) is not tuple or len(shape) > MAX_DIMENSIONS or any(type(n) is not int or n < 0 for n in shape):
        raise RefusedError("holds an array whose shape is none")
    return math.prod(shape)


def _objects(data: Any, count: int) -> NDArray[Any]:
    if type(data) is not list or len(data) != count:
        raise RefusedError("holds an array of another shape than its list of objects")
    objects = np.empty(count, dtype=object)
    for place, item in enumerate(data):
        objects[place] = item
    return objects


def _elements(data: Any, dtype: Dtype, count: int) -> NDArray[Any]:
    """View the bytes as so many elements; letters that are none would stop Python at their first use."""
    content = data.encode("latin1") if type(data) is str else data
    if type(content) not in (bytes, bytearray) or len(content) != count * dtype.itemsize:
        raise RefusedError("holds an array of another shape than its bytes")
    if not count:
        return np.empty(0, dtype)
    if dtype.kind == "U" and np.frombuffer(content, f"{dtype.byteorder}u4").max() > LAST_LETTER:
        raise RefusedError("holds text with letters that there are not")
    return np.frombuffer(content, dtype)
