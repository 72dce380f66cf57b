"""Keras computes, node by node, what OpenVINO makes of the same file."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from lookbook.encoders.interpreted import read
from lookbook.encoders.runtime import KerasModel, OpenVino


def save(path: Path, nodes: list[onnx.NodeProto], shape: list[int | str], **weights: np.ndarray) -> Path:
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["N", 8, 6, 3])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, shape)
    stored = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    graph = helper.make_graph(nodes, "small", [picture], [out], stored)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_kernels_in_eight_bits_depthwise_steps_and_enlarged_maps_are_the_same_in_both(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    nodes = [
        helper.make_node("Transpose", ["picture"], ["first"], perm=[0, 3, 1, 2]),
        helper.make_node("Cast", ["eight"], ["whole"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["whole", "scale"], ["kernel"]),
        helper.make_node("Conv", ["first", "kernel", "bias"], ["wide"], kernel_shape=[1, 1]),
        helper.make_node("Clip", ["wide", "low", "high"], ["six"]),
        helper.make_node(
            "Conv", ["six", "each"], ["halved"], kernel_shape=[5, 5], strides=[2, 2], group=4, auto_pad="SAME_UPPER"
        ),
        helper.make_node(
            "Resize", ["halved", "", "twice"], ["large"], mode="nearest", nearest_mode="floor",
            coordinate_transformation_mode="asymmetric",
        ),
        helper.make_node("Add", ["large", "six"], ["sum"]),
        helper.make_node("Sigmoid", ["sum"], ["out"]),
    ]  # fmt: skip
    path = save(
        tmp_path / "small.onnx", nodes, ["N", 4, 8, 6],
        eight=rng.integers(-127, 128, (4, 3, 1, 1), np.int8), scale=rng.uniform(1e-4, 4e-4, (4, 1, 1, 1)).astype("f4"),
        bias=rng.normal(0, 1, 4).astype("f4"), low=np.array(0, np.float32), high=np.array(6, np.float32),
        each=rng.normal(0, 0.1, (4, 1, 5, 5)).astype("f4"), twice=np.array([1, 1, 2, 2], np.float32),
    )  # fmt: skip
    frames = rng.integers(0, 256, (3, 8, 6, 3)).astype(np.uint8)

    here, there = KerasModel(read(path)).run(frames)["out"], OpenVino(path).run(frames)["out"]

    assert here.shape == (3, 4, 8, 6)
    assert here == pytest.approx(there, abs=1e-6)
    assert np.ptp(here) > 0.3


def test_pooled_features_that_a_convolution_multiplies_are_the_same_in_both(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    nodes = [
        helper.make_node("Transpose", ["picture"], ["first"], perm=[0, 3, 1, 2]),
        helper.make_node("ReduceMax", ["first"], ["peak"], axes=[2, 3]),
        helper.make_node("ReduceMean", ["first"], ["mean"], axes=[2, 3], keepdims=1),
        helper.make_node("ReduceMean", ["first"], ["flat"], axes=[2, 3], keepdims=0),
        helper.make_node("Concat", ["peak", "mean"], ["pooled"], axis=1),
        helper.make_node("Conv", ["pooled", "kernel"], ["wide"], kernel_shape=[1, 1]),
        helper.make_node("Flatten", ["wide"], ["rows"], axis=1),
        helper.make_node("Concat", ["rows", "flat"], ["out"], axis=1),
    ]
    path = save(tmp_path / "small.onnx", nodes, ["N", 7], kernel=rng.normal(0, 1e-3, (4, 6, 1, 1)).astype("f4"))
    frames = rng.integers(0, 256, (3, 8, 6, 3)).astype(np.uint8)

    here, there = KerasModel(read(path)).run(frames)["out"], OpenVino(path).run(frames)["out"]

    assert here.shape == (3, 7)
    assert here == pytest.approx(there, rel=1e-5)


def test_a_kind_of_node_that_no_network_of_ours_has_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "odd.onnx", [helper.make_node("Erf", ["picture"], ["out"])], ["N", 8, 6, 3])
    with pytest.raises(KeyError, match="Erf"):
        read(path)
