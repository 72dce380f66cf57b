"""The map of a catalogue on disk, beside its index; whatever is wrong with the file, it is made again."""

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np

from lookbook.disk import atomic
from lookbook.neighbors.engine import Vectors
from lookbook.projection import Projection

PLACE = Path(".lookbook") / "map.npz"
FORMAT = 1
"""To be raised whenever the same vectors would give another map."""


def update(folder: Path, vectors: Vectors) -> None:
    """Make the map of an index's vectors (N, D) and keep it, unless that of these very vectors is kept already."""
    if _read(folder, vectors) is None:
        atomic.write(folder / PLACE, _packed(Projection.fit(vectors), vectors))


def projection(folder: Path | None, vectors: Vectors) -> Projection:
    """Give the map of an index as a build kept it; where it did not, or for other vectors, make it now."""
    kept = _read(folder, vectors) if folder is not None else None
    return kept or Projection.fit(vectors)


def _key(vectors: Vectors) -> str:
    """Give a text that changes when the map would."""
    return f"{FORMAT} {vectors.shape} {hashlib.sha256(np.ascontiguousarray(vectors).data).hexdigest()}"


def _packed(made: Projection, vectors: Vectors) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, key=np.array(_key(vectors)), places=made.places, rows=made.rows)
    return buffer.getvalue()


def _read(folder: Path, vectors: Vectors) -> Projection | None:
    """Read the map that is kept; None where there is none, it is another index's, or the file is damaged."""
    try:
        with (folder / PLACE).open("rb") as file, np.load(file, allow_pickle=False) as content:
            if str(content["key"]) != _key(vectors):
                return None
            rows = content["rows"]
            return Projection(content["places"], rows, vectors[rows])
    except (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, zipfile.BadZipFile):
        return None
