"""The embedded encoder: a small network that knows fashion; its weights are part of the package."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.encoders import masks, quantized, refusal
from lookbook.encoders.attributes import GARMENT, KIND
from lookbook.encoders.base import EncoderError, Identity, Photo, Prediction, Vectors
from lookbook.encoders.letterbox import Placement, letterbox
from lookbook.encoders.network_file import NetworkFile
from lookbook.encoders.refusal import Refusal
from lookbook.encoders.runtime import KerasModel, OpenVino, Outputs, Precision, Runtime, has_openvino
from lookbook.encoders.word_tables import WordTables
from lookbook.settings import Settings

WEIGHTS = Path(__file__).with_name("fashion.onnx")
SHA256 = "fe8382e2c9653ae3fd39c37b7f1943e08bece71177e41b26b29d50c1e8114ea5"
"""Of the embedded weights; others under their name are not used."""
DIM = 256
MASK = "mask"
LISTED = 5
"""How many values of an attribute are listed."""


class FashionEncoder:
    """Vectors of 256 numbers, and type, colour, gender, season, usage and the garment's box."""

    dim = DIM
    build_options: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_settings(cls, settings: Settings, weights: Path | None = None, **options: Any) -> Self:
        """Load the network, the embedded one if no file is named."""
        return cls(weights or WEIGHTS, **options)

    @classmethod
    def at_hand(cls, settings: Settings, weights: Path | None) -> str:
        """Return why it is to be taken where nobody names an encoder: it always can be."""
        return "as ResNet50's ImageNet weights are not on disk and can't be downloaded"

    def __init__(
        self,
        weights: Path = WEIGHTS,
        precision: Precision = "f32",
        int8: Path | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        """Load the network.

        Args:
            weights: an ONNX file that `lookbook.training.export` wrote.
            precision: what the CPU computes in.
            int8: the same network in eight bits, for that precision.
            runtime: a network that is loaded already.

        Raises:
            EncoderError: the weights can't be read, or those of the package were changed.
        """
        if weights == WEIGHTS and atomic.sha256(weights) != SHA256:
            raise EncoderError(f"{weights} is not the one that belongs to this version; install Lookbook anew.")
        self._file = NetworkFile.read(weights)
        self.side = max(self._file.frame)
        self.network = weights
        self._options = quantized.options(precision, int8)
        self._runtime = runtime or self._load(precision, int8)

    @cached_property
    def identity(self) -> Identity:
        """What the index remembers of this encoder."""
        return Identity("fashion", self._file.version, atomic.sha256(self.network), self._options)

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        """Fit a photo (H, W, 3) into the frame, white at the sides: uint8 (112, 84, 3)."""
        return self._place(photo)[0]

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        """Turn frames (N, 112, 84, 3) into unit vectors (N, 256)."""
        return self._runtime.run(frames)["embedding"]

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """Return vector, attributes and box of each photo."""
        placed = [self._place(photo) for photo in photos]
        outputs = self.outputs(np.stack([frame for frame, _ in placed]))
        unknown = self.unknown(outputs)
        return [self._sight(outputs, n, at, bool(unknown[n])) for n, (_, at) in enumerate(placed)]

    def texts(self, texts: Sequence[str]) -> Vectors | None:
        """Turn texts into unit vectors (N, 256) of the pictures' space; None where the network knows no words."""
        return self._words.encode(texts) if self._words else None

    @cached_property
    def _words(self) -> WordTables | None:
        return WordTables.read(self.network)

    def outputs(self, frames: NDArray[np.uint8]) -> Outputs:
        """Return everything that the network says of frames (N, 112, 84, 3), its probabilities not yet calibrated."""
        return self._runtime.run(frames)

    def _load(self, precision: Precision, int8: Path | None) -> Runtime:
        return OpenVino(int8 or self.network, precision) if has_openvino() else keras_runtime(self.network)

    def _place(self, photo: Photo) -> tuple[NDArray[np.uint8], Placement]:
        return letterbox(photo, *self._file.frame)

    def unknown(self, outputs: Outputs) -> NDArray[np.bool_]:
        """Return which pictures show nothing that a fashion catalogue carries (N,)."""
        if GARMENT not in self._file.classes:
            return np.zeros(len(outputs["embedding"]), bool)
        return self.refusal.refuses(outputs[GARMENT], self.calibrated(outputs, KIND))

    @cached_property
    def refusal(self) -> Refusal:
        """The rule for these weights, else the garment head's alone."""
        return refusal.CALIBRATED.get(self.identity.weights_sha256, self.garment_alone)

    @property
    def garment_alone(self) -> Refusal:
        """The rule that the file itself brings: its threshold for the garment head."""
        return Refusal.by_garment(self._file.calibration.threshold)

    def calibrated(self, outputs: Outputs, name: str) -> NDArray[np.float32]:
        """Return the probabilities of an attribute's values (N, C), to be taken at their word."""
        return tempered(outputs[name], self._file.calibration.temperatures.get(name, 1.0))

    def _sight(self, outputs: Outputs, number: int, placement: Placement, unknown: bool) -> Prediction:
        one = {name: values[number] for name, values in outputs.items()}
        attributes = {
            name: likeliest(self.calibrated(one, name), values, LISTED)
            for name, values in self._file.classes.items()
            if name != GARMENT
        }
        there = float(outputs[GARMENT][number, 1]) if GARMENT in self._file.classes else 1.0
        mask = masks.of_photo(outputs[MASK][number, 0], self._file.frame, placement) if MASK in outputs else None
        box = self._box(outputs["box"][number], mask, placement)
        return Prediction(outputs["embedding"][number], attributes, box, unknown, there, mask)

    def _box(self, told: NDArray[np.float32], mask: masks.Mask | None, placement: Placement) -> list[float]:
        """Return the box around the mask, which lies closer than the one that is told where there is no mask."""
        shares = None if mask is None else masks.box(mask)
        if shares is None:
            return placement.to_photo(np.sort(told.reshape(2, 2), axis=0) * self._file.frame[::-1])
        return [share * side for share, side in zip(shares, placement.size * 2, strict=True)]


def tempered(probabilities: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Return the softmax of logits / temperature from the softmax (..., C) of the logits themselves."""
    powers = np.power(probabilities, 1.0 / temperature)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def likeliest(probabilities: NDArray[np.float32], values: Sequence[str], count: int) -> list[tuple[str, float]]:
    """Pair the `count` largest probabilities with their values, largest first."""
    best = np.argsort(-probabilities, kind="stable")[:count]
    return [(values[row], float(probabilities[row])) for row in best]


def keras_runtime(weights: Path) -> Runtime:
    """Rebuild the network in Keras from the same file."""
    from lookbook.encoders.interpreted import read

    return KerasModel(read(weights))
