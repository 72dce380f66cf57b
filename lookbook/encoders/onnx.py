"""Any vision network as it is published: model.onnx, or vision_model.onnx, with its preprocessor_config.json."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.encoders import quantized
from lookbook.encoders.base import EncoderError, Identity, Photo, Prediction, Vectors
from lookbook.encoders.imported import convert
from lookbook.encoders.preprocessing import CONFIG, Preprocessing
from lookbook.encoders.resnet50 import cache_folder
from lookbook.encoders.runtime import OpenVino, Precision, Runtime, has_openvino
from lookbook.encoders.texts import TOKENIZER, TextTower
from lookbook.settings import Settings

NETWORKS = ("vision_model.onnx", "onnx/vision_model.onnx", "model.onnx", "onnx/model.onnx")
"""Where a published folder has its network, the vision tower alone first."""
TOLD = "lookbook.json"
"""Says, where names and shapes don't, which "output" is taken and which "pooling" (cls, avg, max) makes it a vector."""
AS_IT_IS = 1 << 14
"""So large that a JPEG is decoded in full: the config says how it is made smaller."""


class OnnxEncoder:
    """Unit vectors of a network that a person brings."""

    side = AS_IT_IS
    build_options: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_settings(cls, settings: Settings, weights: Path | None = None, **options: Any) -> Self:
        """Load the network of the folder that is named, else that of the settings."""
        return cls(weights or settings.onnx_weights, **options)

    @classmethod
    def at_hand(cls, settings: Settings, weights: Path | None) -> None:
        """Return None: it is taken only by its name."""

    def __init__(
        self,
        weights: Path | None = None,
        precision: Precision = "f32",
        int8: Path | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        """Load the network.

        Args:
            weights: the folder, or the .onnx file in it.
            precision: what the CPU computes in.
            int8: the same network in eight bits, for that precision.
            runtime: a network that is loaded already.

        Raises:
            EncoderError: no folder was named, it has no network, or one that can't be used.
        """
        if weights is None:
            raise EncoderError(
                "the encoder onnx needs the folder of model.onnx and preprocessor_config.json; name it by --weights or "
                "LOOKBOOK_ONNX_WEIGHTS."
            )
        self._path = _network(weights)
        self._config = _config(self._path)
        self._preprocessing = Preprocessing.read(self._config)
        self._told = _told(self._path.with_name(TOLD))
        self._options = quantized.options(precision, int8)
        if not has_openvino():
            raise EncoderError("--encoder onnx needs OpenVINO; install it with: pip install openvino")
        self._runtime = runtime or OpenVino(int8 or self.network, precision)

    @cached_property
    def identity(self) -> Identity:
        """What the index remembers of this encoder."""
        return Identity("onnx", "1", self._sha256, self._options)

    @cached_property
    def dim(self) -> int:
        """D, as the network has it."""
        return int(self.encode(np.zeros((1, *self._preprocessing.size, 3), np.uint8)).shape[1])

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        """Resize and cut a photo (H, W, 3) as the config says: uint8 (height, width, 3)."""
        return self._preprocessing.frame(photo)

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        """Turn frames (N, height, width, 3) into unit vectors (N, D)."""
        return self._runtime.run(frames)["embedding"]

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """Return each photo's vector; such a network tells neither attributes nor boxes."""
        return [Prediction(vector) for vector in self.encode(np.stack([self.prepare(photo) for photo in photos]))]

    def texts(self, texts: Sequence[str]) -> Vectors | None:
        """Turn texts into unit vectors (N, D) of the pictures' space; None where no words came with the network."""
        return self._tower.encode(texts) if self._tower else None

    @cached_property
    def _tower(self) -> TextTower | None:
        folder = self._config.parent
        return TextTower(folder) if (folder / TOKENIZER).is_file() else None

    @cached_property
    def network(self) -> Path:
        """The network in OpenVINO's format with the config's arithmetic in it, converted when it is first asked for."""
        converted = cache_folder() / f"onnx-{self._sha256[:16]}.xml"
        if not converted.exists():
            _serialize(convert(self._path, self._preprocessing, **self._told), converted)
        return converted

    @cached_property
    def _sha256(self) -> str:
        """The hash over the hashes of all that decides a vector."""
        outside = sorted(self._path.parent.glob(f"{self._path.name}_data*"))
        parts = [self._path, *outside, self._config, self._path.with_name(TOLD)]
        hashes = "".join(atomic.sha256(part) for part in parts if part.is_file())
        return hashlib.sha256(hashes.encode()).hexdigest()


def _network(place: Path) -> Path:
    if place.is_file():
        return place
    found = next((place / name for name in NETWORKS if (place / name).is_file()), None)
    if found is None:
        raise EncoderError(f"{place} has none of {', '.join(NETWORKS)}; name the folder of a network in ONNX.")
    return found


def _config(network: Path) -> Path:
    """Find the config beside the network, or above it where the network lies in a folder onnx/."""
    beside = network.with_name(CONFIG)
    above = network.parents[1] / CONFIG
    return above if network.parent.name == "onnx" and above.is_file() and not beside.is_file() else beside


def _told(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text("utf-8"))
        return {name: told[name] for name in ("output", "pooling") if name in told}
    except (OSError, ValueError, TypeError) as error:
        raise EncoderError(f'{path} can\'t be read ({error}); write {{"output": "...", "pooling": "avg"}}.') from error


def _serialize(network: Any, path: Path) -> None:
    """Write a network; the .xml, which is looked for, comes last."""
    import openvino as ov

    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        ov.serialize(network, Path(folder, path.name))
        for name in (path.with_suffix(".bin").name, path.name):
            with atomic.replacing(path.with_name(name)) as draft:
                shutil.move(Path(folder, name), draft)
