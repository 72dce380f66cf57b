"""Open footwear seen from above, as a pair: flats, sandals and flip flops."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, buttons, metal
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    Points,
    band,
    ellipse,
    join,
    mirror,
    parallel,
    points,
    rounded,
    shifted,
    smooth,
    spot,
)
from lookbook.sample.palette import Colour, dimmed, mixed, rgb
from lookbook.sample.raster import Stencil

Side: TypeAlias = Callable[[Points], Points]
MIDLINE = 78.0


def foot(slim: float = 1.0, point: float = 0.0) -> Points:
    """Return the left sole from above: slim below 1 narrows it, point above 0 sharpens the toe."""
    spots = [
        (92, 40),
        (114, 60),
        (123, 112),
        (114, 190),
        (117, 290),
        (107, 338),
        (80, 356),
        (53, 338),
        (42, 290),
        (42, 200),
        (31, 122),
        (44, 66),
    ]
    shaped = [
        (MIDLINE + (x - MIDLINE) * slim, y - (point * 14 if index == 0 else 0)) for index, (x, y) in enumerate(spots)
    ]
    return smooth(*shaped, closed=True)


def on_both(canvas: Canvas, look: Look, paint: Callable[[Canvas, Look, Side], None]) -> None:
    """Draw a left and a right shoe, the right one a mirror image standing a little apart."""
    step = look.between(-8, 8)
    paint(canvas, look, lambda curve: shifted(curve, 0, step / 2))
    paint(canvas, look, lambda curve: shifted(mirror(curve), 0, -step / 2))


def footbed(canvas: Canvas, look: Look, side: Side, outline: Points, sole: Colour, bed: Fabric) -> Stencil:
    """Draw an outsole that shows below and beside the footbed; return the footbed."""
    canvas.lay(canvas.shape(side(shifted(outline, 0, 5)), side(outline)), Fabric(sole, bed.weave), puff=5, cast=0)
    centre = outline.mean(axis=0)
    inner = (centre + (outline - centre) * spot(0.93, 0.975)).astype(np.float32)
    part = canvas.lay(canvas.shape(side(inner)), bed, puff=9, cast=0.1)
    dents = [ellipse(76, 300, 22, 36), ellipse(78, 116, 28, 38)]
    for dent in dents:
        canvas.shade(canvas.shape(side(dent)), 0.14, 9, drop=0)
    return part


def strap(
    canvas: Canvas,
    fabric: Fabric,
    side: Side,
    curve: Points,
    width: float,
    stitched: bool = True,
    edge: Stencil | None = None,
) -> None:
    """Draw a strap over the foot, high above the footbed, and cut it off at an edge."""
    outline = band(curve, width)
    part = canvas.shape(side(outline))
    canvas.shade(canvas.shape(side(shifted(outline, 0, 3))), 0.32, 4)
    canvas.lay(part.within(edge) if edge else part, fabric, puff=min(8.0, width * 0.45), cast=0.3)
    if stitched and width > 9:
        canvas.stitch(side(parallel(curve, width / 2 - 2)), side(parallel(curve, 2 - width / 2)), tone=-0.28)


def flip_flop(canvas: Canvas, look: Look) -> str:
    """Draw rubber flip flops: a patterned footbed, a coloured edge and a Y-shaped strap."""
    two_coloured = look.trim is not look.fabric
    strap_fabric = look.trim.plain() if two_coloured else look.fabric.toned(look.one(-0.35, -0.2, 0.4))

    def one(canvas: Canvas, look: Look, side: Side) -> None:
        bed = footbed(canvas, look, side, foot(), dimmed(strap_fabric.colour, 0.9), look.fabric)
        dots = [ellipse(x, y, 1.1, 1.1)[::6] for y in range(60, 345, 11) for x in range(46, 116, 11)]
        canvas.tone(canvas.shape(*(side(dot) for dot in dots)).within(bed), -0.12)
        for x in (41, 117):
            curve = smooth((89, 92), (89 + (x - 89) * 0.35, 110), (x, 196))
            strap(canvas, strap_fabric, side, curve, 12 if look.feminine else 16, stitched=False)
        buttons(
            canvas,
            [(float(x), float(y)) for x, y in side(points((89, 92)))],
            5,
            dimmed(strap_fabric.colour, 0.85),
            look,
        )

    on_both(canvas, look, one)
    return look.one("", "Beach", "Rubber")


def sandal(canvas: Canvas, look: Look) -> str:
    """Draw sandals with crossed, parallel or T-shaped straps and a buckle."""
    name = look.style("Cross Strap", "Two Strap", "T-Strap", "Slide")
    broad = 26 if not look.feminine else 14
    hide = look.fabric
    bed = replace(hide.plain(), colour=mixed(hide.colour, rgb(0.76, 0.6, 0.42), 0.12))

    def one(canvas: Canvas, look: Look, side: Side) -> None:
        outline = foot(0.96 if look.feminine else 1.06)
        edge = canvas.shape(side(((outline - [MIDLINE, 0]) * [1.09, 1] + [MIDLINE, 0]).astype(np.float32)))
        footbed(canvas, look, side, outline, dimmed(hide.colour, 0.5), bed)
        for curve, width in _sandal_straps(name, broad):
            strap(canvas, hide, side, curve, width, edge=edge)
        if name != "Slide":
            _ankle(canvas, look, side, hide, broad * 0.6)

    on_both(canvas, look, one)
    return name


def _sandal_straps(name: str, broad: float) -> list[tuple[Points, float]]:
    if name == "Slide":
        return [(smooth((20, 146), (50, 126), (78, 121), (106, 126), (136, 146)), 34 + broad)]
    if name == "Cross Strap":
        return [(smooth((22, 172), (76, 124), (134, 92)), broad), (smooth((20, 96), (78, 128), (132, 180)), broad)]
    if name == "T-Strap":
        return [
            (smooth((18, 132), (46, 112), (78, 105), (110, 112), (138, 132)), broad),
            (smooth((80, 108), (78, 170), (78, 236)), broad * 0.8),
        ]
    return [(smooth((18, y + 22), (46, y + 4), (78, y), (110, y + 4), (138, y + 22)), broad) for y in (94, 156)]


def _ankle(canvas: Canvas, look: Look, side: Side, hide: Fabric, width: float) -> None:
    """Draw the heel strap and its buckle."""
    strap(canvas, hide, side, smooth((42, 238), (40, 320), (78, 366), (116, 320), (113, 238)), width, stitched=False)
    strap(canvas, hide, side, smooth((41, 240), (78, 222), (114, 240)), width)
    x, y = 48.0, 238.0
    canvas.lay(canvas.shape(side(rounded(x - 8, y - 10, x + 8, y + 8, 3))), metal(look, BRASS), puff=2, cast=0.4)
    canvas.lay(canvas.shape(side(rounded(x - 5, y - 7, x + 5, y + 5, 2))), hide, puff=2, cast=0)


def flat_shoe(canvas: Canvas, look: Look) -> str:
    """Draw ballerina flats: a closed toe, a low topline and a bow or a metal bar."""
    name = look.style("Ballerina", "Pointed", "Bow")
    outline = foot(0.86, 1.0 if name == "Pointed" else 0.0)

    def one(canvas: Canvas, look: Look, side: Side) -> None:
        canvas.lay(canvas.shape(side(shifted(outline, 0, 3)), side(outline)), look.fabric, puff=13, cast=0)
        mouth = smooth(
            (79, 142), (99, 160), (103, 230), (100, 310), (78, 338), (57, 310), (51, 230), (55, 160), closed=True
        )
        lining = Fabric(rgb(0.86, 0.77, 0.66), look.fabric.weave)
        canvas.lay(canvas.shape(side(mouth)), look.fabric.toned(-0.35), puff=3, cast=0)
        inner = ((mouth - [78, 240]) * [0.88, 0.95] + [78, 242]).astype(np.float32)
        canvas.lay(canvas.shape(side(inner)), lining, puff=8, cast=0)
        canvas.shade(canvas.shape(side(smooth((52, 146), (79, 134), (102, 146), (78, 172)))), 0.35, 5)
        rim = join(mouth, mouth[:1])
        canvas.lay(canvas.shape(side(band(rim, 3))), look.fabric.toned(-0.12), puff=1.5, cast=0.2)
        _vamp_detail(canvas, look, side, name)

    on_both(canvas, look, one)
    return name


def _vamp_detail(canvas: Canvas, look: Look, side: Side, name: str) -> None:
    if name == "Pointed":
        bar = rounded(64, 120, 94, 129, 3)
        canvas.lay(canvas.shape(side(bar)), metal(look, BRASS), puff=2, cast=0.4)
        return
    for reach in (-1, 1):
        loop = smooth((79, 134), (79 + reach * 12, 124), (79 + reach * 19, 134), (79 + reach * 12, 142), (79, 134))
        canvas.lay(canvas.shape(side(loop)), look.fabric.toned(-0.06), puff=4, cast=0.4)
    canvas.lay(canvas.shape(side(rounded(75, 129, 83, 139, 3))), look.fabric.toned(-0.1), puff=3, cast=0.4)
