"""Whether what was read of an index belongs together, and is in order."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from lookbook.encoders.base import Vectors
from lookbook.index import pickled
from lookbook.index.errors import BadIndexError
from lookbook.index.manifest import EMBEDDINGS, FILENAMES, MANIFEST, Manifest

ROUNDING = 1e-3
"""How far from 1 the length of a vector may be: encoders in lower precisions round."""


def in_order(vectors: Vectors, filenames: Sequence[str]) -> tuple[Vectors, Sequence[str]]:
    """Bring rows into the order of their names, as ours are; the tutorial's come in the order of a folder."""
    if all(first <= second for first, second in pairwise(filenames)):
        return vectors, filenames
    order = sorted(range(len(filenames)), key=filenames.__getitem__)
    return vectors[order], [filenames[row] for row in order]


def check(folder: Path, hashes: Mapping[str, str], manifest: Manifest, vectors: Vectors) -> None:
    """Compare the pickles with what the manifest says of them."""
    for name, expected in ((EMBEDDINGS, manifest.sha256.embeddings), (FILENAMES, manifest.sha256.filenames)):
        check_hash(folder, name, hashes[name], expected)
    if vectors.shape != (manifest.count, manifest.dim):
        raise BadIndexError(
            f"{folder / MANIFEST} tells of {manifest.count} vectors of {manifest.dim} numbers, but {EMBEDDINGS} holds "
            f"{vectors.shape[0]} of {vectors.shape[1]}; build the index again."
        )
    if np.abs(pickled.lengths(vectors) - 1).max() > ROUNDING:
        raise BadIndexError(f"{folder / EMBEDDINGS} holds vectors that are not of length 1; build the index again.")


def check_hash(folder: Path, name: str, found: str, expected: str) -> None:
    if found != expected:
        raise BadIndexError(
            f"{folder / name} is not the one that {MANIFEST} describes; build the index again, or delete "
            f"{MANIFEST} if the pickles come from elsewhere."
        )
