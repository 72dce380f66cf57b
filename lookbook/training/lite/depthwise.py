"""Depthwise convolutions whose gradients are computed fast on a CPU in half precision.

In bfloat16, PyTorch 2.13's library is fast where kernels of three and strides of one are asked for, and fifty times
slower elsewhere (672 channels, 84 pictures of 8 x 6: 2 ms against 117 ms for the kernel's gradient at a size of five,
196 ms for the input's at a stride of two). So a kernel of five is looked at as four kernels of three that overlap, and
a stride of two as a stride of one over gradients with zeros between them.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class Depthwise(torch.autograd.Function):  # type: ignore[misc]
    """A depthwise convolution with kernels of three or five, without padding."""

    @staticmethod
    def forward(ctx: Any, padded: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
        """Convolve (N, C, H, W) with (C, 1, K, K)."""
        ctx.save_for_backward(padded, weight)
        ctx.stride = stride
        return functional.conv2d(padded, weight, bias, stride, 0, 1, len(weight))

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        """Return the gradients of input, kernel and bias."""
        padded, weight = ctx.saved_tensors
        gradient = gradient.contiguous(memory_format=torch.channels_last)
        back = _of_input(gradient, padded, weight, ctx.stride)
        return back, _of_kernel(gradient, padded, weight, ctx.stride), gradient.sum((0, 2, 3)), None


def _of_input(gradient: Tensor, padded: Tensor, weight: Tensor, stride: int) -> Tensor:
    rows, columns = (stride * (side - 1) + 1 for side in gradient.shape[2:])
    around = weight.shape[2] - 1
    below, right = (size - side - around for size, side in zip(padded.shape[2:], (rows, columns), strict=True))
    spread = gradient.new_zeros((*gradient.shape[:2], rows + below, columns + right))
    spread = spread.contiguous(memory_format=torch.channels_last)
    spread[:, :, :rows:stride, :columns:stride] = gradient
    return functional.conv2d(spread, weight.flip(2, 3), None, 1, around, 1, len(weight))


def _of_kernel(gradient: Tensor, padded: Tensor, weight: Tensor, stride: int) -> Tensor:
    kernel = torch.empty_like(weight)
    rows, columns = (stride * (side - 1) + 3 for side in gradient.shape[2:])
    corners = range(0, weight.shape[2] - 2, 2)
    for top, left in ((top, left) for top in corners for left in corners):
        part = padded[:, :, top : top + rows, left : left + columns].contiguous(memory_format=torch.channels_last)
        three = weight[:, :, top : top + 3, left : left + 3].contiguous()
        kernel[:, :, top : top + 3, left : left + 3] = torch.ops.aten.convolution_backward(
            gradient, part, three, None, [stride] * 2, [0, 0], [1, 1], False, [0, 0], len(weight), [False, True, False]
        )[1]
    return kernel
