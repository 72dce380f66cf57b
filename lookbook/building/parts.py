"""What a build has done so far, kept on disk in chunks, so that a stopped build goes on where it was."""

import io
import json
import logging
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.encoders.base import Identity, Vectors
from lookbook.index import BadIndexError, Index, exists
from lookbook.index.fingerprints import read_fingerprints

JOURNAL = Path(".lookbook") / "journal"
CHUNK = 1024
"""Pictures to a chunk: the most that a kill can cost."""

_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, MemoryError, RecursionError, BadZipFile)
"""What reading a damaged file raises."""

Vector = NDArray[np.float32]
Known = tuple[str, Vector]
"""A picture's fingerprint and vector."""


class Journal:
    """Chunks of (filename, fingerprint, vector), all made by one encoder; another encoder's chunks do not count.

    Used as a context, which writes what is left when it ends, however it ends.
    """

    def __init__(self, folder: Path, encoder: Identity) -> None:
        self._place = folder / JOURNAL
        self._encoder = json.dumps(asdict(encoder), sort_keys=True)
        self._names: list[str] = []
        self._fingerprints: list[str] = []
        self._vectors: list[Vectors] = []

    def done(self) -> dict[str, Known]:
        """Return everything that earlier runs noted, by filename; of a chunk that is damaged, a line says so."""
        found: dict[str, Known] = {}
        for path in sorted(self._place.glob("*.npz")):
            try:
                found |= _read_chunk(path, self._encoder)
            except _DAMAGE as error:
                _say("%s is damaged (%s); its pictures are embedded again", path, error)
        return found

    def note(self, filenames: Sequence[str], fingerprints: Sequence[str], vectors: Vectors) -> None:
        """Take note of a batch; a full chunk goes to disk."""
        self._names += filenames
        self._fingerprints += fingerprints
        self._vectors.append(vectors)
        if len(self._names) >= CHUNK:
            self._write()

    def forget(self) -> None:
        """Drop the chunks: an index holds them now."""
        shutil.rmtree(self._place, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._names:
            self._write()

    def _write(self) -> None:
        buffer = io.BytesIO()
        np.savez(
            buffer,
            encoder=np.array(self._encoder),
            filenames=np.array(self._names),
            fingerprints=np.array(self._fingerprints),
            vectors=np.concatenate(self._vectors),
        )
        atomic.write(self._place / f"{uuid.uuid4().hex}.npz", buffer.getvalue())
        self._names, self._fingerprints, self._vectors = [], [], []


def _read_chunk(path: Path, encoder: str) -> dict[str, Known]:
    """Read a chunk, {} where another encoder made it. Raises any of _DAMAGE where a failing disk has damaged it."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        if str(content["encoder"]) != encoder:
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


def earlier_vectors(folder: Path, encoder: Identity) -> dict[str, Known]:
    """Return the vectors of the index that is there, by filename; {} where another encoder made them.

    Where the index is damaged, a line says so.
    """
    try:
        old = Index.load(folder)
    except BadIndexError as error:
        if exists(folder):
            _say("%s It is built anew.", error)
        return {}
    if old.encoder != encoder:
        return {}
    fingerprints = read_fingerprints(folder, old.created)
    return {name: (fingerprints.get(name, ""), vector) for name, vector in zip(old.filenames, old.vectors, strict=True)}


def _say(line: str, *parts: object) -> None:
    logging.getLogger(__name__).warning(line, *parts)
