"""Somebody's vision network in ONNX, made into one that takes our frames and returns one unit vector each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookbook.encoders.base import EncoderError
from lookbook.encoders.preprocessing import Preprocessing

if TYPE_CHECKING:
    import openvino as ov

OUTPUTS = ("image_embeds", "image_embeddings", "embedding", "embeddings", "image_features", "features", "pooler_output",
           "sentence_embedding", "last_hidden_state")  # fmt: skip
"""Outputs by the names that exporters give them: those that were made for comparing come first."""
POOLINGS = ("cls", "avg", "max")
PIXELS = ("pixel_values", "pixels", "image", "images", "input", "x")


@dataclass(frozen=True)
class Taken:
    """Which output of a network is its vector, and how its positions become one: None where it is one already."""

    output: str
    pooling: str | None


def choose(shapes: Mapping[str, Sequence[int | None]], output: str | None = None, pooling: str | None = None) -> Taken:
    """Find the output to take by names and shapes.

    (N, D) is a vector; of (N, T, D), a transformer's tokens, the first stands for all; of (N, C, H, W), a map, the
    mean is taken.

    Args:
        shapes: each output's shape, None where it is open.
        output, pooling: what a person told instead.

    Raises:
        ValueError: no output can be a vector, or what was told does not fit.
    """
    known = [name for name in OUTPUTS if name in shapes] or [name for name in shapes if len(shapes[name]) in (2, 3, 4)]
    name = output or next(iter(known), None)
    if name is None or name not in shapes:
        raise ValueError(f"of its outputs {', '.join(shapes)}, none is {output or 'a vector'}")
    if pooling not in (None, *POOLINGS):
        raise ValueError(f"pooling is {pooling!r}; choose one of {', '.join(POOLINGS)}")
    rank = len(shapes[name])
    if rank not in (2, 3, 4) or (pooling == "cls" and rank != 3):
        raise ValueError(f"its output {name} of {rank} axes can't be pooled by {pooling or 'anything'}")
    return Taken(name, pooling or {2: None, 3: "cls", 4: "avg"}[rank] if rank > 2 else None)


def convert(
    path: Path, preprocessing: Preprocessing, output: str | None = None, pooling: str | None = None
) -> "ov.Model":
    """Read a network: frames (N, height, width, 3) in 0..255 to "embedding" (N, D) of length 1.

    Args:
        path: the ONNX file.
        preprocessing: what is done to a frame's numbers.
        output, pooling: what a person told of it.

    Raises:
        EncoderError: the file is no network of pictures.
    """
    import openvino as ov

    try:
        network = ov.Core().read_model(path)
        pixels = _pixels(network)
        taken = choose({_name(port): _shape(port) for port in network.outputs}, output, pooling)
        source = next(port for port in network.outputs if _name(port) == taken.output).get_node().input_value(0)
        found = ov.Model([_unit(source, taken.pooling)], [pixels.get_node()], "imported")
        found.outputs[0].set_names({"embedding"})
        found.reshape({pixels: [-1, 3, *preprocessing.size]})
        return _with_frames(found, preprocessing)
    except (RuntimeError, ValueError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise EncoderError(f"{path} can't be used as an encoder: {reason}; give a vision network in ONNX.") from error


def _pixels(network: "ov.Model") -> Any:
    """Find the input that takes pictures."""
    ports = {_name(port): port for port in network.inputs if len(_shape(port)) == 4}
    name = next((name for name in PIXELS if name in ports), next(iter(ports), None))
    if name is None:
        raise ValueError("it has no input of pictures (N, 3, H, W)")
    return ports[name]


def _name(port: Any) -> str:
    return next(iter(sorted(port.get_names())), "")


def _shape(port: Any) -> list[int | None]:
    return [None if side.is_dynamic else side.get_length() for side in port.get_partial_shape()]


def _unit(source: Any, pooling: str | None) -> Any:
    """Pool an output to (N, D) and bring it to length 1."""
    import numpy as np
    from openvino import opset13 as op

    rank = len(source.get_partial_shape())
    if pooling == "cls":
        source = op.gather(source, np.int64(0), np.int64(1)).output(0)
    elif pooling is not None:
        reduce = op.reduce_mean if pooling == "avg" else op.reduce_max
        source = reduce(source, np.array([1] if rank == 3 else [2, 3], np.int64), keep_dims=False).output(0)
    return op.normalize_l2(source, np.array([1], np.int64), 1e-24, "max").output(0)


def _with_frames(network: "ov.Model", preprocessing: Preprocessing) -> "ov.Model":
    import openvino as ov

    steps = ov.preprocess.PrePostProcessor(network)
    steps.input().tensor().set_layout(ov.Layout("NHWC")).set_element_type(ov.Type.f32)
    steps.input().model().set_layout(ov.Layout("NCHW"))
    scaled = steps.input().preprocess()
    scaled.mean([value / preprocessing.factor for value in preprocessing.mean])
    scaled.scale([value / preprocessing.factor for value in preprocessing.deviation])
    return steps.build()
