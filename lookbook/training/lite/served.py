"""A served file read back into a pupil, so that it can be taught further without the checkpoint it came from."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from lookbook.training.lite.export import SHARPNESS_OF_WORDS
from lookbook.training.lite.lite0 import Lite0
from lookbook.training.lite.pupil import Pupil


def take_up(pupil: Pupil, path: Path, classes: Mapping[str, Sequence[str]]) -> None:
    """Give a pupil the weights of a file that `lookbook.training.lite.export` wrote.

    What the file rounded stays rounded. Statistics and gains of the pupil's normalisations stay, and the kernels are
    such that both together are the file's: learning goes on at the pace of a network that never was merged.

    Args:
        pupil: the network; changed.
        path: the file.
        classes: attribute -> its values, in the order of the pupil's heads.

    Raises:
        ValueError: the file is of another network, or tells other classes.
    """
    stored = Stored(path)
    told = {name: list(values) for name, values in classes.items() if name in stored.classes}
    if told != {name: values for name, values in stored.classes.items() if name in classes} or not told:
        raise ValueError(f"{path} tells other classes than the pictures' labels; train on what it learned from.")
    try:
        with torch.no_grad():
            stored.give(pupil)
    except KeyError as error:
        raise ValueError(f"{path} holds no {error.args[0]}: it is of another network.") from error


class Stored:
    """The weights of a file, by name."""

    def __init__(self, path: Path) -> None:
        model = onnx.load(path)
        self.tensors = {tensor.name: tensor for tensor in model.graph.initializer}
        metadata = {entry.key: entry.value for entry in model.metadata_props}
        self.classes: dict[str, list[str]] = json.loads(metadata["classes"])

    def value(self, name: str) -> Tensor:
        """Return a weight in full precision, whatever it is stored in."""
        value = numpy_helper.to_array(self.tensors[name]).astype(np.float32)
        if f"{name}/scale" in self.tensors:
            value = value * numpy_helper.to_array(self.tensors[f"{name}/scale"]).astype(np.float32)
        return torch.from_numpy(value)

    def give(self, pupil: Pupil) -> None:
        """Give a pupil every weight."""
        self._backbone(pupil.backbone)
        pupil.project.weight.copy_(self.value("project/kernel").view_as(pupil.project.weight))
        for name, pull in pupil.pull.items():
            pull.copy_(self.value(f"pull_{name}"))
        for name, head in pupil.heads.items():
            head.weight.copy_(self.value(f"head_{name}"))
        layers = {"garment_features": pupil.garment[0], "garment_scores": pupil.garment[2], "place": pupil.place,
                  "box": pupil.box, **{f"told_{name}": layer for name, layer in pupil.told.items()},
                  "mask_around": pupil.mask.around, "mask_last": pupil.mask.last,
                  **{f"mask_side{number}": side for number, side in enumerate(pupil.mask.sides)}}  # fmt: skip
        for name, layer in layers.items():
            self._layer(f"{name}/kernel", f"{name}/bias", layer)
        pupil.words.rows.weight.copy_(self.value("words/rows"))
        self._layer("words/hidden", "words/hidden/bias", pupil.words.hidden)
        self._layer("words/out", "words/out/bias", pupil.words.out)
        pupil.scale.copy_(self.value(SHARPNESS_OF_WORDS).log())

    def _backbone(self, lite0: Lite0) -> None:
        layers = {"stem": lite0.stem, "head": lite0.head}
        for number, block in enumerate(lite0.blocks):
            parts = {"expand": block.expand, "depthwise": block.depthwise, "project": block.project}
            layers |= {f"block{number}_{name}": part for name, part in parts.items() if part is not None}
        for name, layer in layers.items():
            layer.become(self.value(f"{name}/kernel"), self.value(f"{name}/bias"))

    def _layer(self, kernel: str, bias: str, layer: nn.Module) -> None:
        layer.weight.copy_(self.value(kernel).view_as(layer.weight))
        layer.bias.copy_(self.value(bias))
