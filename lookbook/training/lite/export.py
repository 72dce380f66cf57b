"""The taught network as an ONNX file under 10 MB: merged convolutions, labels, box, mask, and the words' table."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from lookbook.disk import atomic
from lookbook.encoders.attributes import ATTRIBUTES, GARMENT
from lookbook.training.graph import Graph, quantized
from lookbook.training.lite.lite0 import Block, Convolution, Lite0
from lookbook.training.lite.pupil import FINE, LAST, MIDDLE, Pupil, Words

OPSET = 17
VERSION = "3"
SHARPNESS_OF_WORDS = "words/sharpness"
"""By what cosines of words and pictures were multiplied: only a training that goes on from the file asks."""
PACKED = 5_000
"""Convolutions of more numbers are stored in eight bits."""


def save(pupil: Pupil, classes: Mapping[str, Sequence[str]], path: Path, version: str = VERSION) -> None:
    """Write the network, atomically.

    Args:
        pupil: what was taught.
        classes: attribute -> its values, in the order of the heads' rows.
        path: the file.
        version: kept in the file's metadata.
    """
    graph = Writer()
    outputs = graph.write(pupil.eval())
    told = {name: values for name, values in classes.items() if name in ATTRIBUTES}
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["N", *pupil.frame, 3])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "fashion", [picture], outputs, graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    helper.set_model_props(model, {"version": version, "classes": json.dumps({**told, GARMENT: ["no", "yes"]})})
    onnx.checker.check_model(model)
    with atomic.replacing(path) as draft:
        onnx.save(model, draft)


class Writer(Graph):
    """Writes a pupil, part by part."""

    def write(self, pupil: Pupil) -> list[onnx.ValueInfoProto]:
        """Write all parts; returns the outputs."""
        moved = self.node("Transpose", ["picture"], "picture:nchw", perm=[0, 3, 1, 2])
        scaled = self.node("Mul", [moved, self.constant("rescale/scale", 1 / 127.5)], "rescale:scaled")
        maps = self.backbone(
            pupil.backbone, self.node("Add", [scaled, self.constant("rescale/offset", -1.0)], "rescale:out")
        )
        means = [(-1, "ReduceMean", "mean"), (-1, "ReduceMax", "peak"), (FINE, "ReduceMean", "fine"),
                 (MIDDLE, "ReduceMean", "middle")]  # fmt: skip
        parts = [self.node(kind, [maps[at]], f"{name}:pooled", axes=[2, 3], keepdims=1) for at, kind, name in means]
        pooled = self.node("Concat", parts, "pooled:out", axis=1)
        told = {name: self._told(name, layer, pooled) for name, layer in pupil.told.items()}
        embedding = self._embedding(pupil, pooled, told)
        outputs = [self._output("embedding", embedding, pupil.project.out_features)]
        outputs.append(self._output("box", self._box(pupil, maps[LAST]), 4))
        outputs += [
            self._output(name, told[name], pupil.told[name].out_features) for name in ATTRIBUTES if name in told
        ]
        outputs.append(self._output(GARMENT, self._garment(pupil, pooled), 2))
        outputs.append(self._mask(pupil, maps))
        self._learning(pupil)
        return outputs

    def backbone(self, lite0: Lite0, x: str) -> list[str]:
        """Write Lite0 over pictures x (N, 3, H, W) in -1..1; returns the names of its 17 maps."""
        self.constant("relu6/low", 0.0)
        self.constant("relu6/high", 6.0)
        x = self._six(self._convolution("stem", lite0.stem, x))
        maps = []
        for number, block in enumerate(lite0.blocks):
            x = self._block(f"block{number}", block, x)
            maps.append(x)
        return [*maps, self._six(self._convolution("head", lite0.head, x))]

    def _block(self, name: str, block: Block, x: str) -> str:
        seen = self._six(self._convolution(f"{name}_expand", block.expand, x)) if block.expand is not None else x
        seen = self._six(self._convolution(f"{name}_depthwise", block.depthwise, seen))
        seen = self._convolution(f"{name}_project", block.project, seen)
        return self.node("Add", [x, seen], f"{name}:sum") if block.skips else seen

    def _convolution(self, name: str, layer: Convolution, x: str) -> str:
        kernel, bias = (_numpy(value) for value in layer.merged())
        sides = list(kernel.shape[2:])
        return self.node("Conv", [x, self._kernel(name, kernel), self.weight(f"{name}/bias", bias)], f"{name}:out",
                         strides=[layer.stride] * 2, kernel_shape=sides, group=layer.groups,
                         auto_pad="SAME_UPPER")  # fmt: skip

    def _plain(self, name: str, layer: torch.nn.Conv2d, x: str) -> str:
        inputs = [x, self._kernel(name, _numpy(layer.weight)), self.weight(f"{name}/bias", _numpy(layer.bias))]
        return self.node("Conv", inputs, f"{name}:out", kernel_shape=list(layer.kernel_size), auto_pad="SAME_UPPER")

    def _kernel(self, name: str, value: NDArray[np.float32]) -> str:
        store = self.packed if value.size > PACKED else self.weight
        return store(f"{name}/kernel", value)

    def _six(self, x: str) -> str:
        return self.node("Clip", [x, "relu6/low", "relu6/high"], f"{x}:six")

    def _linear(self, name: str, x: str, layer: torch.nn.Linear) -> str:
        turned = self.node("Transpose", [self.weight(f"{name}/kernel", _numpy(layer.weight))], f"{name}:turned",
                           perm=[1, 0])  # fmt: skip
        product = self.node("MatMul", [x, turned], f"{name}:product")
        return self.node("Add", [product, self.weight(f"{name}/bias", _numpy(layer.bias))], f"{name}:out")

    def _wide(self, name: str, layer: torch.nn.Linear, pooled: str) -> str:
        """Multiply the pooled features (N, 2712, 1, 1) by a convolution, whose kernel may be stored in eight bits.

        Before a matrix in eight bits OpenVINO would round the features, too.
        """
        kernel = self._kernel(name, _numpy(layer.weight)[:, :, None, None])
        bias = [] if layer.bias is None else [self.weight(f"{name}/bias", _numpy(layer.bias))]
        seen = self.node("Conv", [pooled, kernel, *bias], f"{name}:wide", kernel_shape=[1, 1])
        return self.node("Flatten", [seen], f"{name}:out", axis=1)

    def _told(self, name: str, layer: torch.nn.Linear, pooled: str) -> str:
        return self.node("Softmax", [self._wide(f"told_{name}", layer, pooled)], f"{name}:softmax", axis=-1)

    def _embedding(self, pupil: Pupil, pooled: str, told: Mapping[str, str]) -> str:
        direction = self._wide("project", pupil.project, pooled)
        total = self.node("LpNormalization", [direction], "project:unit", axis=-1, p=2)
        for name, pull in pupil.pull.items():
            moved = self.node("MatMul", [told[name], self.weight(f"pull_{name}", _numpy(pull))], f"{name}:pulled")
            total = self.node("Add", [total, moved], f"{name}:leaned")
        return self.node("LpNormalization", [total], "embedding:leaned", axis=-1, p=2)

    def _box(self, pupil: Pupil, last: str) -> str:
        seen = self.node("Relu", [self._plain("place", pupil.place, last)], "place:relu")
        flat = self.node("Flatten", [seen], "place:flat", axis=1)
        return self.node("Sigmoid", [self._linear("box", flat, pupil.box)], "box:sigmoid")

    def _garment(self, pupil: Pupil, pooled: str) -> str:
        first, last = pupil.garment[0], pupil.garment[2]
        seen = self.node("Relu", [self._wide("garment_features", first, pooled)], "garment_features:relu")
        scores = self._linear("garment_scores", seen, last)
        return self.node("Softmax", [scores], "garment:softmax", axis=-1)

    def _mask(self, pupil: Pupil, maps: Sequence[str]) -> onnx.ValueInfoProto:
        rows, columns = (side // 4 for side in pupil.frame)
        total = ""
        for number, (at, times) in enumerate(((2, 1), (FINE, 2), (MIDDLE, 4), (LAST, 8))):
            side = self._plain(f"mask_side{number}", pupil.mask.sides[number], maps[at])
            if times > 1:
                scales = self.stored(f"mask_side{number}/scales", np.array([1, 1, times, times], np.float32))
                side = self.node("Resize", [side, "", scales], f"mask_side{number}:large", mode="nearest",
                                 coordinate_transformation_mode="asymmetric", nearest_mode="floor")  # fmt: skip
            total = self.node("Add", [total, side], f"mask_sum{number}:out") if total else side
        seen = self._plain("mask_around", pupil.mask.around, self.node("Relu", [total], "mask_sum:relu"))
        last = self._plain("mask_last", pupil.mask.last, self.node("Relu", [seen], "mask_around:relu"))
        self.node("Sigmoid", [last], "mask")
        return helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["N", 1, rows, columns])

    def _learning(self, pupil: Pupil) -> None:
        """Keep what no node uses: the words' side, which `lookbook.encoders.hashing` reads, and what only teaches."""
        for name, value in tables(pupil.words, pupil.scale.exp().item()).items():
            self.stored(name, value)
        for name, head in pupil.heads.items():
            self.stored(f"head_{name}", _numpy(head.weight).astype(np.float16))

    def _output(self, name: str, source: str, size: int) -> onnx.ValueInfoProto:
        self.node("Identity", [source], name)
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", size])


def tables(words: Words, sharpness: float) -> Mapping[str, NDArray[Any]]:
    """Return what a file keeps of the words' side: its table and layers in eight bits with their scales, and biases.

    Args:
        words: what was taught.
        sharpness: by what cosines of words and pictures were multiplied.
    """
    found: dict[str, NDArray[Any]] = {}
    for name, layer in (("rows", words.rows), ("hidden", words.hidden), ("out", words.out)):
        eight, scale = quantized(_numpy(layer.weight))
        found |= {f"words/{name}": eight, f"words/{name}/scale": scale.astype(np.float16)}
    biases = {
        f"words/{name}/bias": _numpy(layer.bias) for name, layer in (("hidden", words.hidden), ("out", words.out))
    }
    return {**found, **biases, SHARPNESS_OF_WORDS: np.asarray(sharpness, np.float32)}


def _numpy(value: torch.Tensor) -> NDArray[np.float32]:
    return np.ascontiguousarray(value.detach().float().contiguous().numpy())
