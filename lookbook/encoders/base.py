"""What every encoder is: photos in, unit vectors out, and what it sees besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.identity import Identity
from lookbook.errors import LookbookError
from lookbook.settings import Settings

__all__ = ["Encoder", "EncoderError", "Identity", "NetworkEncoder", "Photo", "Prediction", "Vectors"]

Photo = NDArray[np.uint8]
"""Upright RGB picture (H, W, 3)."""
Vectors = NDArray[np.float32]
"""(N, D), every row of length 1."""


class EncoderError(LookbookError):
    """An encoder that can't be used; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Prediction:
    """What an encoder sees in one photo.

    Attributes:
        vector: (D,), of length 1.
        attributes: attribute -> (value, probability), likeliest first; empty where the encoder tells none.
        box: x0, y0, x1, y1 of the garment in pixels of the upright photo; None where the encoder tells none.
        unknown: the photo looks like nothing in a fashion catalogue; False where the encoder can't tell.
        garment: the probability that there is a garment; 1 where the encoder can't tell.
        mask: (rows, columns) over the whole photo, how likely each place is the garment's; None where the encoder
            tells none.
    """

    vector: NDArray[np.float32]
    attributes: Mapping[str, list[tuple[str, float]]] = field(default_factory=dict)
    box: list[float] | None = None
    unknown: bool = False
    garment: float = 1.0
    mask: NDArray[np.float32] | None = None

    def of_photo(self, seen: Photo, size: tuple[int, int]) -> "Prediction":
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

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """Return everything this encoder sees in each photo."""


@runtime_checkable
class Reader(Protocol):
    """An encoder that turns words into vectors of the pictures' space, too."""

    def texts(self, texts: Sequence[str]) -> Vectors | None:
        """Turn texts into unit vectors (N, D); None where this very network knows no words."""


class NetworkEncoder(Encoder, Protocol):
    """An encoder whose network lies in a file that OpenVINO reads; what ENCODERS lists.

    Attributes:
        build_options: the options of a build that it takes, such as pooling.
    """

    build_options: ClassVar[frozenset[str]]

    @classmethod
    def from_settings(cls, settings: Settings, weights: Path | None = None, **options: Any) -> Self:
        """Load it.

        Args:
            settings: what the owner set.
            weights: a file of weights; None = those that the settings name, else its own.
            options: its options, as its identity has them, and the precision.

        Raises:
            EncoderError: it can't be loaded so.
        """

    @classmethod
    def at_hand(cls, settings: Settings, weights: Path | None) -> str | None:
        """Return why it is to be taken where nobody names an encoder, None where it is not."""

    @property
    def network(self) -> Path:
        """The file."""
