"""Which encoder a build uses, and in which precision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from lookbook import encoders, photos
from lookbook.building import precision
from lookbook.catalog import Catalog
from lookbook.encoders import ENCODERS, quantized
from lookbook.encoders.base import Encoder, EncoderError, Identity, NetworkEncoder, Photo
from lookbook.encoders.runtime import Precision, has_openvino, supports_bf16
from lookbook.index import BadIndexError, manifest_of
from lookbook.settings import Settings

SIDE = 224
"""The larger of the encoders' sides: a sample picture need not be decoded larger."""
SAMPLE = 256
"""How many pictures precisions are compared on."""
CALIBRATION = 128
"""How many of them a network in eight bits is calibrated on."""
EIGHT_BITS_PAY = 20_000
"""From so many pictures on, eight bits save more time than calibrating takes (docs/benchmarks.md)."""

Choice = tuple[Encoder, dict[str, float]]
"""An encoder, and how its precision compared with float32; nothing where it is float32."""


def choose(
    catalog: Catalog,
    folder: Path,
    name: str,
    *,
    wanted: Precision | Literal["auto"] = "auto",
    weights: Path | None = None,
    options: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    say: Callable[[str], None] = print,
    count: int | None = None,
    fresh: bool = False,
) -> Choice:
    """Load the encoder that was asked for, and say in one line which it is and why.

    Args:
        catalog: what will be embedded; a sample of it decides the precision.
        folder: the index folder, where an index may be, and a network in eight bits is kept.
        name: a key of ENCODERS, or "auto".
        wanted: the precision; "auto" = that of the index, else the fastest that finds what float32 finds.
        weights: a file of weights; None = those that the settings name, else the encoder's own.
        options: what else was asked for, such as the pooling; an encoder takes of it what it knows.
        settings: what the owner set.
        say: takes the line.
        count: how many pictures will be embedded, if not all.
        fresh: choose as if there were no index.

    Raises:
        EncoderError: the encoder can't be loaded, or not in that precision.
    """
    settings = settings or Settings()
    why = f"encoder {name}, as asked"
    if name == "auto":
        name, why = encoders.auto(settings, weights)
    known = ENCODERS[name].build_options if name in ENCODERS else frozenset()
    taken = {option: value for option, value in (options or {}).items() if option in known}
    load = partial(encoders.load, name, weights, settings, **taken)
    exact = load()
    rougher, least = ([wanted], 0.0) if wanted != "auto" else (_faster(catalog, count), precision.LEAST_OVERLAP)
    settled = _settled(folder, exact, load) if wanted == "auto" and not fresh else None
    encoder, comparison = settled or _compared(load, exact, catalog, folder, rougher, least)
    agrees = f", finds {comparison['top5_overlap']:.1%} of what float32 finds" if comparison else ""
    say(f"{why}; precision {encoder.identity.options['precision']}{agrees}")
    return encoder, comparison


def _settled(folder: Path, exact: NetworkEncoder, load: Callable[..., NetworkEncoder]) -> Choice | None:
    """Return the encoder of the index that is there, if it is this one in whatever precision: its vectors are kept."""
    try:
        manifest = manifest_of(folder)
        if manifest is None or _in_any_precision(manifest.identity) != _in_any_precision(exact.identity):
            return None
        if manifest.identity == exact.identity:  # then it is loaded already
            return exact, manifest.comparison
        options = manifest.identity.options
        here = {name: options[name] for name in ("precision", "int8") if name in options}
        if "int8" in here:
            here["int8"] = quantized.kept(folder, here["int8"])
        encoder = load(**here)
    except (BadIndexError, EncoderError):
        return None
    return (encoder, manifest.comparison) if encoder.identity == manifest.identity else None


def _in_any_precision(identity: Identity) -> Identity:
    return replace(identity, options={**identity.options, "precision": "", "int8": ""})


def _faster(catalog: Catalog, count: int | None) -> list[Precision]:
    """Name the precisions that may save time on so many pictures, fastest first."""
    large = has_openvino() and len(catalog.filenames[:count]) >= EIGHT_BITS_PAY
    pay: Mapping[Precision, bool] = {"int8": large, "bf16": supports_bf16()}
    return [name for name, pays in pay.items() if pays]


def _compared(
    load: Callable[..., NetworkEncoder],
    exact: NetworkEncoder,
    catalog: Catalog,
    folder: Path,
    rougher: Sequence[Precision],
    least: float,
) -> Choice:
    sample = _sample(catalog) if [*rougher] != ["f32"] else []

    def in_precision(wanted: Precision) -> Encoder:
        if wanted != "int8":
            return load(precision=wanted)
        frames = np.stack([exact.prepare(photo) for photo in sample[:CALIBRATION]])
        return load(precision=wanted, int8=quantized.made(folder, exact, frames))

    return precision.fastest(exact, in_precision, rougher if sample else [], sample, least)


def _sample(catalog: Catalog) -> list[Photo]:
    """Read pictures from all over the catalogue; those that can't be read are the build's to report."""
    step = max(1, len(catalog.filenames) // SAMPLE)
    sample = []
    for filename in catalog.filenames[::step][:SAMPLE]:
        try:
            sample.append(photos.read(catalog.read(filename), SIDE))
        except photos.PhotoError:
            continue
    return sample
