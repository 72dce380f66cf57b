"""What a build has done so far, kept on disk in chunks, so that a stopped build goes on where it was."""

import io
import json
import shutil
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.encoders.base import Identity, Vectors

PLACE = Path(".lookbook") / "journal"
KEPT = Path(".lookbook") / "fingerprints.json"
CHUNK = 1024
"""Pictures to a chunk: the most that a kill can cost."""

Vector = NDArray[np.float32]
Known = tuple[str, Vector]
"""A picture's fingerprint and vector."""


class Journal:
    """Chunks of (filename, fingerprint, vector), all made by one encoder; another encoder's chunks do not count.

    Used as a context, which writes what is left when it ends, however it ends.
    """

    def __init__(self, folder: Path, encoder: Identity) -> None:
        self._place = folder / PLACE
        self._encoder = json.dumps(asdict(encoder), sort_keys=True)
        self._names: list[str] = []
        self._fingerprints: list[str] = []
        self._vectors: list[Vectors] = []

    def done(self) -> dict[str, Known]:
        """Give everything that earlier runs noted, by filename."""
        chunks = (_read_chunk(path) for path in self._place.glob("*.npz"))
        return {
            name: (fingerprint, vector)
            for chunk in chunks
            if chunk is not None and str(chunk["encoder"]) == self._encoder
            for name, fingerprint, vector in zip(
                chunk["filenames"].tolist(), chunk["fingerprints"].tolist(), chunk["vectors"], strict=True
            )
        }

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


def _read_chunk(path: Path) -> dict[str, NDArray[np.generic]] | None:
    """Read a chunk; None for one that a failing disk has damaged, whose pictures are then embedded again."""
    try:
        with np.load(path, allow_pickle=False) as content:
            return dict(content)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def read_fingerprints(folder: Path, created: str) -> dict[str, str]:
    """Give the pictures' fingerprints as the index of that date was built; {} where they are of another, or gone."""
    try:
        content = json.loads((folder / KEPT).read_text("utf-8"))
        return dict(content["pictures"]) if content["created"] == created else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_fingerprints(folder: Path, created: str, fingerprints: Mapping[str, str]) -> None:
    """Keep the pictures' fingerprints beside the index of that date."""
    content = {"created": created, "pictures": dict(fingerprints)}
    atomic.write(folder / KEPT, json.dumps(content, indent=0).encode())
