"""The picture while it is being drawn: parts of cloth, leather and metal laid one over another."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lookbook.sample.fabric import Fabric
from lookbook.sample.light import Lamp, blurred, lit, pillow
from lookbook.sample.outline import HEIGHT, MIDDLE, WIDTH, Points, resample, shifted
from lookbook.sample.palette import Colour
from lookbook.sample.raster import Plane, Stencil, fill, stroke


class Pose:
    """How a product lies in the frame: a little turned, moved and scaled, its lines never quite straight."""

    def __init__(self, rng: Generator, wobble: float, turn: float = 1.2, size: float = 1.0) -> None:
        angle, scale = np.deg2rad(rng.uniform(-turn, turn)), size * rng.uniform(0.95, 1.0)
        self.matrix = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        self.centre = np.array([MIDDLE, HEIGHT / 2])
        self.move = rng.uniform(-3, 3, 2)
        self.wobble = wobble
        self.phase = rng.uniform(0, 2 * np.pi, 4)
        self.mirrored = False

    def shift(self, x: float, y: float) -> None:
        """Move everything that is placed from now on."""
        self.move = self.move + np.array([x, y])

    def placed(self, outline: Points) -> Points:
        """Return an outline where it comes to lie."""
        x, y = outline[:, 0], outline[:, 1]
        sway = np.stack(
            [
                np.sin(y / 27 + self.phase[0]) + 0.7 * np.sin(x / 41 + self.phase[1]),
                np.sin(x / 31 + self.phase[2]) + 0.7 * np.sin(y / 47 + self.phase[3]),
            ],
            axis=1,
        )
        bent = outline + self.wobble * sway
        if self.mirrored:
            bent = bent * [-1, 1] + [2 * MIDDLE, 0]
        return np.asarray((bent - self.centre) @ self.matrix + self.centre + self.move, dtype=np.float32)


class Canvas:
    """A white picture that takes parts from the back to the front and remembers what they cover."""

    def __init__(self, pose: Pose, lamp: Lamp) -> None:
        self.pose = pose
        self.lamp = lamp
        self.colours = np.ones((HEIGHT, WIDTH, 3), dtype=np.float32)
        self.cover = np.zeros((HEIGHT, WIDTH), dtype=np.float32)

    def shape(self, *outlines: Points) -> Stencil:
        """Return closed outlines as a stencil, where the pose puts them."""
        return fill(self._placed(outlines))

    def pen(self, curves: list[Points], width: float) -> Stencil:
        """Return open curves as a stencil, drawn with a pen."""
        return stroke(self._placed(curves), width)

    def _placed(self, outlines: Sequence[Points]) -> list[Points]:
        """Return outlines where the pose puts them, all worked out in one go."""
        ends = np.cumsum([len(outline) for outline in outlines])[:-1]
        return np.split(self.pose.placed(np.concatenate(outlines)), ends)

    def lay(
        self,
        part: Stencil,
        fabric: Fabric,
        puff: float = 6.0,
        folds: Plane | None = None,
        turn: float = 0.0,
        cast: float = 0.25,
    ) -> Stencil:
        """Lay a part of cloth, round at its edges by `puff`, with folds (H, W), and let it throw a shadow below it."""
        if cast:
            self.shade(part, cast, reach=2.5)
        height = pillow(part.mask, puff)
        if folds is not None:
            height = height + part.crop(folds)
        rim = 0.10 * np.exp(-height / max(1.0, puff * 0.25))
        colours = lit(fabric.over(part, height, turn), height, fabric.gloss, self.lamp)
        self.paint(part, colours * (1 - np.clip(rim, 0, 0.1))[..., None])
        return part

    def paint(self, part: Stencil, colours: Plane | Colour, strength: float = 1.0) -> None:
        """Cover a part with colours (h, w, 3) or one colour (3,)."""
        share = (part.mask * strength)[..., None]
        below = part.crop(self.colours)
        below += (colours - below) * share
        cover = part.crop(self.cover)
        np.maximum(cover, part.mask, out=cover)

    def tone(self, part: Stencil, amount: float) -> None:
        """Darken (amount below 0) or lighten what already lies under a part."""
        share = (part.mask * part.crop(self.cover) * abs(amount))[..., None]
        below = part.crop(self.colours)
        below += ((0.0 if amount < 0 else 1.0) - below) * share

    def shade(self, part: Stencil, strength: float, reach: float, drop: float = 1.5) -> None:
        """Let a part throw a soft shadow on the product, down and to the right."""
        soft = part.grown(int(3 * reach + drop) + 1)
        shadow = blurred(np.roll(soft.mask, (round(drop), round(drop * 0.7)), axis=(0, 1)), reach)
        below = soft.crop(self.colours)
        below *= (1 - strength * shadow * soft.crop(self.cover))[..., None]

    def seam(self, *curves: Points, tone: float = -0.3, within: Stencil | None = None) -> None:
        """Draw sewn lines: a dark groove with a lit edge beneath."""
        for move, amount, width in ((0.9, -tone * 0.5, 0.9), (0.0, tone, 1.0)):
            line = self.pen([shifted(curve, move, move) for curve in curves], width)
            self.tone(line.within(within) if within else line, amount)

    def stitch(self, *curves: Points, colour: Colour | None = None, tone: float = -0.35, step: float = 3.4) -> None:
        """Draw a row of stitches along each curve, in a thread colour or just darker."""
        dashes: list[Points] = []
        for curve in curves:
            length = float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())
            knots = resample(curve, max(4, round(length / step) * 3 + 1))
            dashes += [knots[start : start + 3] for start in range(0, len(knots) - 2, 3)]
        line = self.pen(dashes, 0.8)
        if colour is None:
            self.tone(line, tone)
        else:
            self.paint(line, colour, 0.8)

    def finish(self, contact: bool) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return the picture (H, W, 3) with its shadow on white ground, and the product's mask (H, W)."""
        move = _to_middle(self.cover)
        mask, colours = np.roll(self.cover, move, axis=(0, 1)), np.roll(self.colours, move, axis=(0, 1))
        shadow = _ground(mask) if contact else _wall(mask)
        share = mask[..., None]
        return _bytes(colours * share + (1 - shadow)[..., None] * (1 - share)), _bytes(mask)


def _to_middle(cover: Plane) -> tuple[int, int]:
    """Return how far down and right a product must move to stand in the middle of the frame."""
    rows, columns = np.flatnonzero(cover.max(axis=1) > 0.05), np.flatnonzero(cover.max(axis=0) > 0.05)
    return (HEIGHT - 1 - int(rows[0] + rows[-1])) // 2, (WIDTH - 1 - int(columns[0] + columns[-1])) // 2


def _wall(cover: Plane) -> Plane:
    """Return the faint shadow of a garment that hangs before a white wall."""
    near = blurred(np.roll(cover, (2, 1), axis=(0, 1)), 2.5)
    far = blurred(np.roll(cover, (5, 3), axis=(0, 1)), 8)
    return _faded(0.16 * near + 0.07 * far)


def _ground(cover: Plane) -> Plane:
    """Return the shadow of a thing that stands on a white table: dark where it touches, wide and soft around."""
    rows = np.flatnonzero(cover.max(axis=1) > 0.5)
    base, squash = int(rows[-1]), 0.16
    flat = np.array([[1, 0, 4], [0, squash, base * (1 - squash) + 1]], dtype=np.float32)
    lying = cv2.warpAffine(cover, flat, (WIDTH, HEIGHT))
    return _faded(0.34 * blurred(np.asarray(lying, dtype=np.float32), 5) + 0.10 * blurred(cover, 3))


def _faded(shadow: Plane) -> Plane:
    """Return a shadow without its last traces, so that the ground stays pure white."""
    return np.asarray(np.clip(shadow - 0.012, 0, 1), dtype=np.float32)


def _bytes(plane: Plane) -> NDArray[np.uint8]:
    return np.asarray(np.clip(plane * 255 + 0.5, 0, 255), dtype=np.uint8)
