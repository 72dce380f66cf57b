"""What closed shoes share, seen from the side: the last, the upper, panels and laces."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import creases
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    Pair,
    Points,
    band,
    join,
    parallel,
    resample,
    shifted,
    smooth,
    softened,
    spot,
)
from lookbook.sample.palette import Colour
from lookbook.sample.raster import Stencil


@dataclass(frozen=True)
class Last:
    """The shoe's form, toe to the left: heights above the sole line at y = 250, and where the throat begins."""

    toe: float = 36
    vamp: float = 62
    throat: Pair = (118.0, 186.0)
    tongue: Pair = (190.0, 138.0)
    collar: float = 168
    heel: float = 152
    front: float = 28
    tongued: bool = True

    def fitted(self, look: Look) -> "Last":
        """Return the last of one family: fuller or slimmer at the toe, and cut higher or lower."""
        full, rise = look.between(-4, 7), look.between(-5, 6)
        return replace(
            self,
            toe=self.toe + full,
            vamp=self.vamp + full * 0.8,
            throat=(self.throat[0] + look.between(-8, 8), self.throat[1] - full * 0.8),
            collar=self.collar - rise,
            heel=self.heel - rise,
            front=self.front + look.between(-3, 5),
        )

    def upper(self) -> Points:
        """Return the closed upper, from the front edge of the sole over the toe to the heel."""
        top = smooth(
            (self.front, 246),
            (self.front + 4, 250 - self.toe * 0.72),
            (self.front + 26, 250 - self.toe),
            (self.throat[0] - 28, 250 - self.vamp + 4),
            self.throat,
            (self.tongue[0], self.tongue[1] + 14),
        )
        return join(top, self.topline(), smooth((266, self.heel + 2), (269, 190), (272, 226), (270, 248)))

    def topline(self) -> Points:
        """Return the edge around the ankle, from the tongue to the heel."""
        middle = (self.tongue[0] + 266) / 2
        return smooth(
            (self.tongue[0], self.tongue[1] + 14),
            (middle - 12, self.collar - 2),
            (middle + 14, self.collar),
            (256, self.heel + 3),
            (266, self.heel),
        )

    def facing(self) -> Points:
        """Return the laced slope from the throat up to the tongue."""
        x, y = self.tongue
        middle = ((self.throat[0] + x) / 2, (self.throat[1] + y + 14) / 2 + 3)
        return smooth(self.throat, middle, (x, y + 14))


def shoe_body(canvas: Canvas, last: Last, look: Look, fabric: Fabric, gloss: float) -> Stencil:
    """Draw the far collar, the tongue and the upper with flex creases; return the upper."""
    inner = shifted(last.topline(), 0, -1)
    far = join(inner, shifted(inner, 3, -9)[::-1])
    canvas.lay(canvas.shape(far), fabric.toned(-0.45), puff=3, cast=0)
    if last.tongued:
        _tongue(canvas, last, look)
    flex = [smooth((84 + 13 * n, 200 - 3 * n), (90 + 12 * n, 214), (84 + 13 * n, 230)) for n in range(3)]
    body = canvas.lay(
        canvas.shape(softened(last.upper(), 2.5)), fabric.shiny(gloss), puff=22, folds=creases(flex, 6, 0.9)
    )
    canvas.seam(parallel(last.topline(), 6), tone=-0.2, within=body)
    return body


def _tongue(canvas: Canvas, last: Last, look: Look) -> None:
    x, y = last.tongue
    tongue = smooth((x - 30, y + 34), (x - 8, y + 2), (x + 6, y - 6), (x + 16, y + 4), (x + 12, y + 40))
    canvas.lay(canvas.shape(tongue), look.trim.plain(), puff=6, cast=0.2)


def panel(canvas: Canvas, body: Stencil, fabric: Fabric, outline: Points, stitched: bool = True) -> None:
    """Draw a sewn-on piece, cut off where the upper ends."""
    canvas.lay(canvas.shape(outline).within(body), fabric, puff=3.5, cast=0.28)
    if stitched:
        closed = join(outline, outline[:1])
        centre = outline.mean(axis=0)
        line = canvas.pen([(centre + (closed - centre) * spot(0.94, 0.92)).astype(np.float32)], 0.7)
        canvas.tone(line.within(body), -0.18)


def laces(canvas: Canvas, last: Last, look: Look, shade: Colour, count: int) -> None:
    """Draw the eyelet strip and laces across it."""
    edge = last.facing()
    starts, ends = resample(edge, count + 2)[1:-1], resample(shifted(edge, 13, 9), count + 2)[1:-1]
    cord = Fabric(shade, look.fabric.weave)
    for start, end in zip(starts, ends, strict=True):
        canvas.tone(canvas.shape(band(np.stack([end - 1.5, end + 1.5]), 3)), -0.7)
        bow = smooth(
            (float(start[0]) - 2, float(start[1]) - 2),
            (float(start[0] + end[0]) / 2 + 1, float(start[1] + end[1]) / 2 - 2),
            (float(end[0]), float(end[1])),
        )
        canvas.lay(canvas.shape(band(bow, 4.4)), cord, puff=2.2, cast=0.45)


def facing_panel(canvas: Canvas, last: Last, body: Stencil, fabric: Fabric, width: float = 20) -> None:
    """Draw the strip that carries the eyelets."""
    edge = last.facing()
    panel(canvas, body, fabric, join(edge, shifted(edge, width * 0.8, width * 0.75)[::-1]))


def pair_of(canvas: Canvas, look: Look, paint: Callable[[Canvas, Look], None]) -> None:
    """Draw a shoe, turned either way, now and then with its fellow standing behind it."""
    pose = canvas.pose
    pose.mirrored = look.chance(0.25)
    if look.chance(0.3):
        behind = -9 if pose.mirrored else 9
        pose.matrix = pose.matrix * 0.95
        state = look.rng.bit_generator.state
        pose.shift(behind, -36)
        paint(canvas, look)
        canvas.colours *= (0.9 + 0.1 * (1 - canvas.cover))[..., None]
        pose.shift(-behind, 58)
        look.rng.bit_generator.state = state
    paint(canvas, look)
