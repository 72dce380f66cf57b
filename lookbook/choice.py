"""Which encoder a build uses, and in which precision."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from lookbook import encoders, photos, precision
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo

SIDE = 224
"""The larger of the encoders' sides: a sample picture need not be decoded larger."""


def choose(
    catalog: Catalog, name: str, weights: Path | None, pooling: str, wanted: str, say: Callable[[str], None]
) -> tuple[Encoder, dict[str, float]]:
    """Load the encoder that was asked for, and say in one line which it is and why.

    Args:
        catalog: what will be embedded; a sample of it decides the precision.
        name: "resnet50", "fashion", or "auto".
        weights: ResNet50's weights; None = ImageNet's.
        pooling: ResNet50's pooling.
        wanted: "f32", "bf16", or "auto".
        say: takes the line.

    Returns:
        The encoder, and how its precision compared with float32 (nothing where it is float32).
    """
    why = f"encoder {name}, as asked"
    if name == "auto":
        name, why = encoders.auto(weights)
    options: dict[str, Any] = {"weights": weights, "pooling": pooling} if name == "resnet50" else {}
    load = partial(encoders.load, name, **options)
    sample = [] if wanted == "f32" else _sample(catalog)
    encoder, comparison = precision.choose(lambda wanted: load(precision=wanted), sample, wanted)
    used = encoder.identity.options["precision"]
    agrees = f", finds {comparison['top5_overlap']:.1%} of what float32 finds" if comparison else ""
    say(f"{why}; precision {used}{agrees}")
    return encoder, comparison


def _sample(catalog: Catalog) -> list[Photo]:
    """Read pictures from all over the catalogue; those that can't be read are the build's to report."""
    step = max(1, len(catalog.filenames) // precision.SAMPLE)
    sample = []
    for filename in catalog.filenames[::step][: precision.SAMPLE]:
        try:
            sample.append(photos.read(catalog.read(filename), SIDE))
        except photos.PhotoError:
            continue
    return sample
