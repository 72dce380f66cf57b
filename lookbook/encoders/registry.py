"""Encoders by name, and the one that an index was built with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lookbook.encoders import quantized
from lookbook.encoders.base import Encoder, EncoderError, Identity, NetworkEncoder
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.onnx import OnnxEncoder
from lookbook.encoders.resnet50 import ResNet50Encoder, imagenet_weights

ENCODERS: Mapping[str, Callable[..., NetworkEncoder]] = {
    "fashion": FashionEncoder,
    "onnx": OnnxEncoder,
    "resnet50": ResNet50Encoder,
}


def load(name: str, weights: Path | None = None, **options: Any) -> NetworkEncoder:
    """Load an encoder.

    Args:
        name: a key of ENCODERS.
        weights: a file of weights, or a folder for onnx; None = the encoder's own.
        options: what the encoder takes besides (pooling, precision, int8).

    Raises:
        ValueError: there is no encoder of that name.
        EncoderError: its weights can't be used.
    """
    if name not in ENCODERS:
        raise ValueError(f"there is no encoder {name!r}; choose one of {', '.join(sorted(ENCODERS))}")
    if weights is not None:
        if not weights.exists():
            raise EncoderError(f"the weights {weights} do not exist; check the path.")
        options["weights"] = weights
    return ENCODERS[name](**options)


def auto(weights: Path | None) -> tuple[str, str]:
    """Choose an encoder: ResNet50 when its weights are at hand or can be downloaded, else the embedded one.

    Returns:
        Its name, and one line that says why.
    """
    if weights is not None:
        return "resnet50", f"encoder resnet50, with the weights {weights}"
    try:
        found = imagenet_weights()
    except EncoderError:
        return "fashion", "encoder fashion, as ResNet50's ImageNet weights are not on disk and can't be downloaded"
    return "resnet50", f"encoder resnet50, with the ImageNet weights {found}"


def matching(identity: Identity, weights: Path | None = None, folder: Path = Path()) -> Encoder:
    """Load the encoder that an index was built with, so that photos and index can be compared.

    Args:
        identity: what the index remembers; an empty hash (an index without manifest) fits any weights.
        weights: where the weights are of any encoder but fashion, if not where Keras keeps ResNet50's.
        folder: the index folder, which has the network if it is one in eight bits.

    Raises:
        EncoderError: this installation has another version or other weights.
    """
    options = dict(identity.options)
    try:
        if "int8" in options:
            options["int8"] = quantized.kept(folder, options["int8"])
        encoder = load(identity.name, None if identity.name == "fashion" else weights, **options)
    except (TypeError, ValueError) as error:
        raise EncoderError(f"the index needs an encoder that is not here: {error}") from error
    here = encoder.identity
    if identity.weights_sha256 and here.weights_sha256 != identity.weights_sha256:
        raise EncoderError(
            f"the index was built with other weights of {identity.name} (version {identity.version}) than are "
            f"installed (version {here.version}); run build_index.py again, or bring the old weights back."
        )
    return encoder
