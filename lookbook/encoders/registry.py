"""Encoders by name, and the one that an index was built with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lookbook.encoders import quantized
from lookbook.encoders.base import Encoder, EncoderError, Identity, NetworkEncoder
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.onnx import OnnxEncoder
from lookbook.encoders.resnet50 import ResNet50Encoder
from lookbook.settings import Settings

ENCODERS: Mapping[str, type[NetworkEncoder]] = {
    "resnet50": ResNet50Encoder,
    "onnx": OnnxEncoder,
    "fashion": FashionEncoder,
}
"""In the order in which "auto" asks whether they are at hand."""


def load(name: str, weights: Path | None = None, settings: Settings | None = None, **options: Any) -> NetworkEncoder:
    """Load an encoder.

    Args:
        name: a key of ENCODERS.
        weights: a file of weights, or a folder for onnx; None = those that the settings name, else the encoder's own.
        settings: what the owner set; None = nothing.
        options: what the encoder takes besides (pooling, precision, int8).

    Raises:
        EncoderError: there is no encoder of that name, or its weights can't be used.
    """
    if name not in ENCODERS:
        raise EncoderError(f"there is no encoder {name!r}; choose one of {', '.join(sorted(ENCODERS))}")
    if weights is not None and not weights.exists():
        raise EncoderError(f"the weights {weights} do not exist; check the path.")
    return ENCODERS[name].from_settings(settings or Settings(), weights, **options)


def auto(settings: Settings, weights: Path | None) -> tuple[str, str]:
    """Choose the first encoder that is at hand: ResNet50 when its weights can be had, else the embedded one.

    Returns:
        Its name, and one line that says why.
    """
    at_hand = ((name, encoder.at_hand(settings, weights)) for name, encoder in ENCODERS.items())
    name, why = next((name, why) for name, why in at_hand if why)
    return name, f"encoder {name}, {why}"


def matching(identity: Identity, settings: Settings | None = None, folder: Path = Path()) -> Encoder:
    """Load the encoder that an index was built with, so that photos and index can be compared.

    Args:
        identity: what the index remembers; an empty hash (an index without manifest) fits any weights.
        settings: what the owner set, such as where weights are; None = nothing.
        folder: the index folder, which has the network if it is one in eight bits.

    Raises:
        EncoderError: this installation has another version or other weights.
    """
    options = dict(identity.options)
    try:
        if "int8" in options:
            options["int8"] = quantized.kept(folder, options["int8"])
        encoder = load(identity.name, None, settings, **options)
    except (TypeError, ValueError) as error:
        raise EncoderError(f"the index needs an encoder that is not here: {error}") from error
    here = encoder.identity
    if identity.weights_sha256 and here.weights_sha256 != identity.weights_sha256:
        raise EncoderError(
            f"the index was built with other weights of {identity.name} (version {identity.version}) than are "
            f"installed (version {here.version}); run build_index.py again, or bring the old weights back."
        )
    return encoder
