"""Buttons, plackets, zips, pockets and drawstrings."""

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Pair,
    Points,
    band,
    ellipse,
    join,
    parallel,
    points,
    resample,
    rounded,
    smooth,
)
from lookbook.sample.palette import Colour, brightness, dimmed, rgb
from lookbook.sample.raster import Stencil

STEEL = rgb(0.74, 0.75, 0.78)
BRASS = rgb(0.80, 0.66, 0.38)


def metal(look: Look, shade: Colour) -> Fabric:
    """Return a polished metal of the given colour, without weave."""
    return Fabric(shade, np.ones_like(look.fabric.weave), gloss=1.0)


def dark_or_light(fabric: Fabric) -> Colour:
    """Return a thread or button colour that shows on a fabric."""
    return rgb(0.92, 0.91, 0.88) if brightness(fabric.colour) < 0.45 else dimmed(fabric.colour, 0.45)


def buttons(canvas: Canvas, places: list[Pair], radius: float, shade: Colour, look: Look) -> None:
    """Draw round buttons with a rim and holes."""
    face = Fabric(shade, np.ones_like(look.fabric.weave), gloss=0.5)
    for x, y in places:
        canvas.lay(canvas.shape(ellipse(x, y, radius, radius)), face, puff=radius * 0.5, cast=0.45)
        canvas.tone(canvas.pen([ellipse(x, y, radius * 0.62, radius * 0.62)], 0.6), -0.22)
        if radius > 2.4:
            canvas.tone(canvas.shape(*(ellipse(x + move, y, 0.5, 0.7) for move in (-0.9, 0.9))), -0.6)


def column(top: float, bottom: float, count: int, x: float = MIDDLE) -> list[Pair]:
    """Return places one under another."""
    return [(x, float(y)) for y in np.linspace(top, bottom, count)]


def placket(canvas: Canvas, look: Look, fabric: Fabric, top: float, bottom: float, width: float = 12) -> None:
    """Draw a stitched strip down the middle, with its button edge to the left."""
    strip = rounded(MIDDLE - width / 2, top, MIDDLE + width / 2, bottom, 1)
    canvas.lay(canvas.shape(strip), fabric, puff=2, cast=0.2)
    canvas.seam(points((MIDDLE - width / 2, top), (MIDDLE - width / 2, bottom)), tone=-0.38)
    for x in (MIDDLE - width / 2 + 1.8, MIDDLE + width / 2 - 1.8):
        canvas.stitch(points((x, top + 1), (x, bottom - 1)), tone=-0.2)


def zipper(canvas: Canvas, look: Look, curve: Points, shade: Colour, width: float = 5) -> None:
    """Draw a zip along a curve: tape, teeth, and a puller at its start."""
    canvas.paint(canvas.shape(band(curve, width)), dimmed(look.fabric.colour, 0.55))
    length = float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())
    count = max(4, int(length / 2.2))
    starts, ends = (resample(parallel(curve, side * width * 0.25), count) for side in (-1, 1))
    canvas.paint(canvas.pen([np.stack(pair) for pair in zip(starts, ends, strict=True)], 1.0), shade, 0.9)
    canvas.seam(parallel(curve, width / 2), parallel(curve, -width / 2), tone=-0.2)
    x, y = (float(part) for part in curve[0])
    puller = rounded(x - 2.2, y + 1, x + 2.2, y + 11, 1.8)
    canvas.lay(canvas.shape(puller), metal(look, shade), puff=1.5, cast=0.5)


def patch_pocket(
    canvas: Canvas, fabric: Fabric, outline: Points, turn: float = 0, thread: Colour | None = None
) -> Stencil:
    """Draw a sewn-on pocket with stitches along its edge."""
    pocket = canvas.lay(canvas.shape(outline), fabric, puff=2.5, turn=turn, cast=0.3)
    closed = join(outline, outline[:1])
    canvas.seam(closed, tone=-0.16)
    centre = outline.mean(axis=0)
    canvas.stitch((centre + (closed - centre) * 0.9).astype(np.float32), colour=thread, tone=-0.28)
    return pocket


def chest_pocket(
    canvas: Canvas, fabric: Fabric, x: float, y: float, size: float = 27, thread: Colour | None = None
) -> None:
    """Draw a pointed chest pocket whose upper left corner is at (x, y)."""
    tip = (x + size / 2, y + size * 1.2)
    outline = points((x, y), (x + size, y), (x + size, y + size * 0.98), tip, (x, y + size * 0.98))
    patch_pocket(canvas, fabric, outline, thread=thread)
    canvas.seam(points((x, y + 5), (x + size, y + 5)), tone=-0.15)


def slit_pocket(canvas: Canvas, start: Pair, end: Pair, width: float = 4.5) -> None:
    """Draw a welt pocket: a lit lip over a dark slit."""
    line = points(start, end)
    welt = canvas.shape(band(line, width))
    canvas.shade(welt, 0.4, 1.5)
    canvas.tone(welt, 0.07)
    canvas.seam(parallel(line, width / 2), parallel(line, -width / 2), tone=-0.4)


def flap(canvas: Canvas, fabric: Fabric, x: float, y: float, wide: float, high: float) -> None:
    """Draw a pocket flap whose upper left corner is at (x, y)."""
    lower = smooth(
        (x + wide, y + high * 0.8), (x + wide * 0.9, y + high), (x + wide * 0.1, y + high), (x, y + high * 0.8)
    )
    canvas.lay(canvas.shape(join(points((x, y), (x + wide, y)), lower)), fabric, puff=3, cast=0.45)
    canvas.seam(points((x, y), (x + wide, y)), tone=-0.4)


def drawstrings(canvas: Canvas, look: Look, y: float, spread: float, length: float, shade: Colour) -> None:
    """Draw two cords that hang from a neck or waist, with metal tips."""
    cord = Fabric(shade, look.fabric.weave)
    for side in (-1, 1):
        drop = length * look.stray(0.85, 1.1)
        x = MIDDLE + side * spread
        curve = smooth((x, y), (x + side * 2, y + drop * 0.4), (x + look.stray(-2, 4) * side, y + drop))
        canvas.lay(canvas.shape(band(curve, 2.6)), cord, puff=1.4, cast=0.5)
        canvas.lay(canvas.shape(band(curve[-5:], 3.2)), metal(look, STEEL), puff=1.5, cast=0.2)
        canvas.lay(canvas.shape(ellipse(x, y, 2.6, 2.6)), metal(look, STEEL), puff=1.2, cast=0.3)
