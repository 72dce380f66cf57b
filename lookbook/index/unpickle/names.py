"""What a pickle may ask for by name, and what it gets instead: nothing is imported, and paths come as text."""

from collections.abc import Callable, Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

from lookbook.index.unpickle.source import RefusedError
from lookbook.index.unpickle.stand_ins import array_of_buffer, array_stand_in, dtype_stand_in, scalar


def latin1(text: str, encoding: str) -> bytes:
    """Stand in for `_codecs.encode`, by which protocols 0 to 2 write bytes."""
    if type(text) is not str or encoding != "latin1":
        raise RefusedError("asks for an encoding that no array needs")
    return text.encode("latin1")


def no_bytes() -> bytes:
    """Stand in for `bytes`, which protocols 0 to 2 call without arguments where there are none."""
    return b""


def _path(flavour: type[PurePath]) -> Callable[..., str]:
    def text(*parts: str) -> str:
        if any(type(part) is not str for part in parts):
            raise RefusedError("holds a path that is not made of text")
        return str(flavour(*parts))

    return text


_CORES = ("numpy.core", "numpy._core")
_PATHS = ("pathlib", "pathlib._local")
_FLAVOURS: Mapping[str, type[PurePath]] = {
    "Path": PurePosixPath,
    "PosixPath": PurePosixPath,
    "PurePath": PurePosixPath,
    "PurePosixPath": PurePosixPath,
    "PureWindowsPath": PureWindowsPath,
    "WindowsPath": PureWindowsPath,
}
CALLS: Mapping[str, Callable[..., Any]] = {
    "numpy.dtype": dtype_stand_in,
    **{f"{core}.multiarray._reconstruct": array_stand_in for core in _CORES},
    **{f"{core}.multiarray.scalar": scalar for core in _CORES},
    **{f"{core}.numeric._frombuffer": array_of_buffer for core in _CORES},
    "_codecs.encode": latin1,
    **{f"{module}.bytes": no_bytes for module in ("builtins", "__builtin__")},
    **{f"{module}.{name}": _path(flavour) for module in _PATHS for name, flavour in _FLAVOURS.items()},
}
"""What a pickle may ask for, by its full name, and what it gets. NumPy 1 and 2 name their parts differently."""
NAMES = frozenset(CALLS) | {"numpy.ndarray"}
