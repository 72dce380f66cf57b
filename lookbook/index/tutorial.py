"""Pickles made by the well-known tutorial: a list of ResNet50 vectors and a list of paths, nothing else."""

import logging
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from lookbook.encoders.base import Identity, Vectors
from lookbook.index import pickled
from lookbook.index.errors import BadIndexError
from lookbook.index.manifest import EMBEDDINGS

TUTORIAL = Identity("resnet50", "tutorial", "", {"pooling": "max"})
"""What such pickles were made with; their weights are unknown, so any will do."""

DIM = 2048
"""How many numbers its vectors have, whatever the pooling."""


_EXAMPLES = 3


def local_names(names: Sequence[str], folder: Path) -> list[str]:
    """Turn paths of another machine into paths below this folder.

    A path with backslashes or one like `/content/drive/images/1163.jpg` becomes `images/1163.jpg` where that picture
    exists: the leading parts that have to go are found at the first picture that can be found, and taken off all. Where
    none can be found, the paths stay, with slashes.
    """
    paths = [name.replace("\\", "/") for name in names]
    drop = next((drop for path in paths[:100] if (drop := _leading(path, folder)) is not None), 0)
    return ["/".join(PurePosixPath(path).parts[drop:]) if drop else path for path in paths]


def of_length_one(vectors: Vectors, names: Sequence[str], folder: Path) -> tuple[Vectors, Sequence[str]]:
    """Bring vectors (N, D) to length 1; those of nothing but zeros go, as tutorials write where a picture failed.

    Raises:
        BadIndexError: all of them are zeros.
    """
    lengths = pickled.lengths(vectors)
    seen = np.flatnonzero(lengths).tolist()
    if not len(seen):
        raise BadIndexError(f"{folder / EMBEDDINGS} holds nothing but zeros; build the index again.")
    if len(seen) < len(vectors):
        empty = np.flatnonzero(lengths == 0)
        examples = ", ".join(names[row] for row in empty[:_EXAMPLES]) + (" ..." if len(empty) > _EXAMPLES else "")
        logging.getLogger(__name__).warning(
            "%d of %d vectors in %s are nothing but zeros, as of pictures that failed (%s); they are never found",
            *(len(empty), len(vectors), folder / EMBEDDINGS, examples),
        )
        vectors, lengths, names = vectors[seen], lengths[seen], [names[row] for row in seen]
    return vectors / lengths[:, None], names


def _leading(path: str, folder: Path) -> int | None:
    parts = PurePosixPath(path).parts
    return next((n for n in range(len(parts)) if folder.joinpath(*parts[n:]).is_file()), None)
