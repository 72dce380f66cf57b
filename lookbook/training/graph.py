"""An ONNX graph as it is written: nodes, and weights in half precision or in eight bits."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Names = Sequence[str]
Weights = NDArray[np.float32]


class Graph:
    """Collects nodes and weights. A weight is stored in fewer bits than it is used in, and cast at use."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: Names, output: str, **attributes: Any) -> str:
        """Add a node, named after its one output; returns that name."""
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def weight(self, name: str, value: Weights) -> str:
        """Add a weight in half precision; returns the name of its float32 form."""
        self.weights.append(numpy_helper.from_array(value.astype(np.float16), name))
        return self.node("Cast", [name], f"{name}:float", to=TensorProto.FLOAT)

    def packed(self, name: str, value: Weights) -> str:
        """Add a weight in eight bits, with a scale for each row of its first axis; returns its float32 form's name."""
        eight, scale = quantized(value)
        self.weights.append(numpy_helper.from_array(eight, name))
        self.weights.append(numpy_helper.from_array(scale, f"{name}/scale"))
        whole = self.node("Cast", [name], f"{name}:whole", to=TensorProto.FLOAT)
        return self.node("Mul", [whole, f"{name}/scale"], f"{name}:float")

    def stored(self, name: str, value: NDArray[Any]) -> str:
        """Add numbers as they are."""
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def constant(self, name: str, value: float) -> str:
        """Add a number in full precision."""
        return self.stored(name, np.asarray(value, np.float32))


def quantized(value: Weights) -> tuple[NDArray[np.int8], Weights]:
    """Round to -127..127 steps of a scale for each row of the first axis (R, ...): steps, and scales (R, 1, ...)."""
    largest = np.abs(value).max(axis=tuple(range(1, value.ndim)), keepdims=True)
    scale = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    return np.round(value / scale).astype(np.int8), scale
