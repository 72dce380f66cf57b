"""What a build has done so far, kept on disk in chunks, so that a stopped build goes on where it was."""

import logging
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from lookbook.building.chunks import DAMAGE, Known, SharedChunks, chunk_bytes
from lookbook.disk import atomic
from lookbook.encoders.base import Identity, Vectors
from lookbook.index import BadIndexError, Index, exists
from lookbook.index.fingerprints import read_fingerprints

JOURNAL = Path(".lookbook") / "journal"
CHUNK = 1024
"""Pictures to a chunk: the most that a kill can cost."""


class Journal:
    """Chunks of (filename, fingerprint, vector), all made by one encoder; another encoder's chunks do not count.

    Used as a context, which writes what is left when it ends, however it ends. What other processes have made counts,
    too, where they put it: below the index folder, or in the place that `shared` names.
    """

    def __init__(self, folder: Path, encoder: Identity, shared: str = "") -> None:
        self._place = folder / JOURNAL
        self._shared = SharedChunks(shared) if shared else None
        self._encoder = encoder
        self._names: list[str] = []
        self._fingerprints: list[str] = []
        self._vectors: list[Vectors] = []

    def done(self) -> dict[str, Known]:
        """Return everything that earlier runs noted, by filename; of a chunk that is damaged, a line says so."""
        found: dict[str, Known] = {}
        for place in [SharedChunks(str(self._place.absolute())), *([self._shared] if self._shared else [])]:
            for name in place.names():
                try:
                    found |= place.read(name, self._encoder)
                except DAMAGE as error:
                    _say("%s is damaged (%s); its pictures are embedded again", place.path(name), error)
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
        if self._shared:
            self._shared.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._names:
            self._write()

    def _write(self) -> None:
        chunk = chunk_bytes(self._encoder, self._names, self._fingerprints, np.concatenate(self._vectors))
        atomic.write(self._place / f"{uuid.uuid4().hex}.npz", chunk)
        self._names, self._fingerprints, self._vectors = [], [], []


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
