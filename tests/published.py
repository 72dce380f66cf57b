"""Small vision networks in the layouts that networks are published in."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float32]

MEAN, DEVIATION = (0.48, 0.46, 0.41), (0.27, 0.26, 0.28)
CLIP = {
    "image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": 16}, "resample": 3,
    "do_center_crop": True, "crop_size": {"height": 16, "width": 16}, "do_rescale": True, "rescale_factor": 1 / 255,
    "do_normalize": True, "image_mean": MEAN, "image_std": DEVIATION,
}  # fmt: skip
SIGLIP = {
    "image_processor_type": "SiglipImageProcessor", "size": {"height": 16, "width": 16}, "resample": 2,
    "do_rescale": True, "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
}  # fmt: skip
KERNEL = np.random.default_rng(5).normal(0, 0.4, (6, 3, 4, 4)).astype(np.float32)
TABLE = np.random.default_rng(7).normal(0, 1, (9, 4)).astype(np.float32)
PROJECT = np.random.default_rng(6).normal(0, 1, (6, 4)).astype(np.float32)


def publish(folder: Path, name: str, outputs: Sequence[str], config: dict[str, object], side: int | str = 16) -> Path:
    """Write a network of patches of four pixels with the outputs asked for."""
    made = {
        "map": [helper.make_node("Identity", ["patches"], ["map"])],
        "last_hidden_state": [
            helper.make_node("Reshape", ["patches", "tokens"], ["rows"]),
            helper.make_node("Transpose", ["rows"], ["last_hidden_state"], perm=[0, 2, 1]),
        ],
        "image_embeds": [
            helper.make_node("GlobalMaxPool", ["patches"], ["peak"]),
            helper.make_node("Flatten", ["peak"], ["peaks"]),
            helper.make_node("MatMul", ["peaks", "project"], ["image_embeds"]),
        ],
        "text_embeds": [
            helper.make_node("Gather", ["table", "input_ids"], ["words"]),
            helper.make_node("ReduceMean", ["words"], ["text_embeds"], axes=[1], keepdims=0),
        ],
    }
    nodes = [helper.make_node("Conv", ["pixel_values", "kernel"], ["patches"], strides=[4, 4])]
    nodes += [node for output in outputs for node in made[output]]
    inputs = [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["N", 3, side, side])]
    if "text_embeds" in outputs:
        inputs.append(helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["N", "T"]))
    ranks = {"map": 4, "last_hidden_state": 3}
    told = [helper.make_tensor_value_info(o, TensorProto.FLOAT, [None] * ranks.get(o, 2)) for o in outputs]
    weights = {"kernel": KERNEL, "project": PROJECT, "tokens": np.array([0, 6, -1]), "table": TABLE}
    graph = helper.make_graph(
        nodes, "published", inputs, told, [numpy_helper.from_array(v, k) for k, v in weights.items()]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / name)
    (folder / "preprocessor_config.json").write_text(json.dumps(config))
    return folder
