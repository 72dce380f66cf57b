"""Handbags, seen from the front."""

from collections.abc import Callable

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, STEEL, buttons, metal, zipper
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import waves
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Points,
    band,
    both,
    ellipse,
    join,
    parallel,
    points,
    rounded,
    smooth,
    softened,
    spot,
    symmetric,
)
from lookbook.sample.palette import dimmed
from lookbook.sample.raster import Plane, Stencil


def _body(canvas: Canvas, look: Look, half: Points, soft: float) -> Stencil:
    """Draw a bag's front from its right half, with a piped edge."""
    outline = softened(symmetric(half), 5)
    sag: Plane = waves(look.drape, 6, 8, soft)
    part = canvas.lay(canvas.shape(outline), look.fabric, puff=20, folds=sag, cast=0)
    closed = join(outline, outline[:1])
    centre = outline.mean(axis=0)
    canvas.stitch((centre + (closed - centre) * spot(0.955, 0.94)).astype(np.float32), tone=-0.28)
    return part


def handle(
    canvas: Canvas, look: Look, half_width: float, foot_y: float, top_y: float, fabric: Fabric, width: float = 8
) -> None:
    """Draw a round handle that rises from two feet."""
    left, right = MIDDLE - half_width, MIDDLE + half_width
    arch = smooth(
        (left, foot_y),
        (left + 4, (foot_y + top_y) / 2),
        (MIDDLE - half_width * 0.45, top_y),
        (MIDDLE + half_width * 0.45, top_y),
        (right - 4, (foot_y + top_y) / 2),
        (right, foot_y),
    )
    canvas.lay(canvas.shape(band(arch, width)), fabric, puff=width * 0.55, cast=0.25)
    canvas.stitch(parallel(arch, width * 0.28), tone=-0.22)


def ring(canvas: Canvas, look: Look, x: float, y: float, size: float) -> None:
    """Draw a metal ring."""
    canvas.lay(
        canvas.shape(band(ellipse(x, y, size, size, 0, 355), size * 0.42)),
        metal(look, BRASS),
        puff=size * 0.2,
        cast=0.4,
    )


def tote(canvas: Canvas, look: Look) -> None:
    """Draw an open tote with two long handles."""
    handle(canvas, look, 52, 190, 58, look.trim.plain().toned(-0.25))
    mouth = smooth((40, 176), (MIDDLE, 166), (260, 176), (MIDDLE, 184), closed=True)
    canvas.lay(canvas.shape(mouth), look.fabric.toned(-0.5), puff=2, cast=0)
    _body(canvas, look, join(smooth((MIDDLE, 180), (262, 174)), points((248, 352), (MIDDLE, 356))), 2.2)
    handle(canvas, look, 52, 222, 66, look.trim.plain())
    for x in (MIDDLE - 52, MIDDLE + 52):
        canvas.lay(canvas.shape(rounded(x - 9, 204, x + 9, 234, 5)), look.trim.plain(), puff=3, cast=0.35)
        buttons(canvas, [(x, 226)], 2.6, BRASS, look)


def satchel(canvas: Canvas, look: Look) -> None:
    """Draw a structured bag with a flap, a turn lock and a top handle."""
    handle(canvas, look, 46, 180, 96, look.trim.plain(), 11)
    lower = smooth((262, 300), (258, 340), (240, 352), (MIDDLE, 354))
    _body(canvas, look, join(smooth((MIDDLE, 168), (232, 170), (252, 184)), lower), 1.0)
    depth = look.between(262, 286)
    edge = smooth((256, 182), (250, depth - 22), (214, depth - 4), (MIDDLE, depth))
    lid = symmetric(join(smooth((MIDDLE, 164), (232, 166), (256, 182)), edge))
    canvas.lay(canvas.shape(lid), look.fabric, puff=9, folds=waves(look.drape, 6, 8, 0.8), cast=0.45)
    canvas.stitch(*both(parallel(edge, 5)), tone=-0.28)
    _lock(canvas, look, depth)
    for x in (MIDDLE - 46, MIDDLE + 46):
        ring(canvas, look, x, 168, 8)


def _lock(canvas: Canvas, look: Look, y: float) -> None:
    """Draw a turn lock: a plate with its key."""
    plate, key = (
        rounded(MIDDLE - 15, y - 14, MIDDLE + 15, y + 9, 4),
        rounded(MIDDLE - 3, y - 10, MIDDLE + 3, y + 5, 2.5),
    )
    canvas.lay(canvas.shape(plate), metal(look, BRASS), puff=3, cast=0.5)
    canvas.lay(canvas.shape(key), metal(look, dimmed(BRASS, 0.8)), puff=2, cast=0.5)


def hobo(canvas: Canvas, look: Look) -> None:
    """Draw a soft crescent with one shoulder strap."""
    handle(canvas, look, 98, 206, 40, look.trim.plain(), 13)
    half = join(
        smooth((MIDDLE, 232), (200, 226), (240, 200), (256, 192)),
        smooth((270, 236), (262, 308), (216, 350), (MIDDLE, 358)),
    )
    _body(canvas, look, half, 3.2)
    zipper(canvas, look, smooth((72, 222), (MIDDLE, 244), (228, 222)), BRASS)
    tassel(canvas, look, 82, 232)
    for x in (MIDDLE - 98, MIDDLE + 98):
        ring(canvas, look, x, 204, 9)


def tassel(canvas: Canvas, look: Look, x: float, y: float) -> None:
    """Draw a leather tassel."""
    fringe = [
        band(smooth((x, y + 12), (x + move * 0.7, y + 30), (x + move, y + 50)), 2.6) for move in (-7, -3.5, 0, 3.5, 7)
    ]
    canvas.lay(canvas.shape(*fringe), look.trim.toned(-0.1), puff=1.5, cast=0.4)
    canvas.lay(canvas.shape(rounded(x - 4, y + 2, x + 4, y + 16, 3)), metal(look, BRASS), puff=2, cast=0.4)


def bowling(canvas: Canvas, look: Look) -> None:
    """Draw a rounded zip-top bag with two short handles and a front pocket."""
    handle(canvas, look, 56, 214, 96, look.trim.plain().toned(-0.25), 9)
    half = smooth((MIDDLE, 158), (200, 160), (240, 186), (262, 260), (262, 330), (240, 352), (MIDDLE, 354))
    _body(canvas, look, half, 1.6)
    zipper(canvas, look, smooth((66, 186), (110, 170), (MIDDLE, 166), (190, 170), (234, 186)), STEEL)
    pocket = softened(points((92, 258), (208, 258), (212, 334), (88, 334)), 8)
    canvas.lay(canvas.shape(pocket), look.fabric, puff=6, cast=0.3)
    canvas.stitch(join(pocket, pocket[:1]), tone=-0.3)
    handle(canvas, look, 56, 246, 106, look.trim.plain(), 9)
    for x in (MIDDLE - 56, MIDDLE + 56):
        ring(canvas, look, x, 244, 7)


HANDBAGS: dict[str, Callable[[Canvas, Look], None]] = {
    "Tote": tote,
    "Satchel": satchel,
    "Hobo": hobo,
    "Bowling": bowling,
}


def handbag(canvas: Canvas, look: Look) -> str:
    """Draw a tote, a satchel, a hobo or a bowling bag."""
    name = look.style(*HANDBAGS)
    HANDBAGS[name](canvas, look)
    return name
