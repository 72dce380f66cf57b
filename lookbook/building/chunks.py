"""Vectors on disk before there is an index of them: a chunk is a file of pictures, their fingerprints and vectors."""

import io
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import BinaryIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.base import Identity, Vectors

DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, MemoryError, RecursionError, BadZipFile)
"""What reading a damaged file raises."""

Vector = NDArray[np.float32]
Known = tuple[str, Vector]
"""A picture's fingerprint and vector."""

_CHUNK = re.compile(r"[0-9a-f]{32}\.npz")


class SharedChunks:
    """Chunks in one place that several processes reach: a folder, or an fsspec URL.

    A chunk is written under another name first, so that nobody reads half of one.
    """

    def __init__(self, place: str) -> None:
        from fsspec.core import url_to_fs

        self._files, self._root = url_to_fs(place)

    def names(self) -> list[str]:
        """Return what the chunks are called, sorted."""
        if not self._files.isdir(self._root):
            return []
        names = (path.rpartition("/")[2] for path in self._files.ls(self._root, detail=False, refresh=True))
        return sorted(name for name in names if _CHUNK.fullmatch(name))

    def path(self, name: str) -> str:
        """Return where a chunk lies."""
        return f"{self._root}/{name}"

    def read(self, name: str, encoder: Identity) -> dict[str, Known]:
        """Read a chunk as `read_chunk` does."""
        return read_chunk(io.BytesIO(self._files.cat_file(self.path(name))), encoder)

    def write(self, name: str, chunk: bytes) -> None:
        """Write a chunk, whether or not it is there. Raises OSError."""
        draft = self.path(f".{name}.{uuid.uuid4().hex}.part")
        self._files.makedirs(self._root, exist_ok=True)
        self._files.pipe_file(draft, chunk)
        self._files.mv(draft, self.path(name))

    def clear(self) -> None:
        """Remove all chunks, and nothing else that lies there."""
        for name in self.names():
            self._files.rm_file(self.path(name))


def chunk_bytes(
    encoder: Identity, filenames: Sequence[str], fingerprints: Sequence[str], vectors: Vectors, worker: str = ""
) -> bytes:
    """Return a chunk as it is written.

    Args:
        encoder: what made the vectors.
        filenames, fingerprints: M pictures, and theirs.
        vectors: (M, D).
        worker: the process that made them, for the record.
    """
    buffer = io.BytesIO()
    np.savez(
        buffer,
        encoder=np.array(text_of(encoder)),
        worker=np.array(worker),
        filenames=np.array(filenames),
        fingerprints=np.array(fingerprints),
        vectors=vectors,
    )
    return buffer.getvalue()


def read_chunk(file: BinaryIO, encoder: Identity) -> dict[str, Known]:
    """Read a chunk, {} where another encoder made it. Raises any of DAMAGE where a failing disk has damaged it."""
    with np.load(file, allow_pickle=False) as content:
        if str(content["encoder"]) != text_of(encoder):
            return {}
        names, fingerprints, vectors = (
            content["filenames"].tolist(),
            content["fingerprints"].tolist(),
            content["vectors"],
        )
    if (
        not (isinstance(names, list) and isinstance(fingerprints, list))
        or vectors.ndim != 2
        or vectors.dtype != np.float32
        or not np.isfinite(vectors).all()
    ):
        raise ValueError("it holds no vectors")
    return {name: (fingerprint, vector) for name, fingerprint, vector in zip(names, fingerprints, vectors, strict=True)}


def text_of(encoder: Identity) -> str:
    """Return an encoder's identity as chunks have it."""
    return json.dumps(asdict(encoder), sort_keys=True)
