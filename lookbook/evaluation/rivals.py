"""What an index's own encoder is compared with: a colour histogram, ResNet50, other versions of the fashion network."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from lookbook import encoders
from lookbook.encoders.base import Encoder, EncoderError
from lookbook.encoders.imagenet import imagenet_on_disk
from lookbook.errors import LookbookError
from lookbook.evaluation.figure import LeftOut
from lookbook.evaluation.histogram import HistogramEncoder

DEFAULT = ("histogram",)


class RivalError(LookbookError):
    """Nothing to compare with by that name; the message is one sentence that says what to do."""


def rival(name: str, weights: Path | None = None, options: Mapping[str, Any] | None = None) -> Encoder | LeftOut:
    """Load what a person named.

    Args:
        name: a key of RIVALS, the path of an ONNX file that holds another version of the fashion encoder, or the folder
            of a network of one's own.
        weights: ResNet50's, if not where Keras keeps them.
        options: how networks are run (precision).

    Returns:
        The encoder, or why there is none here.

    Raises:
        RivalError: no such name or file, or a file that can't be used.
    """
    if name not in RIVALS and not Path(name).exists():
        raise RivalError(
            f"{name!r} is neither one of {', '.join(RIVALS)} nor a file; give a name, an ONNX file or its folder."
        )
    own = partial(_onnx if Path(name).is_dir() else _fashion, Path(name))
    try:
        return RIVALS.get(name, own)(weights, options or {})
    except EncoderError as error:
        raise RivalError(f"{name!r} can't be compared with: {error}") from error


def _fashion(path: Path, weights: Path | None, options: Mapping[str, Any]) -> Encoder:
    return encoders.load("fashion", path, **options)


def _onnx(path: Path, weights: Path | None, options: Mapping[str, Any]) -> Encoder:
    return encoders.load("onnx", path, **options)


def _histogram(weights: Path | None, options: Mapping[str, Any]) -> Encoder:
    return HistogramEncoder()


def _resnet50(weights: Path | None, options: Mapping[str, Any]) -> Encoder | LeftOut:
    at_hand = weights or imagenet_on_disk()
    if at_hand is None:
        return LeftOut("resnet50", "its weights are not on disk; LOOKBOOK_RESNET50_WEIGHTS may name them")
    return encoders.load("resnet50", at_hand, **options)


RIVALS: Mapping[str, Callable[[Path | None, Mapping[str, Any]], Encoder | LeftOut]] = {
    "histogram": _histogram,
    "resnet50": _resnet50,
}
