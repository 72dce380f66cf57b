"""The network as an ONNX file: plain convolutions in half precision, class probabilities, and the labels' names."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import keras
import numpy as np
import onnx
from keras import layers
from numpy.typing import NDArray
from onnx import TensorProto, helper

from lookbook.disk import atomic
from lookbook.encoders.network import PROTOTYPE_SHIFT, CosineSoftmax, StandardizedConv2D
from lookbook.training.graph import Graph, Names

OPSET = 17


def save(network: keras.Model, classes: Mapping[str, Sequence[str]], path: Path, version: str) -> None:
    """Write a network as ONNX, atomically.

    Args:
        network: what `lookbook.encoders.network.build` gives.
        classes: attribute -> its values, kept in the file's metadata.
        path: the file to write.
        version: kept in the file's metadata.
    """
    graph = Graph()
    names = {network.inputs[0].name: graph.node("Transpose", ["picture"], "picture:nchw", perm=[0, 3, 1, 2])}
    for layer in network.layers[1:]:
        inputs = [names[tensor.name] for tensor in _inputs(layer)]
        names[layer.output.name] = EMIT[type(layer)](graph, layer, inputs)
    names[network.output["embedding"].name] = _lean(graph, network, names)
    outputs = [_output(graph, name, names[tensor.name], tensor.shape[-1]) for name, tensor in network.output.items()]
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["N", *network.inputs[0].shape[1:]])
    model = helper.make_model(
        helper.make_graph(graph.nodes, network.name, [picture], outputs, graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    helper.set_model_props(model, {"version": version, "classes": json.dumps(classes)})
    onnx.checker.check_model(model)
    with atomic.replacing(path) as draft:
        onnx.save(model, draft)


def _inputs(layer: layers.Layer) -> list[keras.KerasTensor]:
    return layer.input if isinstance(layer.input, list) else [layer.input]


def _lean(graph: Graph, network: keras.Model, names: Mapping[str, str]) -> str:
    """Move the embedding as `PROTOTYPE_SHIFT` says; the stored directions carry the heads' sharpness."""
    total = names[network.output["embedding"].name]
    for name in [name for name in PROTOTYPE_SHIFT if name in network.output]:
        head = network.get_layer(name)
        directions = graph.node("Transpose", [f"{name}/kernel:float"], f"{name}:directions", perm=[1, 0])
        expected = graph.node("MatMul", [names[head.output.name], directions], f"{name}:expected")
        strength = graph.constant(f"{name}/lean", PROTOTYPE_SHIFT[name] / head.sharpness)
        moved = graph.node("Mul", [expected, strength], f"{name}:moved")
        total = graph.node("Add", [total, moved], f"{name}:leaned")
    return graph.node("LpNormalization", [total], "embedding:leaned", axis=-1, p=2)


def _output(graph: Graph, name: str, source: str, size: int) -> onnx.ValueInfoProto:
    graph.node("Identity", [source], name)
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", size])


def _rescaling(graph: Graph, layer: layers.Rescaling, inputs: Names) -> str:
    scaled = graph.node("Mul", [*inputs, graph.constant("rescale/scale", layer.scale)], "rescale:scaled")
    return graph.node("Add", [scaled, graph.constant("rescale/offset", layer.offset)], _out(layer))


def _standardized(graph: Graph, layer: StandardizedConv2D, inputs: Names) -> str:
    return _convolve(graph, layer, layer.standardized(), inputs)


def _convolution(graph: Graph, layer: layers.Conv2D, inputs: Names) -> str:
    return graph.node("Relu", [_convolve(graph, layer, layer.kernel, inputs)], f"{layer.name}:relu")


def _convolve(graph: Graph, layer: StandardizedConv2D | layers.Conv2D, kernel: keras.KerasTensor, inputs: Names) -> str:
    weights = [
        graph.weight(f"{layer.name}/kernel", _numpy(kernel).transpose(3, 2, 0, 1)),
        graph.weight(f"{layer.name}/bias", _numpy(layer.bias)),
    ]
    steps, sides = list(layer.strides), list(layer.kernel_size)
    return graph.node(
        "Conv", [*inputs, *weights], _out(layer), strides=steps, kernel_shape=sides, auto_pad="SAME_UPPER"
    )


def _relu(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    return graph.node("Relu", inputs, _out(layer))


def _add(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    return graph.node("Add", inputs, _out(layer))


def _pool(graph: Graph, layer: layers.AveragePooling2D, inputs: Names) -> str:
    sides = list(layer.pool_size)
    return graph.node("AveragePool", inputs, _out(layer), kernel_shape=sides, strides=sides, auto_pad="SAME_UPPER")


def _mean(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    return graph.node("ReduceMean", inputs, _out(layer), axes=[2, 3], keepdims=0)


def _peak(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    return graph.node("ReduceMax", inputs, _out(layer), axes=[2, 3], keepdims=0)


def _concatenate(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    return graph.node("Concat", inputs, _out(layer), axis=-1)


def _flatten(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    last = graph.node("Transpose", inputs, f"{layer.name}:nhwc", perm=[0, 2, 3, 1])
    return graph.node("Flatten", [last], _out(layer), axis=1)


def _dense(graph: Graph, layer: layers.Dense, inputs: Names) -> str:
    product = graph.node("MatMul", [*inputs, graph.weight(f"{layer.name}/kernel", _numpy(layer.kernel))], _out(layer))
    if layer.use_bias:
        bias = graph.weight(f"{layer.name}/bias", _numpy(layer.bias))
        product = graph.node("Add", [product, bias], f"{layer.name}:biased")
    squashed = layer.activation is keras.activations.sigmoid
    return graph.node("Sigmoid", [product], f"{layer.name}:sigmoid") if squashed else product


def _unit(graph: Graph, layer: layers.Layer, inputs: Names) -> str:
    return graph.node("LpNormalization", inputs, _out(layer), axis=-1, p=2)


def _cosine_softmax(graph: Graph, layer: CosineSoftmax, inputs: Names) -> str:
    kernel = _numpy(layer.kernel)
    kernel = layer.sharpness * kernel / np.linalg.norm(kernel, axis=0, keepdims=True)
    logits = graph.node("MatMul", [*inputs, graph.weight(f"{layer.name}/kernel", kernel)], f"{layer.name}:logits")
    return graph.node("Softmax", [logits], _out(layer), axis=-1)


def _out(layer: layers.Layer) -> str:
    """Name a layer's output; inner names have a colon, so that they differ from the network's outputs."""
    return f"{layer.name}:out"


def _numpy(variable: keras.KerasTensor) -> NDArray[np.float32]:
    return np.asarray(keras.ops.convert_to_numpy(variable), np.float32)


EMIT: Mapping[type[layers.Layer], Callable[..., str]] = {
    layers.Rescaling: _rescaling,
    layers.Conv2D: _convolution,
    StandardizedConv2D: _standardized,
    layers.ReLU: _relu,
    layers.Add: _add,
    layers.AveragePooling2D: _pool,
    layers.GlobalAveragePooling2D: _mean,
    layers.GlobalMaxPooling2D: _peak,
    layers.Concatenate: _concatenate,
    layers.Flatten: _flatten,
    layers.Dense: _dense,
    layers.UnitNormalization: _unit,
    CosineSoftmax: _cosine_softmax,
}
"""Keras layer -> what writes it; a layer that is not here can't be exported."""
