"""An ONNX file of ours as a Keras model, node by node: what runs it where OpenVINO is missing."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
from keras import ops
from onnx import helper, numpy_helper

Values = dict[str, Any]
Attributes = Mapping[str, Any]
Step = Callable[[Sequence[Any], Attributes], Any]


def read(path: Path) -> keras.Model:
    """Build the model that computes what the file does: pictures (N, H, W, 3) to a dict of its outputs.

    Raises:
        KeyError: a node of a kind that no network of ours has.
    """
    graph = onnx.load(path).graph
    height, width = (side.dim_value for side in graph.input[0].type.tensor_type.shape.dim[1:3])
    picture = keras.layers.Input((height, width, 3), name="picture")
    values: Values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    values |= {graph.input[0].name: picture, "": None}
    for node in graph.node:
        told = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        values[node.output[0]] = STEPS[node.op_type]([values[name] for name in node.input], told)
    return keras.Model(picture, {output.name: values[output.name] for output in graph.output}, name=graph.name)


def _cast(inputs: Sequence[Any], told: Attributes) -> Any:
    return np.asarray(inputs[0], np.float32)


def _transpose(inputs: Sequence[Any], told: Attributes) -> Any:
    if isinstance(inputs[0], np.ndarray):
        return inputs[0].transpose(told["perm"])
    return ops.transpose(inputs[0], told["perm"])


def _mul(inputs: Sequence[Any], told: Attributes) -> Any:
    return inputs[0] * inputs[1]


def _add(inputs: Sequence[Any], told: Attributes) -> Any:
    return inputs[0] + inputs[1]


def _convolve(inputs: Sequence[Any], told: Attributes) -> Any:
    """Convolve as ONNX does, channels first; Keras pads as `SAME_UPPER` does."""
    picture, kernel = ops.transpose(inputs[0], (0, 2, 3, 1)), inputs[1].transpose(2, 3, 1, 0)
    strides = tuple(told.get("strides", (1, 1)))
    if told.get("group", 1) > 1:
        seen = ops.depthwise_conv(picture, kernel.transpose(0, 1, 3, 2), strides, padding="same")
    else:
        seen = ops.conv(picture, kernel, strides, padding="same")
    return ops.transpose(seen + inputs[2] if len(inputs) > 2 else seen, (0, 3, 1, 2))


def _average(inputs: Sequence[Any], told: Attributes) -> Any:
    last = ops.transpose(inputs[0], (0, 2, 3, 1))
    pooled = ops.average_pool(last, tuple(told["kernel_shape"]), tuple(told["strides"]), padding="same")
    return ops.transpose(pooled, (0, 3, 1, 2))


def _over(told: Attributes) -> Attributes:
    return {"axis": tuple(told["axes"]), "keepdims": bool(told.get("keepdims", 1))}


def _resize(inputs: Sequence[Any], told: Attributes) -> Any:
    """Repeat each cell of a map, as nearest neighbours do at a whole scale."""
    times = int(inputs[2][2])
    return ops.repeat(ops.repeat(inputs[0], times, axis=2), times, axis=3)


def _flatten(inputs: Sequence[Any], told: Attributes) -> Any:
    size = int(np.prod(inputs[0].shape[1:]))
    return ops.reshape(inputs[0], (-1, size))


def _matmul(inputs: Sequence[Any], told: Attributes) -> Any:
    return ops.matmul(*inputs)


def _softmax(inputs: Sequence[Any], told: Attributes) -> Any:
    return ops.softmax(inputs[0], axis=-1)


STEPS: Mapping[str, Step] = {
    "Add": _add,
    "AveragePool": _average,
    "Cast": _cast,
    "Clip": lambda inputs, told: ops.clip(inputs[0], float(inputs[1]), float(inputs[2])),
    "Concat": lambda inputs, told: ops.concatenate(list(inputs), axis=told["axis"]),
    "Conv": _convolve,
    "Flatten": _flatten,
    "Identity": lambda inputs, told: inputs[0],
    "LpNormalization": lambda inputs, told: ops.normalize(inputs[0], axis=-1, order=2),
    "MatMul": _matmul,
    "Mul": _mul,
    "ReduceMax": lambda inputs, told: ops.max(inputs[0], **_over(told)),
    "ReduceMean": lambda inputs, told: ops.mean(inputs[0], **_over(told)),
    "Relu": lambda inputs, told: ops.relu(inputs[0]),
    "Resize": _resize,
    "Sigmoid": lambda inputs, told: ops.sigmoid(inputs[0]),
    "Softmax": _softmax,
    "Transpose": _transpose,
}
"""Kind of node -> what computes it; numbers stay NumPy's until a picture meets them."""
