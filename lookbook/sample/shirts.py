"""Woven upper wear that opens at the neck: shirts and kurtas."""

from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import buttons, chest_pocket, column, dark_or_light, placket
from lookbook.sample.collars import mandarin, shirt_collar
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Points,
    band,
    ellipse,
    join,
    mirror,
    parallel,
    points,
    resample,
    shifted,
    smooth,
    spot,
)
from lookbook.sample.palette import Colour, colour, dimmed
from lookbook.sample.raster import Stencil
from lookbook.sample.sleeves import draw_sleeves
from lookbook.sample.torso import Cut, back_panel, front, hem_edge, neckline, torso_folds, upper_cut


def shirt(canvas: Canvas, look: Look) -> str:
    """Draw a buttoned shirt: long or short sleeves, with or without chest pockets, straight or curved hem."""
    long = look.chance(0.65)
    cut = replace(
        upper_cut(look, "v", look.between(24, 32), loose=1),
        armhole=143,
        bottom=look.between(306, 322) - 20 * look.small,
    )
    contrast = look.trim if look.chance(0.2) else look.fabric
    back_panel(canvas, cut, look, rise=4)
    draw_sleeves(canvas, cut, look, look.fabric, "long" if long else "short", "band" if long else "hem", contrast)
    _shirt_body(canvas, cut, look, curve=look.one(5.0, 9.0, 20.0))
    start = cut.top + cut.depth
    placket(canvas, look, contrast, start, cut.bottom - 2)
    _pockets(canvas, cut, look)
    buttons(canvas, column(start + 12, cut.bottom - 34, 6), 2.7, dark_or_light(look.fabric), look)
    shirt_collar(canvas, cut, look, contrast, spread=look.between(30, 38), drop=look.between(27, 33))
    buttons(canvas, [(MIDDLE, start + 1)], 2.5, dark_or_light(look.fabric), look)
    return look.one("", "Slim Fit", "Regular Fit") if long else "Short Sleeve"


def _shirt_body(canvas: Canvas, cut: Cut, look: Look, curve: float) -> Stencil:
    tall = replace(cut, bottom=cut.bottom - (curve - 5) * 0.6)
    body = canvas.lay(canvas.shape(front(tall, curve)), look.fabric, puff=11, folds=torso_folds(cut, look.drape))
    yoke = smooth((MIDDLE + cut.neck, cut.top + 8), (MIDDLE + cut.shoulder - 8, cut.top + cut.slope + 9))
    canvas.seam(yoke, mirror(yoke), tone=-0.2)
    canvas.stitch(shifted(hem_edge(tall, curve), 0, -5), tone=-0.22)
    return body


def _pockets(canvas: Canvas, cut: Cut, look: Look) -> None:
    count, y = look.one(0, 1, 1, 2), cut.armhole - 26
    size = 29 if not look.feminine else 24
    for x in ((MIDDLE + 16, MIDDLE - 16 - size))[:count]:
        chest_pocket(canvas, look.fabric, x, y, size)


def kurta(canvas: Canvas, look: Look) -> str:
    """Draw a long tunic with side slits, a short buttoned front or an embroidered yoke."""
    base = upper_cut(look, "v" if look.feminine and look.chance(0.5) else "crew", look.between(24, 40), loose=-6)
    cut = replace(
        base,
        top=38,
        armhole=116,
        waistline=190,
        waist=base.waist - 3,
        hem=base.hem + look.between(0, 12),
        bottom=look.between(366, 380),
    )
    sleeve = look.one("three-quarter", "elbow") if look.feminine else look.one("long", "three-quarter")
    collar = look.chance(0.6 if look.feminine else 0.9)
    if collar:
        cut = replace(cut, neckline="v", depth=22)
    back_panel(canvas, cut, look, rise=5)
    draw_sleeves(canvas, cut, look, look.fabric, sleeve)
    body = canvas.lay(canvas.shape(front(cut, 6)), look.fabric, puff=10, folds=torso_folds(cut, look.drape, 1.2))
    _slits(canvas, cut, body)
    thread = colour(look.one("Gold", "Cream", "Maroon", "White", "Mustard"))
    _kurta_front(canvas, cut, look, thread, body)
    if collar:
        mandarin(canvas, cut, look, look.fabric, look.between(10, 15))
    return (
        look.one("Straight", "A-Line", "Embroidered")
        if look.feminine
        else look.one("", "Long", "Mandarin Collar" if collar else "Round Neck")
    )


def _slits(canvas: Canvas, cut: Cut, body: Stencil) -> None:
    x, top = MIDDLE + (cut.waist + cut.hem) / 2 - 3, cut.bottom - 82
    slit = points((x, top), (MIDDLE + cut.hem - 7, cut.bottom))
    canvas.seam(slit, mirror(slit), tone=-0.4, within=body)
    lines = [shifted(slit, -4, 0), mirror(shifted(slit, -4, 0)), shifted(hem_edge(cut, 6), 0, -6)]
    canvas.stitch(*lines, tone=-0.25)


def _kurta_front(canvas: Canvas, cut: Cut, look: Look, thread: Colour, body: Stencil) -> None:
    start = cut.top + cut.depth
    length = look.between(60, 92)
    if look.feminine:
        for y in (hem_edge(cut, 6) - spot(0, 14), neckline(cut) + spot(0, 6)):
            embroidery(canvas, y, thread, 9, body)
    else:
        strip = points(
            *(
                (MIDDLE + x, y)
                for x, y in (
                    (-7, start),
                    (7, start),
                    (7, start + length),
                    (0, start + length + 6),
                    (-7, start + length),
                )
            )
        )
        canvas.lay(canvas.shape(strip), look.fabric, puff=2, cast=0.25)
        canvas.stitch(join(strip, strip[:1]), tone=-0.3)
        if look.chance(0.4):
            embroidery(canvas, points((MIDDLE - 12, start + 4), (MIDDLE - 12, start + length)), thread, 5, body)
            embroidery(canvas, points((MIDDLE + 12, start + 4), (MIDDLE + 12, start + length)), thread, 5, body)
    buttons(canvas, column(start + 8, start + length - 8, 4), 2.5, thread, look)


def embroidery(canvas: Canvas, curve: Points, thread: Colour, width: float, within: Stencil) -> None:
    """Sew a border along a curve: a ribbon with diamonds, edged by two lines."""
    canvas.paint(canvas.shape(band(curve, width)).within(within), dimmed(thread, 0.92), 0.35)
    for side in (-1, 1):
        canvas.paint(canvas.pen([parallel(curve, side * width / 2)], 1.2).within(within), thread, 0.95)
    length = float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())
    places = resample(curve, max(3, int(length / (width * 1.1))))
    diamonds = [ellipse(float(x), float(y), width * 0.32, width * 0.32, 0, 360)[::12] for x, y in places]
    canvas.paint(canvas.shape(*diamonds).within(within), thread, 0.95)
