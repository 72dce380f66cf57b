"""Reads pickles of arrays, lists, strings and numbers, and nothing that can run code."""

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lookbook.errors import LookbookError

ALLOWED_DTYPES = frozenset("bfiuUSO")
"""NumPy's kinds: booleans, numbers, strings, and objects (whose parts come through the same gate)."""


class UnsafePickleError(LookbookError):
    """A pickle that asks for more than data; the message is one sentence."""


def read(path: Path) -> Any:
    """Read a pickle of plain data.

    Raises:
        UnsafePickleError: it names anything but NumPy's own array parts, or it is damaged.
        OSError: the file can't be opened.
    """
    try:
        with path.open("rb") as file:
            return _Gate(file).load()
    except UnsafePickleError as error:
        raise UnsafePickleError(f"{path} {error}") from error
    except (pickle.UnpicklingError, EOFError, ArithmeticError, AttributeError, LookupError, MemoryError, TypeError,
            UnicodeError, ValueError) as error:  # fmt: skip
        raise UnsafePickleError(
            f"{path} is damaged ({error or type(error).__name__}); build the index again."
        ) from error


def _latin1(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise UnsafePickleError(f"asks for the encoding {encoding!r}, which no array needs; it was not opened.")
    return text.encode("latin1")


def _frombuffer(buffer: Any, dtype: np.dtype[Any], shape: tuple[int, ...], order: Any) -> Any:
    if dtype.hasobject:
        raise UnsafePickleError("holds an array of raw pointers; it was not opened.")
    return np.frombuffer(buffer, dtype=dtype).reshape(shape, order=order)


def _reconstruct(kind: type, shape: tuple[int, ...], code: bytes) -> Any:
    if kind is not np.ndarray or tuple(shape) != (0,):
        raise UnsafePickleError("builds something other than an array; it was not opened.")
    return np.ndarray(0, np.dtype("b"))


def _dtype(code: str, *options: Any) -> np.dtype[Any]:
    dtype = np.dtype(code)
    if dtype.kind not in ALLOWED_DTYPES:
        raise UnsafePickleError(f"holds an array of {dtype}, which is neither numbers nor text; it was not opened.")
    return dtype


def _scalar(dtype: np.dtype[Any], content: bytes) -> Any:
    return np.frombuffer(content, dtype=dtype, count=1)[0]


NAMES: Mapping[str, Callable[..., Any] | type] = {
    "numpy.ndarray": np.ndarray,
    "numpy.dtype": _dtype,
    "_reconstruct": _reconstruct,
    "_frombuffer": _frombuffer,
    "scalar": _scalar,
    "_codecs.encode": _latin1,
}
ALIASES: Mapping[str, str] = {
    f"{package}.{module}.{name}": name
    for package in ("numpy.core", "numpy._core")
    for module, name in (("multiarray", "_reconstruct"), ("multiarray", "scalar"), ("numeric", "_frombuffer"))
}


class _Gate(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        full = f"{module}.{name}"
        wanted = ALIASES.get(full, full)
        if wanted not in NAMES:
            raise UnsafePickleError(f"asks to run {full}, which no index needs; it was not opened.")
        return NAMES[wanted]
