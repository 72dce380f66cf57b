"""Where ResNet50's ImageNet weights are, as Keras gets them."""

import os
import socket
from importlib.util import find_spec
from pathlib import Path

from lookbook.encoders.base import EncoderError
from lookbook.encoders.quiet import quiet

IMAGENET = "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"
"""The file that `keras.applications.ResNet50(weights="imagenet", include_top=False)` downloads."""
PATIENCE = 10.0
"""Seconds that a download may say nothing before it counts as failed."""


def imagenet_weights() -> Path:
    """Find ImageNet's weights on disk or let Keras download them.

    Raises:
        EncoderError: they are not on disk and there is no network, or no Keras.
    """
    if (found := imagenet_on_disk()) is not None:
        return found
    if find_spec("keras") is None:
        raise EncoderError("ResNet50 needs Keras and TensorFlow; install requirements.txt, or use --encoder fashion.")
    with quiet():
        import keras

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)  # Keras itself would wait for ever
    try:
        with quiet():
            keras.applications.ResNet50(weights="imagenet", include_top=False)
    except Exception as error:  # Keras raises a bare one when a download fails
        raise EncoderError(
            "ResNet50's ImageNet weights are not on disk and can't be downloaded; "
            "connect to the network, name a file by --weights or LOOKBOOK_RESNET50_WEIGHTS, or use --encoder fashion."
        ) from error
    finally:
        socket.setdefaulttimeout(before)
    return keras_home() / "models" / IMAGENET


def imagenet_on_disk() -> Path | None:
    """Return Keras's own copy of ImageNet's weights, if it is there."""
    path = keras_home() / "models" / IMAGENET
    return path if path.is_file() else None


def keras_home() -> Path:
    """Where Keras keeps what it downloads (KERAS_HOME, else ~/.keras)."""
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
