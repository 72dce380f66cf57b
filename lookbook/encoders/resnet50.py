"""ResNet50 with ImageNet weights, as Keras gets them: the encoder of the well-known tutorials, made fast."""

import os
import shutil
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.encoders import quantized
from lookbook.encoders.base import EncoderError, Identity, Photo, Prediction, Vectors
from lookbook.encoders.imagenet import imagenet_weights
from lookbook.encoders.quiet import quiet
from lookbook.encoders.recipes import PREPROCESSINGS, Pooling, Recipe, check
from lookbook.encoders.runtime import KerasModel, OpenVino, Precision, Runtime, has_openvino
from lookbook.settings import Settings

if TYPE_CHECKING:
    import keras

SIDE = 224
CONVERTER = "savedmodel"
"""How networks are converted, in the name of what is kept: one that was converted in another way is not looked at."""


class ResNet50Encoder:
    """Vectors of 2048 numbers from the last feature map, pooled over the picture."""

    dim = 2048
    side = SIDE
    build_options: ClassVar[frozenset[str]] = frozenset({"pooling"})

    @classmethod
    def from_settings(cls, settings: Settings, weights: Path | None = None, **options: Any) -> Self:
        """Load the network with the weights that are named, else those of the settings, else ImageNet's."""
        return cls(weights or settings.resnet50_weights, **options)

    @classmethod
    def at_hand(cls, settings: Settings, weights: Path | None) -> str | None:
        """Return where its weights are, None where they are not on disk and can't be downloaded."""
        if named := weights or settings.resnet50_weights:
            return f"with the weights {named}"
        try:
            return f"with the ImageNet weights {imagenet_weights()}"
        except EncoderError:
            return None

    def __init__(
        self,
        weights: Path | None = None,
        pooling: Pooling = "max",
        preprocessing: str = "caffe",
        precision: Precision = "f32",
        int8: Path | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        """Load the network.

        Args:
            weights: a `.h5` or `.keras` file; None = ImageNet's, downloaded by Keras when they are not on disk yet.
            pooling: the maximum or the average over the last feature map.
            preprocessing: what is done to the pixels first, a key of PREPROCESSINGS.
            precision: what the CPU computes in.
            int8: the same network in eight bits, for that precision.
            runtime: a network that is loaded already.

        Raises:
            EncoderError: the weights can't be read or downloaded.
        """
        check(recipe := Recipe(pooling, preprocessing))
        self._weights = weights or imagenet_weights()
        self._recipe = recipe
        self._options = {**recipe.options, **quantized.options(precision, int8)}
        self._runtime = runtime or self._load(precision, int8)

    @cached_property
    def identity(self) -> Identity:
        """What the index remembers of this encoder."""
        return Identity("resnet50", "1", self._sha256, self._options)

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        """Squash a photo (H, W, 3) to uint8 (224, 224, 3), taking the nearest pixel as Keras's `load_img` does."""
        return np.asarray(cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)

    @property
    def weights(self) -> Path:
        """The file of its weights."""
        return self._weights

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        """Turn frames (N, 224, 224, 3) into unit vectors (N, 2048)."""
        return self._runtime.run(frames)["embedding"]

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        """Return each photo's vector; this encoder tells neither attributes nor boxes."""
        return [Prediction(vector) for vector in self.encode(np.stack([self.prepare(photo) for photo in photos]))]

    @cached_property
    def _sha256(self) -> str:
        return atomic.sha256(self._weights)

    @cached_property
    def network(self) -> Path:
        """The network in OpenVINO's format, converted when it is first asked for."""
        recipe = "-".join(self._recipe.options.values())
        converted = cache_folder() / f"resnet50-{self._sha256[:16]}-{recipe}-{CONVERTER}.xml"
        if not converted.exists():
            convert(build(self._weights, self._recipe), converted)
        return converted

    def _load(self, precision: Precision, int8: Path | None) -> Runtime:
        if not has_openvino():
            return KerasModel(build(self._weights, self._recipe))
        return OpenVino(int8 or self.network, precision)


@quiet()
def build(weights: Path, recipe: Recipe) -> "keras.Model":
    """Build the network in Keras: pictures (N, 224, 224, 3) in 0..255 to {"embedding": (N, 2048)} of length 1.

    Raises:
        EncoderError: the file is not a ResNet50 without its top.
    """
    import keras

    network = load_network(weights)
    picture = keras.layers.Input((SIDE, SIDE, 3), name="picture")
    features = network(PREPROCESSINGS[recipe.preprocessing](picture))
    pool = keras.layers.GlobalMaxPooling2D() if recipe.pooling == "max" else keras.layers.GlobalAveragePooling2D()
    embedding = keras.layers.UnitNormalization(name="embedding")(pool(features))
    return keras.Model(picture, {"embedding": embedding})


def load_network(weights: Path) -> "keras.Model":
    """Load the network without its top: prepared pixels (N, 224, 224, 3) to maps (N, 7, 7, 2048).

    Raises:
        EncoderError: the file is not a ResNet50 without its top.
    """
    import keras

    network = keras.applications.ResNet50(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3))
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # one for every layer that is not there
            if weights.suffix == ".keras":
                network.set_weights(keras.models.load_model(weights, compile=False).get_weights())
            else:
                network.load_weights(weights)
    except (OSError, ValueError, KeyError) as error:
        raise EncoderError(
            f"{weights} holds no weights of ResNet50 without its top; make it with "
            "keras.applications.ResNet50(include_top=False).save_weights or leave --weights out."
        ) from error
    return network


def cache_folder() -> Path:
    """Where converted networks are kept (XDG_CACHE_HOME, else ~/.cache)."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lookbook"


@quiet()
def convert(network: "keras.Model", path: Path) -> None:
    """Convert a Keras network to OpenVINO's format; the .xml, which is looked for, comes last.

    OpenVINO's runtime reads the SavedModel that Keras exports. `openvino.convert_model` would take the network itself,
    but not on Python 3.13, and it changes the root logger of the process while it works, for good where it fails.
    """
    import openvino as ov

    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:  # OpenVINO takes no other ending than .xml for a draft
        network.export(Path(folder, "exported"), format="tf_saved_model", verbose=False)
        ov.serialize(ov.Core().read_model(Path(folder, "exported")), Path(folder, path.name))
        for name in (path.with_suffix(".bin").name, path.name):
            with atomic.replacing(path.with_name(name)) as draft:
                shutil.move(Path(folder, name), draft)
