"""The lists that approximate search reads: vectors by likeness, one byte a number, kept on disk beside the index."""

import hashlib
import logging
import os
from math import isqrt
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from lookbook.disk import atomic
from lookbook.neighbors.engine import Rows, Vectors

PLACE = Path(".lookbook") / "neighbors.faiss"
FORMAT = 1
"""To be raised whenever the same vectors would give other lists."""
SEAL = hashlib.sha256().digest_size
"""How many bytes after the lists tell that they are whole, and of these vectors."""


def of(vectors: Vectors, folder: Path | None) -> Any:
    """Give the lists (faiss.IndexIVF) of vectors (N, D), N > 0, mapped into memory from below an index folder.

    Whatever is wrong with the file, it is made again.
    """
    if folder is None:
        return _made(vectors)
    path, key = folder / PLACE, _key(vectors)
    kept = _read(path, key)
    if kept is not None:
        return kept
    made = _made(vectors)
    try:
        _write(path, made, key)
    except OSError as error:
        logging.getLogger(__name__).warning("%s can't be kept (%s); it is made again at every start", path, error)
    return _read(path, key) or made


def list_of(lists: Any) -> Rows:
    """Give the list that each row is in."""
    import faiss

    found = np.empty(lists.ntotal, np.intp)
    for number in range(lists.nlist):
        size = lists.invlists.list_size(number)
        if size:
            found[faiss.rev_swig_ptr(lists.invlists.get_ids(number), size)] = number
    return found


def _made(vectors: Vectors) -> Any:
    """Sort vectors into some 4 sqrt(N) lists, as faiss's guidelines for up to a million advise."""
    import faiss

    count, dim = vectors.shape
    lists = min(count, 4 * isqrt(count))
    made = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dim), dim, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    training = made.cp
    training.niter, training.spherical = 6, True
    training.min_points_per_centroid = 1  # or faiss warns of small catalogues on its own
    sample = np.random.default_rng(0).choice(count, min(count, 32 * lists), replace=False)
    made.train(vectors[np.sort(sample)])
    made.add(vectors)
    return made


def _key(vectors: Vectors) -> bytes:
    """Give bytes that change when the lists would."""
    digest = hashlib.sha256(f"{FORMAT} {vectors.shape}".encode())
    digest.update(np.ascontiguousarray(vectors).data.cast("B"))
    return digest.digest()


def _write(path: Path, made: Any, key: bytes) -> None:
    import faiss

    digest = hashlib.sha256()
    with atomic.replacing(path) as draft, draft.open("wb") as file:

        def write(content: bytes) -> None:
            file.write(content)
            digest.update(content)

        faiss.write_index(made, faiss.PyCallbackIOWriter(write))
        digest.update(key)
        file.write(digest.digest())


def _read(path: Path, key: bytes) -> Any:
    """Map the lists that are kept; None where there are none, they are other vectors', or the file is damaged."""
    import faiss

    try:
        with path.open("rb") as file:
            if not _sealed(file, key):
                return None
            kept = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_READ_ONLY)
            # somebody may have put another file in place meanwhile
            return kept if os.path.samestat(os.fstat(file.fileno()), path.stat()) else None
    except OSError:
        return None


def _sealed(file: BinaryIO, key: bytes) -> bool:
    """Tell whether a file ends with the hash of all before, and of the key."""
    digest, left = hashlib.sha256(), os.fstat(file.fileno()).st_size - SEAL
    while left > 0 and (content := file.read(min(left, 2**20))):
        digest.update(content)
        left -= len(content)
    digest.update(key)
    return file.read(SEAL) == digest.digest()
