"""Lite0 as ImageNet taught it, in a folder as networks are published: what `--encoder onnx` reads.

python -m lookbook.training.lite.publish FOLDER
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from lookbook.disk import atomic
from lookbook.encoders.preprocessing import CONFIG
from lookbook.training.graph import Weights
from lookbook.training.lite.export import OPSET, Writer
from lookbook.training.lite.lite0 import HEAD, Lite0, imagenet

SIDE = 224
PREPROCESSING = {
    "image_processor_type": "EfficientNetImageProcessor", "do_resize": True, "size": {"height": SIDE, "width": SIDE},
    "resample": 3, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.5] * 3,
    "image_std": [0.5] * 3,
}  # fmt: skip
"""A squashed square, as the tutorials have it, in -1..1, as Lite0 was taught."""


class Whole(Writer):
    """Keeps every weight in full precision."""

    def weight(self, name: str, value: Weights) -> str:
        """Add a weight."""
        return self.stored(name, value.astype(np.float32))

    def packed(self, name: str, value: Weights) -> str:
        """Add a weight."""
        return self.weight(name, value)


def publish(lite0: Lite0, folder: Path) -> None:
    """Write model.onnx, from pixel_values (N, 3, H, W) to features (N, 1280, H / 32, W / 32), and its config."""
    graph = Whole()
    graph.node("Identity", [graph.backbone(lite0.eval(), "pixel_values")[-1]], "features")
    pixels = helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["N", 3, SIDE, SIDE])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", HEAD, SIDE // 32, SIDE // 32])
    made = helper.make_graph(graph.nodes, "lite0", [pixels], [features], graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    folder.mkdir(parents=True, exist_ok=True)
    with atomic.replacing(folder / "model.onnx") as draft:
        onnx.save(model, draft)
    (folder / CONFIG).write_text(json.dumps(PREPROCESSING, indent=2), "utf-8")


if __name__ == "__main__":
    publish(imagenet(), Path(sys.argv[1]))
