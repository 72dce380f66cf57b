"""The two pickles of an index: vectors and names, read with suspicion, written so that every NumPy reads them."""

import hashlib
import pickle
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.disk.snapshot import Held
from lookbook.encoders.base import Vectors
from lookbook.index import unpickle
from lookbook.index.errors import BadIndexError

NUMBERS = "biufO"
"""NumPy's kinds that may hold numbers; objects are looked at one by one."""
_START = b"\x80\x04cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01J%bJ%b\x86"
_DTYPE = b"cnumpy\ndtype\nX\x02\x00\x00\x00f4\x89\x88\x87R(K\x03X\x01\x00\x00\x00<NNN%bK\x00tb\x89" % (
    2 * b"J\xff\xff\xff\xff"
)
_END = b"tb."


def write_vectors(path: Path, vectors: Vectors) -> None:
    """Write the pickle of a float32 array (N, D) as NumPy before 2 did, which later ones read, too.

    `pickle` itself would name `numpy._core`, which NumPy 1.21 to 1.25 do not have, and hold all numbers once more.
    """
    with path.open("wb") as file:
        for part in _parts(vectors):
            file.write(part)


def sha256(vectors: Vectors) -> str:
    """Hash the pickle of vectors without making it."""
    digest = hashlib.sha256()
    for part in _parts(vectors):
        digest.update(part)
    return digest.hexdigest()


def _parts(vectors: Vectors) -> Iterator[bytes | memoryview]:
    content = np.ascontiguousarray(vectors, "<f4")
    yield _START % tuple(struct.pack("<i", side) for side in content.shape)
    yield _DTYPE + b"\x8e" + struct.pack("<Q", content.nbytes)
    if content.size:
        yield content.data.cast("B")
    yield _END


def write_names(path: Path, names: Sequence[str]) -> None:
    """Write the pickle of a list of names."""
    path.write_bytes(pickle.dumps(list(names), protocol=4))


def read_vectors(file: Held) -> Vectors:
    """Read vectors (N, D), N > 0; those of an array (N, 1, D), as a network gives single pictures, count as well.

    Raises:
        BadIndexError: the file holds something else.
    """
    content = _unpickled(file)
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # what becomes infinite is refused by its length
            found = np.asarray(content)
            if found.dtype.kind not in NUMBERS:
                raise TypeError("they are no numbers")
            vectors = np.asarray(found, np.float32)
    except (ValueError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        raise BadIndexError(f"{file} does not hold vectors of one length; build the index again.") from error
    if vectors.ndim == 3 and vectors.shape[1] == 1:
        vectors = vectors[:, 0]
    if vectors.ndim != 2 or not vectors.size or not np.isfinite(lengths(vectors)).all():
        raise BadIndexError(f"{file} does not hold N vectors of one length; build the index again.")
    return vectors


def read_names(file: Held) -> list[str]:
    """Read a list of names. Raises BadIndexError when the file holds something else."""
    content = _unpickled(file)
    names = content.tolist() if isinstance(content, np.ndarray) else content
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise BadIndexError(f"{file} does not hold a list of names; build the index again.")
    return [str(name) for name in names]


def lengths(vectors: Vectors) -> NDArray[np.float32]:
    """Return the length of every row, infinite or no number where one of its numbers is."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.sqrt(np.einsum("nd,nd->n", vectors, vectors)), np.float32)


def _unpickled(file: Held) -> Any:
    try:
        with file.open(buffering=unpickle.BUFFER) as content:
            return unpickle.read_open(content, str(file))
    except unpickle.UnsafePickleError as error:
        raise BadIndexError(str(error)) from error
