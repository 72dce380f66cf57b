"""Caps and sunglasses."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, STEEL, metal
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import waves
from lookbook.sample.graphics import small_mark
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    HEIGHT,
    MIDDLE,
    Points,
    band,
    between,
    both,
    ellipse,
    join,
    parallel,
    points,
    shifted,
    smooth,
    softened,
)
from lookbook.sample.palette import Colour, colour, dimmed, mixed, rgb
from lookbook.sample.raster import Plane, Stencil


def cap(canvas: Canvas, look: Look) -> str:
    """Draw a baseball cap with six panels, or a flat-brimmed one, turned a little to the left."""
    flat = look.chance(0.3)
    canvas.pose.mirrored = look.chance(0.3)
    crown = _crown(canvas, look)
    _brim(canvas, look.trim.plain(), flat)
    small_mark(canvas, look, 120, 178, crown)
    return "Snapback" if flat else look.one("Baseball", "Baseball", "Curved Brim")


def _brim(canvas: Canvas, fabric: Fabric, flat: bool) -> None:
    """Draw a brim with its edge and four rows of stitches."""
    bow = 8 if flat else 24
    far = smooth((54, 234), (110, 222), (184, 230), (240, 252))
    right, left = [(240, 252), (236, 260 + bow * 0.3), (196, 268 + bow)], [(20, 254 + bow * 0.5), (54, 234)]
    near = smooth(*right, (124, 276 + bow), (44, 268 + bow * 0.8), *left)
    brim = join(far, near)
    canvas.lay(canvas.shape(shifted(brim, 0, 4)), fabric.toned(-0.45), puff=3, cast=0)
    part = canvas.lay(canvas.shape(brim), fabric, puff=9, folds=_bend(flat), cast=0.45)
    rows = [between(near[::-1], far, share) for share in (0.2, 0.36, 0.52, 0.68)]
    canvas.tone(canvas.pen(rows, 0.8).within(part), -0.2)


def _crown(canvas: Canvas, look: Look) -> Stencil:
    dome = smooth((50, 242), (52, 190), (84, 136), (150, 112), (214, 128), (256, 180), (266, 246))
    base = smooth((266, 246), (210, 262), (110, 252), (50, 242))
    part = canvas.lay(canvas.shape(join(dome, base)), look.fabric, puff=44, folds=waves(look.drape, 8, 7, 1.6), cast=0)
    top = (158.0, 113.0)
    seams = [
        smooth(top, (132, 150), (124, 200), (128, 252)),
        smooth(top, (206, 150), (222, 196), (224, 256)),
        smooth(top, (92, 146), (66, 190), (62, 244)),
    ]
    canvas.seam(*seams, tone=-0.3, within=part)
    for seam in seams[:2]:
        canvas.stitch(parallel(seam, 3), parallel(seam, -3), tone=-0.16)
    for x, y in ((96, 152), (176, 146), (232, 164)):
        canvas.lay(canvas.shape(band(ellipse(x, y, 3.2, 2.8, 0, 350), 2)), look.fabric.toned(-0.2), puff=1, cast=0.2)
        canvas.tone(canvas.shape(ellipse(x, y, 2, 1.7)), -0.7)
    canvas.lay(canvas.shape(ellipse(top[0], top[1], 9, 5)), look.fabric.plain(), puff=4, cast=0.35)
    return part


def _bend(flat: bool) -> Plane:
    """Return a brim's curve across the picture as relief, (H, W)."""
    across = np.arange(300, dtype=np.float32)
    arch = -((across - 150) ** 2) / (2600 if flat else 900)
    return np.broadcast_to(arch, (HEIGHT, 300)).astype(np.float32)


LENSES: dict[str, Callable[[], Points]] = {
    "Aviator": lambda: smooth(
        (166, 172), (212, 160), (268, 168), (278, 200), (258, 250), (214, 264), (178, 240), (164, 200), closed=True
    ),
    "Wayfarer": lambda: softened(points((162, 166), (282, 158), (270, 238), (250, 246), (190, 246), (176, 236)), 11),
    "Round": lambda: ellipse(220, 206, 53, 52),
    "Cat-Eye": lambda: smooth(
        (163, 188), (190, 172), (240, 166), (286, 150), (282, 196), (256, 236), (212, 246), (174, 226), closed=True
    ),
    "Rectangle": lambda: softened(points((163, 172), (281, 170), (277, 238), (167, 240)), 10),
}


def sunglasses(canvas: Canvas, look: Look) -> str:
    """Draw sunglasses from the front: tinted lenses with reflections, bridge and temples."""
    name = look.style(*LENSES)
    outline = LENSES[name]()
    thin = name == "Aviator" or (name == "Round" and look.chance(0.6))
    frame = metal(look, look.one(BRASS, STEEL, rgb(0.2, 0.2, 0.22))) if thin else look.fabric.shiny(0.9)
    _temples(canvas, frame, thin)
    width = 4.5 if thin else look.between(10, 15)
    bridge = smooth((124, 192), (MIDDLE, 176), (176, 192))
    canvas.lay(canvas.shape(band(bridge, width * 0.9)), frame, puff=width * 0.45, cast=0)
    if name == "Aviator":
        canvas.lay(canvas.shape(band(smooth((108, 166), (MIDDLE, 158), (192, 166)), 4)), frame, puff=2, cast=0)
    tint = (
        dimmed(look.fabric.colour, 0.82)
        if thin
        else look.one(colour("Charcoal"), colour("Coffee Brown"), mixed(look.fabric.colour, colour("Black"), 0.6))
    )
    for lens in both(outline):
        _lens(canvas, look, lens, frame, tint, width)
    return name


def _temples(canvas: Canvas, frame: Fabric, thin: bool) -> None:
    arm = smooth((274, 178), (289, 174), (290, 190), (280, 226))
    wide = 5.0 if thin else 9.0
    for line in both(arm):
        canvas.lay(
            canvas.shape(band(line, [wide, wide, wide * 0.6])),
            replace(frame, colour=dimmed(frame.colour, 0.75)),
            puff=3,
            cast=0,
        )


def _lens(canvas: Canvas, look: Look, outline: Points, frame: Fabric, tint: Colour, width: float) -> None:
    """Draw one lens, darker above than below, with two slanted gleams, and its rim."""
    glass = canvas.shape(outline)
    down = np.linspace(0, 1, glass.mask.shape[0], dtype=np.float32)[:, None, None]
    canvas.paint(glass, tint * (0.72 + 0.5 * down) + 0.12 * down**2)
    left = float(outline[:, 0].min())
    for start, wide, strength in ((18, 22, 0.22), (48, 8, 0.16)):
        gleam = points(
            (left + start + 34, 150),
            (left + start + wide + 34, 150),
            (left + start + wide - 14, 262),
            (left + start - 14, 262),
        )
        canvas.tone(canvas.shape(gleam).within(glass), strength)
    rim = outline if np.allclose(outline[0], outline[-1]) else join(outline, outline[:1])
    canvas.shade(canvas.shape(band(rim, 3)), 0.5, 3)
    canvas.lay(canvas.shape(band(rim, width)), frame, puff=width * 0.5, cast=0.3)
