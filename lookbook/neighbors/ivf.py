"""The lists that approximate search reads: vectors by likeness, one byte a number, kept on disk beside the index."""

import hashlib
from math import isqrt
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from lookbook.disk.artefact import Artefact
from lookbook.neighbors.engine import Rows, Vectors

FORMAT = 1
"""To be raised whenever the same vectors would give other lists."""
APPROXIMATE_FROM = 100_000_000
"""The numbers (N times D) above which a catalogue is searched approximately (docs/benchmarks.md)."""


class Fitted(NamedTuple):
    """Vectors (N, D), N > 0, and a text that changes when they do."""

    vectors: Vectors
    fingerprint: str


def fingerprint(vectors: Vectors) -> str:
    """Return a text that changes when vectors do."""
    return hashlib.sha256(np.ascontiguousarray(vectors).data.cast("B")).hexdigest()


def list_of(lists: Any) -> Rows:
    """Return the list that each row is in (N,)."""
    import faiss

    found = np.empty(lists.ntotal, np.intp)
    for number in range(lists.nlist):
        size = lists.invlists.list_size(number)
        if size:
            found[faiss.rev_swig_ptr(lists.invlists.get_ids(number), size)] = number
    return found


def _key(fitted: Fitted) -> str:
    return f"{FORMAT} {fitted.vectors.shape} {fitted.fingerprint}"


def _made(fitted: Fitted) -> Any:
    """Sort vectors into some 4 sqrt(N) lists, as faiss's guidelines for up to a million advise."""
    import faiss

    count, dim = fitted.vectors.shape
    lists = min(count, 4 * isqrt(count))
    made = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dim), dim, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    training = made.cp
    training.niter, training.spherical = 6, True
    training.min_points_per_centroid = 1  # or faiss warns of small catalogues on its own
    sample = np.random.default_rng(0).choice(count, min(count, 32 * lists), replace=False)
    made.train(fitted.vectors[np.sort(sample)])
    made.add(fitted.vectors)
    return made


def _pack(made: Any, file: BinaryIO) -> None:
    import faiss

    faiss.write_index(made, faiss.PyCallbackIOWriter(file.write))


def _unpack(path: Path, _: Fitted) -> Any:
    """Map the lists into memory."""
    import faiss

    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_READ_ONLY)


IVF: Artefact[Fitted, Any] = Artefact(
    path=Path("neighbors.faiss"),
    key=_key,
    make=_made,
    pack=_pack,
    unpack=_unpack,
    needed=lambda fitted: fitted.vectors.size > APPROXIMATE_FROM,
)
"""The lists (faiss.IndexIVF) of vectors, mapped into memory."""
