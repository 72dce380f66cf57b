"""From a part of a catalogue to its vectors."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.building.plan import Part
from lookbook.encoders.base import Encoder, Vectors


class Pictures(Protocol):
    """Gives pictures; a catalogue does."""

    @property
    def readers(self) -> int:
        """How many threads at once read them fastest."""

    def read(self, filename: str, max_bytes: int) -> bytes:
        """Read a picture's bytes. Raises PhotoError, also for one of more than `max_bytes`."""


class Workshop(NamedTuple):
    """What parts are embedded with.

    Attributes:
        catalog: gives the pictures.
        encoder: makes the vectors.
        size: pictures that go through the encoder at once.
        folder: the index folder.
        images_root: what the pictures' filenames are relative to, seen from there.
    """

    catalog: Pictures
    encoder: Encoder
    size: int
    folder: Path = Path()
    images_root: str = "."


class Frames(NamedTuple):
    """A part's pictures in the encoder's frame, (H, W, 3) each, and why others can't be read, by filename."""

    filenames: Sequence[str]
    fingerprints: Sequence[str]
    frames: Sequence[NDArray[np.uint8]]
    skipped: Mapping[str, str]


class Embedded(NamedTuple):
    """A part's vectors (M, D), and why pictures were left out, by filename; can be pickled as parts can.

    `kept` says that they are on disk already, where a build that was stopped looks for them.
    """

    filenames: Sequence[str]
    fingerprints: Sequence[str]
    vectors: Vectors
    skipped: Mapping[str, str]
    kept: bool = False

    @classmethod
    def nothing(cls, encoder: Encoder, skipped: Mapping[str, str]) -> "Embedded":
        """Return what became of a part of which no picture could be read."""
        return cls([], [], np.empty((0, encoder.dim), np.float32), skipped)


def embed_part(workshop: Workshop, part: Part) -> Embedded:
    """Embed the pictures of a part; one that can't be read is left out with its reason."""
    return encode_part(workshop, read_part(workshop, part))


def read_part(workshop: Workshop, part: Part) -> Frames:
    """Read the pictures of a part into the encoder's frame."""
    read: list[tuple[str, str, NDArray[np.uint8]]] = []
    skipped = {}
    for filename, fingerprint in zip(part.filenames, part.fingerprints, strict=True):
        try:
            photo = photos.read(workshop.catalog.read(filename, photos.MAX_BYTES), workshop.encoder.side, name=filename)
        except photos.PhotoError as error:
            skipped[filename] = str(error)
        else:
            read.append((filename, fingerprint, workshop.encoder.prepare(photo)))
    return Frames([name for name, _, _ in read], [own for _, own, _ in read], [frame for *_, frame in read], skipped)


def encode_part(workshop: Workshop, read: Frames) -> Embedded:
    """Encode what was read, in batches of one size: a picture's vector does not depend on how many came with it."""
    if not read.frames:
        return Embedded.nothing(workshop.encoder, read.skipped)
    full = [*read.frames, *[read.frames[-1]] * (workshop.size - len(read.frames))]
    vectors = workshop.encoder.encode(np.stack(full))[: len(read.frames)]
    return Embedded(read.filenames, read.fingerprints, vectors, read.skipped)
