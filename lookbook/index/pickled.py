"""The two pickles of an index: vectors and names, read with suspicion, written so that every NumPy reads them."""

import hashlib
import mmap
import os
import pickle
import re
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
_START = b"\x80\x04cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(M\x01\x00J%bJ%b\x86"
_DTYPE = b"cnumpy\ndtype\nX\x02\x00\x00\x00f4\x89\x88\x87R(K\x03X\x01\x00\x00\x00<NNN%bK\x00tb\x89" % (
    2 * b"J\xff\xff\xff\xff"
)
_END = b"tb."
_HEAD = re.compile(re.escape(_START).replace(b"%b", b"(.{4})") + re.escape(_DTYPE) + b"\x8e(.{8})", re.DOTALL)
"""All before the numbers, of so many bytes (136) that they lie where the processor reads them fastest."""
MAPPED_FROM = 2**28 if os.name != "nt" else 2**63
"""From so many bytes on, the numbers are mapped into memory and not read; Windows replaces no file that is."""
_NAMED = 10
"""Rows that a message names."""
_PART = 2**24
"""Bytes that are looked at before their pages are let go."""


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

    Maps (N, H, W, D), as a network without pooling gives them, are pooled as the tutorials do: by the maximum.

    Raises:
        BadIndexError: the file holds something else.
    """
    if file.status.st_size >= MAPPED_FROM and (large := _mapped(file)) is not None:
        return large
    content = _unpickled(file)
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # what becomes infinite is refused by its length
            found = np.asarray(content)
            if found.dtype.kind == "O" and found.ndim == 1:  # an array of arrays
                found = np.asarray(found.tolist())
            if found.dtype.kind not in NUMBERS:
                raise TypeError("they are no numbers")
            vectors = np.asarray(found, np.float32)
    except (ValueError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        raise BadIndexError(f"{file} does not hold vectors of one length; build the index again.") from error
    vectors = _flat(vectors)
    if vectors.ndim != 2 or not vectors.size:
        raise BadIndexError(f"{file} does not hold N vectors of one length; build the index again.")
    if len(wrong := np.flatnonzero(~np.isfinite(lengths(vectors)))):
        rows = ", ".join(map(str, wrong[:_NAMED].tolist())) + (" ..." if len(wrong) > _NAMED else "")
        raise BadIndexError(
            f"{file} holds {len(wrong)} of {len(vectors)} vectors with values that are no finite numbers, those of row "
            f"{rows} (the first is 0); make these again, or build the index again."
        )
    return vectors


def _flat(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring vectors in any of the shapes in which tutorials leave them to (N, D); what is in none of them stays."""
    while found.ndim > 2 and found.shape[1] == 1:
        found = found[:, 0]
    return found.max((1, 2)) if found.ndim == 4 and found.size else found


def _mapped(file: Held) -> Vectors | None:
    """Map the numbers of a pickle that `write_vectors` made; None of another one.

    A large catalogue's vectors are then pages of the file, which the system holds once for all who read it.
    """
    pages = file.mapped()
    if (head := _HEAD.match(pages)) is None:
        return None
    count, dim, size = (int.from_bytes(number, "little") for number in head.groups())
    if 4 * count * dim != size or head.end() + size + len(_END) != len(pages) or pages[-len(_END) :] != _END:
        return None
    return np.frombuffer(pages, "<f4", count * dim, offset=head.end()).reshape(count, dim)


def read_names(file: Held) -> list[str]:
    """Read a list of names. Raises BadIndexError when the file holds something else."""
    content = _unpickled(file)
    names = content.tolist() if isinstance(content, np.ndarray) else content
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise BadIndexError(f"{file} does not hold a list of names; build the index again.")
    return [str(name) for name in names]


def lengths(vectors: Vectors) -> NDArray[np.float32]:
    """Return the length of every row (N,), infinite or no number where one of its numbers is."""
    found = np.empty(len(vectors), np.float32)
    step = max(1, _PART // max(1, vectors.shape[1] * vectors.itemsize))
    for start in range(0, len(vectors), step):
        part = vectors[start : start + step]
        with np.errstate(over="ignore", invalid="ignore"):
            found[start : start + step] = np.sqrt(np.einsum("nd,nd->n", part, part))
        _let_go(vectors)
    return found


def _let_go(vectors: Vectors) -> None:
    """Let the pages of mapped vectors go, which are read again when they are needed."""
    pages: Any = vectors
    while isinstance(pages, np.ndarray | memoryview):
        pages = pages.base if isinstance(pages, np.ndarray) else pages.obj
    if isinstance(pages, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        pages.madvise(mmap.MADV_DONTNEED)


def _unpickled(file: Held) -> Any:
    try:
        with file.open(buffering=unpickle.BUFFER) as content:
            return unpickle.read_open(content, str(file))
    except unpickle.UnsafePickleError as error:
        raise BadIndexError(str(error)) from error
