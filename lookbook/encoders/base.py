"""What every encoder is: photos in, unit vectors out, and what it sees besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Photo = NDArray[np.uint8]
"""Upright RGB picture (H, W, 3)."""
Vectors = NDArray[np.float32]
"""(N, D), every row of length 1."""


class EncoderError(ValueError):
    """An encoder that can't be used; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Identity:
    """What two indexes must share to be compared: the encoder's name, version, weights and options."""

    name: str
    version: str
    weights_sha256: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """What an encoder sees in one photo.

    Attributes:
        vector: (D,), of length 1.
        attributes: attribute -> (value, probability), likeliest first; empty where the encoder tells none.
        box: x0, y0, x1, y1 of the garment in pixels of the upright photo; None where the encoder tells none.
        unknown: the photo looks like nothing in a fashion catalogue; False where the encoder can't tell.
    """

    vector: NDArray[np.float32]
    attributes: Mapping[str, list[tuple[str, float]]] = field(default_factory=dict)
    box: list[float] | None = None
    unknown: bool = False

    def of_photo(self, seen: Photo, size: tuple[int, int]) -> "Sight":
        """Bring the box from pixels of the picture that was seen to pixels of the photo in its full (width, height)."""
        if self.box is None:
            return self
        factors = [full / side for full, side in zip(size, seen.shape[1::-1], strict=True)] * 2
        return replace(self, box=[side * factor for side, factor in zip(self.box, factors, strict=True)])


class Encoder(Protocol):
    """Turns photos into vectors.

    `prepare` is cheap and safe in many threads; `encode` takes what it gave, in batches.
    """

    @property
    def identity(self) -> Identity:
        """What the index remembers of this encoder."""

    @property
    def dim(self) -> int:
        """D, the length of a vector."""

    @property
    def side(self) -> int:
        """The longer side, in pixels, that a photo is brought to: a reader need not decode it any larger."""

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        """Bring a photo into the network's frame, uint8 (height, width, 3)."""

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        """Turn frames (N, height, width, 3) into unit vectors (N, D)."""

    def see(self, photos: Sequence[Photo]) -> list[Sight]:
        """Tell everything this encoder sees in each photo."""


class NetworkEncoder(Encoder, Protocol):
    """An encoder whose network lies in a file that OpenVINO reads."""

    @property
    def network(self) -> Path:
        """The file."""
