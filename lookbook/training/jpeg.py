"""What JPEG does to a picture, in Keras ops: frequencies of 8x8 blocks, rounded more coarsely the lower the quality.

Tables and steps are those of the standard (ITU-T T.81, annexes A and K), without the coding, which loses nothing.
"""

from typing import TypeAlias

import keras
import numpy as np
from keras import ops

Tensor: TypeAlias = keras.KerasTensor
BLOCK = 8

LUMA = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float32,
)
CHROMA = np.full((BLOCK, BLOCK), 99, np.float32)
CHROMA[:4, :4] = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]
TABLES = np.stack([LUMA, CHROMA, CHROMA], axis=-1)

TO_YCC = np.array([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]], np.float32)
FROM_YCC = np.linalg.inv(TO_YCC).astype(np.float32)

_step = np.arange(BLOCK)
DCT = np.sqrt(2 / BLOCK) * np.cos((2 * _step[None] + 1) * _step[:, None] * np.pi / (2 * BLOCK))
DCT[0] /= np.sqrt(2)
DCT = DCT.astype(np.float32)


def compress(pictures: Tensor, coarseness: Tensor) -> Tensor:
    """Lose what JPEG would lose.

    Args:
        pictures: (N, H, W, 3) in 0..255.
        coarseness: (N,) factor of the standard's tables: 5000 / quality / 100 below quality 50, 2 - quality / 50 above.

    Returns:
        Pictures of the same shape; colour keeps its full resolution.
    """
    height, width = pictures.shape[1], pictures.shape[2]
    down, across = -height % BLOCK, -width % BLOCK
    whole = ops.pad(pictures - 128.0, ((0, 0), (0, down), (0, across), (0, 0)), mode="reflect")
    shape = (-1, (height + down) // BLOCK, BLOCK, (width + across) // BLOCK, BLOCK, 3)
    blocks = ops.reshape(ops.matmul(whole, TO_YCC.T), shape)
    steps = ops.maximum(coarseness[:, None, None, None, None, None] * TABLES[None, None, :, None], 1.0)
    kept = ops.round(_transform(blocks, DCT) / steps) * steps
    restored = ops.reshape(_transform(kept, DCT.T), (-1, height + down, width + across, 3))
    return ops.matmul(restored, FROM_YCC.T)[:, :height, :width] + 128.0


def _transform(blocks: Tensor, matrix: np.ndarray) -> Tensor:
    """Apply a matrix to rows and columns of blocks (N, rows, 8, columns, 8, 3)."""
    across = ops.moveaxis(ops.tensordot(blocks, matrix, axes=[[4], [1]]), -1, 4)
    return ops.moveaxis(ops.tensordot(across, matrix, axes=[[2], [1]]), -1, 2)
