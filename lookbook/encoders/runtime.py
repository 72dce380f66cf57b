"""What runs a network: OpenVINO on the CPU; Keras where OpenVINO is missing."""

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders import quantized

Precision = Literal["f32", "bf16", "int8"]
Outputs = Mapping[str, NDArray[np.float32]]
Frames = NDArray[np.uint8]


class Runtime(Protocol):
    """A loaded network."""

    def run(self, frames: Frames) -> Outputs:
        """Return the network's outputs (N, ...) by name for frames (N, H, W, 3)."""


class OpenVino:
    """A network in a file (ONNX, OpenVINO's own format, or what `quantized` makes), compiled for this CPU."""

    def __init__(self, path: Path, precision: Precision = "f32") -> None:
        import openvino as ov

        core = ov.Core()
        network = core.read_model(*quantized.parts(path)) if precision == "int8" else core.read_model(path)
        steps = ov.preprocess.PrePostProcessor(network)
        steps.input().tensor().set_element_type(ov.Type.u8)
        rest = "bf16" if supports_bf16() else "f32"  # of a network in eight bits, what is not
        options = {
            "INFERENCE_PRECISION_HINT": rest if precision == "int8" else precision,
            "PERFORMANCE_HINT": "LATENCY",
        }
        self._compiled = core.compile_model(steps.build(), "CPU", options)
        self._names = [_plain(port.get_names()) for port in self._compiled.outputs]

    def run(self, frames: Frames) -> Outputs:
        """Return the network's outputs (N, ...) by name for frames (N, H, W, 3)."""
        request = self._compiled.create_infer_request()
        results = request.infer([np.ascontiguousarray(frames)])
        return dict(zip(self._names, results.to_tuple(), strict=True))


def _plain(names: Iterable[str]) -> str:
    """Choose, among the names of an output, the one that is not of an inner step (these have a colon)."""
    return next(name for name in sorted(names) if ":" not in name)


class KerasModel:
    """A network as a Keras model, on whatever backend Keras has."""

    def __init__(self, model: Callable[[NDArray[np.float32]], Mapping[str, object]]) -> None:
        self._model = model

    def run(self, frames: Frames) -> Outputs:
        """Return the network's outputs (N, ...) by name for frames (N, H, W, 3)."""
        from keras import ops

        outputs = self._model(frames.astype(np.float32))
        return {name: np.asarray(ops.convert_to_numpy(value), np.float32) for name, value in outputs.items()}


def has_openvino() -> bool:
    """Return whether OpenVINO is installed."""
    return find_spec("openvino") is not None


def supports_bf16() -> bool:
    """Return whether this CPU computes in bfloat16 itself, so that the lower precision pays."""
    if not has_openvino():
        return False
    import openvino as ov

    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
