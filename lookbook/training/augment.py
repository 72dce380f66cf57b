"""A catalogue picture becomes a photo somebody could have taken: on the device, in Keras ops, a batch at a time."""

import math
from dataclasses import dataclass
from typing import TypeAlias

import keras
from keras import ops, random

from lookbook.training.jpeg import compress

Tensor: TypeAlias = keras.KerasTensor


@dataclass(frozen=True)
class Strength:
    """How far a view may lie from the catalogue's picture; ranges are half-widths around no change.

    Attributes:
        smallest, largest: size of the picture in the frame, 1 = as it is.
        turn: rotation in radians.
        tilt: perspective, as the change of depth across the frame.
        shift: translation as a share of the frame.
        light: brightness, contrast and saturation, as factors.
        tint: white balance, as a factor for each colour channel.
        white: the chance that the background stays (nearly) white, as in a shop.
        photo: the chance that the background is a piece of a photo; what is left is a gradient of two colours.
        soft: the chance of low resolution.
        hidden: the chance that something lies in front of it.
        packed: the chance of JPEG at a quality between 90 and 15.
    """

    smallest: float
    largest: float
    turn: float
    tilt: float
    shift: float
    light: float
    tint: float
    white: float
    photo: float
    soft: float
    hidden: float
    packed: float


CATALOGUE = Strength(0.9, 1.15, 0.06, 0.0, 0.04, 0.08, 0.02, white=0.85, photo=0.0, soft=0.2, hidden=0.0, packed=0.2)
PHOTO = Strength(0.55, 1.45, 0.35, 0.25, 0.15, 0.3, 0.07, white=0.3, photo=0.45, soft=0.35, hidden=0.25, packed=0.5)


class Augment(keras.layers.Layer):  # type: ignore[misc]
    """Draw one random view of every picture."""

    def __init__(self, strength: Strength, seed: int, **options: object) -> None:
        super().__init__(dtype="float32", **options)
        self.strength = strength
        self.seeds = random.SeedGenerator(seed)

    def call(self, cutouts: Tensor, photos: Tensor) -> tuple[Tensor, Tensor]:
        """Place every cutout on a background and light it.

        Args:
            cutouts: uint8 (N, H, W, 4 or 5): colour, how much of a pixel stays in front of the background, and how
                much of it belongs to the product, if that is not the same.
            photos: uint8 (N, H, W, 3), pieces of photos to serve as background.

        Returns:
            Pictures (N, H, W, 3) float32 in 0..255 and the products' boxes (N, 4) in 0..1, as `boxes` finds them.
        """
        placed = self._place(ops.cast(cutouts, "float32"))
        colour, cover, product = placed[..., :3], placed[..., 3:4] / 255.0, placed[..., -1] / 255.0
        pictures = colour * cover + self._background(ops.cast(photos, "float32")) * (1.0 - cover)
        pictures = ops.clip(self._hide(self._light(self._soften(pictures))), 0.0, 255.0)
        return ops.clip(self._pack(pictures), 0.0, 255.0), boxes(product)

    def _uniform(self, shape: tuple[int, ...], low: float, high: float) -> Tensor:
        return random.uniform(shape, low, high, seed=self.seeds)

    def _chance(self, count: int, probability: float) -> Tensor:
        return ops.cast(self._uniform((count, 1, 1, 1), 0.0, 1.0) < probability, "float32")

    def _place(self, cutouts: Tensor) -> Tensor:
        """Turn, scale, mirror, tilt and shift; what comes from outside the picture is empty."""
        count, height, width = ops.shape(cutouts)[0], cutouts.shape[1], cutouts.shape[2]
        strength = self.strength
        size = ops.exp(self._uniform((count,), math.log(strength.smallest), math.log(strength.largest)))
        stretch = ops.exp(self._uniform((count,), -strength.tilt / 2, strength.tilt / 2))
        angle = self._uniform((count,), -strength.turn, strength.turn)
        mirror = ops.where(self._uniform((count,), 0.0, 1.0) < 0.5, 1.0, -1.0)
        depth = self._uniform((2, count), -strength.tilt, strength.tilt)
        shift = self._uniform((2, count), -strength.shift, strength.shift)
        # output -> input: centre the frame, undo the turn and the size, go back to the corner
        a, b = ops.cos(angle) * mirror / (size * stretch), ops.sin(angle) * mirror / (size * stretch)
        c, d = -ops.sin(angle) / size * stretch, ops.cos(angle) / size * stretch
        middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
        from_x, from_y = middle_x + shift[0] * width, middle_y + shift[1] * height
        e, f = middle_x - a * from_x - b * from_y, middle_y - c * from_x - d * from_y
        g, h = depth[0] / width, depth[1] / height
        steady = 1.0 - g * from_x - h * from_y
        rows = [a + middle_x * g, b + middle_x * h, e + middle_x * (steady - 1.0)]
        rows += [c + middle_y * g, d + middle_y * h, f + middle_y * (steady - 1.0), g, h]
        transform = ops.stack([row / steady for row in rows], axis=-1)
        return ops.image.affine_transform(cutouts, transform, fill_mode="constant", fill_value=0.0)

    def _background(self, photos: Tensor) -> Tensor:
        count, height, width = ops.shape(photos)[0], photos.shape[1], photos.shape[2]
        ends = self._uniform((2, count, 1, 1, 3), 0.0, 255.0)
        down = ops.linspace(0.0, 1.0, height)[None, :, None, None]
        across = ops.linspace(0.0, 1.0, width)[None, None, :, None]
        lean = self._uniform((count, 1, 1, 1), 0.0, 1.0)
        gradient = ends[0] + (ends[1] - ends[0]) * 0.5 * (lean * down + (1.0 - lean) * across)
        plain = ops.ones_like(photos[:, :1, :1]) * self._uniform((count, 1, 1, 1), 242.0, 258.0)
        pick = self._uniform((count, 1, 1, 1), 0.0, 1.0)
        scene = ops.where(pick < self.strength.white + self.strength.photo, photos, gradient)
        return ops.where(pick < self.strength.white, plain, scene)

    def _soften(self, pictures: Tensor) -> Tensor:
        count, height, width = ops.shape(pictures)[0], pictures.shape[1], pictures.shape[2]
        small = ops.image.resize(pictures, (height // 2, width // 2), antialias=False)
        soft = self._chance(count, self.strength.soft)
        return ops.where(soft > 0.5, ops.image.resize(small, (height, width)), pictures)

    def _light(self, pictures: Tensor) -> Tensor:
        """Change brightness, contrast, saturation and white balance by one matrix a picture."""
        count, light, tint = ops.shape(pictures)[0], self.strength.light, self.strength.tint
        grey = ops.ones((3, 1)) * ops.convert_to_tensor([[0.299, 0.587, 0.114]])
        vivid = ops.exp(self._uniform((count, 1, 1), -light, light))
        gain = ops.exp(self._uniform((count, 1, 1), -light, light) + self._uniform((count, 3, 1), -tint, tint))
        matrix = gain * (vivid * ops.eye(3)[None] + (1.0 - vivid) * grey[None])
        offset = self._uniform((count, 1, 1, 1), -60.0 * light, 60.0 * light)
        return ops.einsum("nhwc,ndc->nhwd", pictures, matrix) + offset

    def _hide(self, pictures: Tensor) -> Tensor:
        count, height, width = ops.shape(pictures)[0], pictures.shape[1], pictures.shape[2]
        corner = self._uniform((2, count, 1, 1, 1), -0.2, 1.0)
        size = self._uniform((2, count, 1, 1, 1), 0.1, 0.35)
        down = ops.linspace(0.0, 1.0, height)[None, :, None, None] - corner[0]
        across = ops.linspace(0.0, 1.0, width)[None, None, :, None] - corner[1]
        inside = (down > 0.0) & (down < size[0]) & (across > 0.0) & (across < size[1])
        inside = inside & (self._chance(count, self.strength.hidden) > 0.5)
        return ops.where(inside, self._uniform((count, 1, 1, 3), 0.0, 255.0), pictures)

    def _pack(self, pictures: Tensor) -> Tensor:
        count = ops.shape(pictures)[0]
        coarseness = ops.exp(self._uniform((count,), math.log(0.2), math.log(3.3)))
        return ops.where(self._chance(count, self.strength.packed) > 0.5, compress(pictures, coarseness), pictures)


def boxes(cover: Tensor, threshold: float = 0.5) -> Tensor:
    """Find the smallest box around what is covered.

    Args:
        cover: (N, H, W) in 0..1.
        threshold: from where on a pixel counts.

    Returns:
        (N, 4) as x0, y0, x1, y1 in 0..1; the whole frame where nothing is covered.
    """
    solid = cover > threshold
    x0, x1 = _span(ops.any(solid, axis=1))
    y0, y1 = _span(ops.any(solid, axis=2))
    return ops.stack([x0, y0, x1, y1], axis=-1)


def _span(line: Tensor) -> tuple[Tensor, Tensor]:
    line = ops.cast(line, "float32")
    length = line.shape[1]
    first = ops.argmax(line, axis=1)
    last = length - ops.argmax(ops.flip(line, axis=1), axis=1)
    return ops.cast(first, "float32") / length, ops.cast(last, "float32") / length
