"""The map of a catalogue, as it is kept beside its index."""

from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np

from lookbook.disk.artefact import Artefact
from lookbook.neighbors.engine import Vectors
from lookbook.projection.projection import Projection

FORMAT = 1
"""To be raised whenever the same vectors would give another map."""


class Source(Protocol):
    """What a map is made from."""

    @property
    def vectors(self) -> Vectors:
        """Unit vectors (N, D)."""

    @property
    def fingerprint(self) -> str:
        """A text that changes when the vectors do."""


def _pack(made: Projection, file: BinaryIO) -> None:
    np.savez(file, places=made.places, rows=made.rows)


def _unpack(path: Path, source: Source) -> Projection:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        rows = kept["rows"]
        return Projection(kept["places"], rows, source.vectors[rows])


MAP: Artefact[Source, Projection] = Artefact(
    path=Path("map.npz"),
    key=lambda source: f"{FORMAT} {source.vectors.shape} {source.fingerprint}",
    make=lambda source: Projection.fit(source.vectors),
    pack=_pack,
    unpack=_unpack,
)
"""Where each picture of an index is in two dimensions."""
