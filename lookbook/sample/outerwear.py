"""Jackets and blazers."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import (
    BRASS,
    STEEL,
    buttons,
    column,
    dark_or_light,
    drawstrings,
    flap,
    placket,
    slit_pocket,
    zipper,
)
from lookbook.sample.collars import hood, hood_rims, lapels, mandarin, shirt_collar
from lookbook.sample.fabric import Fabric, material
from lookbook.sample.folds import creases
from lookbook.sample.knitwear import ribbed_hem
from lookbook.sample.look import Look
from lookbook.sample.outline import MIDDLE, band, points, shifted, smooth
from lookbook.sample.palette import colour, dimmed
from lookbook.sample.raster import Plane, Stencil
from lookbook.sample.sleeves import draw_sleeves
from lookbook.sample.torso import Cut, back_panel, front, hem_edge, torso_folds, upper_cut

Style: TypeAlias = Callable[[Canvas, Look], None]


def _jacket_cut(look: Look, bottom: float, depth: float = 24) -> Cut:
    return replace(upper_cut(look, "v", depth, loose=4), bottom=bottom + look.between(-6, 6) - 16 * look.small, top=56)


def bomber(canvas: Canvas, look: Look) -> None:
    """Draw a zipped blouson with ribbed collar, cuffs and hem."""
    cut, rib = _jacket_cut(look, 300), look.trim.plain()
    back_panel(canvas, cut, look, rise=2)
    draw_sleeves(canvas, cut, look, look.trim.plain() if look.chance(0.3) else look.fabric, "long", "rib", rib)
    body = canvas.lay(canvas.shape(front(cut)), look.fabric, puff=14, folds=torso_folds(cut, look.drape, 1.2))
    ribbed_hem(canvas, cut, rib, body)
    _side_pockets(canvas, cut)
    mandarin(canvas, cut, look, rib, 15)
    zipper(canvas, look, points((MIDDLE, cut.top + cut.depth - 12), (MIDDLE, cut.bottom)), look.one(STEEL, BRASS))


def _side_pockets(canvas: Canvas, cut: Cut) -> None:
    for side in (-1, 1):
        slit_pocket(canvas, (MIDDLE + side * 38, cut.bottom - 82), (MIDDLE + side * 56, cut.bottom - 40))


def denim_jacket(canvas: Canvas, look: Look) -> None:
    """Draw a trucker jacket: yoke, flap pockets, slanted seams and metal buttons, sewn in light thread."""
    cut = _jacket_cut(look, 292)
    cloth = replace(look.fabric.plain(), weave=material("Blue", "denim", look.drape).weave)
    thread = colour("Tan")
    back_panel(canvas, cut, look)
    draw_sleeves(canvas, cut, look, cloth, "long", "band")
    body = canvas.lay(canvas.shape(front(cut)), cloth, puff=11, folds=torso_folds(cut, look.drape, 1.2))
    yoke = cut.armhole - 26
    canvas.seam(points((20, yoke), (280, yoke)), within=body)
    for side in (-1, 1):
        for near, far in ((20, 24), (52, 40)):
            line = points((MIDDLE + side * near, yoke), (MIDDLE + side * far, cut.bottom - 18))
            canvas.seam(line)
            canvas.stitch(shifted(line, 2.5, 0), colour=thread)
        flap(canvas, cloth, MIDDLE + side * 36 - 17, yoke - 2, 34, 17)
    buttons(canvas, [(MIDDLE - 36, yoke + 11), (MIDDLE + 36, yoke + 11)], 2.4, BRASS, look)
    canvas.stitch(shifted(hem_edge(cut), 0, -16), colour=thread)
    canvas.seam(shifted(hem_edge(cut), 0, -18), within=body)
    placket(canvas, look, cloth, cut.top + cut.depth, cut.bottom, 13)
    buttons(canvas, column(cut.top + cut.depth + 12, cut.bottom - 9, 5), 3.2, BRASS, look)
    shirt_collar(canvas, cut, look, cloth, spread=36, drop=30)


def quilt(cut: Cut, look: Look, step: float) -> Plane:
    """Return the relief of down chambers between horizontal seams, (H, W)."""
    down = np.arange(400, dtype=np.float32)[:, None] + np.zeros((1, 300), dtype=np.float32)
    sway = 2.5 * np.sin(np.arange(300, dtype=np.float32) / 37 + look.stray(0, 6))
    phase = ((down - cut.top + sway[None]) / step) % 1
    return np.asarray(step * 0.42 * np.sqrt(np.clip(4 * phase * (1 - phase), 0, 1)), dtype=np.float32)


def puffer(canvas: Canvas, look: Look) -> None:
    """Draw a quilted down jacket with a high collar and a zip."""
    cut = replace(_jacket_cut(look, 308), chest=88 if not look.feminine else 77)
    cloth = look.fabric.plain().shiny(0.35)
    chambers = quilt(cut, look, look.between(24, 32))
    back_panel(canvas, cut, look, rise=2)
    draw_sleeves(canvas, cut, replace(look, fabric=cloth), cloth, "long", "rib", look.trim, chambers)
    puckers = [
        smooth((x, y), (x + look.stray(-2, 2), y + 11))
        for x, y in look.drape.uniform([70, 70], [230, 300], (46, 2)).tolist()
    ]
    folds = chambers + creases(puckers, 3.0, 3.0) + 0.4 * torso_folds(cut, look.drape)
    canvas.lay(canvas.shape(front(cut)), cloth, puff=14, folds=np.asarray(folds, dtype=np.float32))
    mandarin(canvas, cut, look, cloth, 20)
    zipper(canvas, look, points((MIDDLE, cut.top + cut.depth - 16), (MIDDLE, cut.bottom)), STEEL)
    _side_pockets(canvas, cut)


def biker(canvas: Canvas, look: Look) -> None:
    """Draw a leather jacket with an off-centre zip, wide lapels and zipped pockets."""
    cut = _jacket_cut(look, 292, 40)
    hide = replace(look.fabric.plain(), weave=material("Black", "leather", look.drape).weave, gloss=0.55)
    back_panel(canvas, cut, look)
    draw_sleeves(canvas, cut, look, hide, "long", "hem")
    body = canvas.lay(canvas.shape(front(cut)), hide, puff=11, folds=torso_folds(cut, look.drape, 1.3))
    zipper(
        canvas, look, smooth((MIDDLE + 27, cut.top + 72), (MIDDLE + 20, 214), (MIDDLE + 10, cut.bottom - 2)), STEEL, 4.5
    )
    for start, end in (((90, 218), (116, 236)), ((214, 214), (194, 238)), ((100, 150), (124, 138))):
        zipper(canvas, look, points(start, end), STEEL, 4)
    belt = shifted(hem_edge(cut), 0, -15)
    canvas.seam(belt, within=body)
    lapels(canvas, cut, look, hide, cut.top + 96, 38)


def windcheater(canvas: Canvas, look: Look) -> None:
    """Draw a light hooded jacket with a zip and a yoke, in one or two colours."""
    cut, yoke = _jacket_cut(look, 304), look.trim.plain()
    cloth = look.fabric.plain().shiny(0.2)
    hood(canvas, cut, look, cloth)
    draw_sleeves(canvas, cut, look, yoke if look.chance(0.3) else cloth, "long", "hem")
    body = canvas.lay(canvas.shape(front(cut)), cloth, puff=12, folds=torso_folds(cut, look.drape, 1.3))
    if look.chance(0.8):
        upper = canvas.shape(points((20, 20), (280, 20), (280, cut.armhole - 22), (20, cut.armhole - 22)))
        canvas.lay(upper.within(body), yoke.shiny(0.2), puff=3, cast=0.2)
    zipper(canvas, look, points((MIDDLE, cut.top + 34), (MIDDLE, cut.bottom - 2)), STEEL)
    _side_pockets(canvas, cut)
    hood_rims(canvas, cut, look, cloth)
    drawstrings(canvas, look, cut.top + 38, 12, 40, dark_or_light(cloth))


JACKETS: dict[str, Style] = {
    "Bomber": bomber,
    "Quilted": puffer,
    "Biker": biker,
    "Denim": denim_jacket,
    "Hooded": windcheater,
}


def jacket(canvas: Canvas, look: Look) -> str:
    """Draw a bomber, hooded, denim, quilted or biker jacket."""
    name = look.style(*JACKETS)
    JACKETS[name](canvas, look)
    return name


def blazer(canvas: Canvas, look: Look) -> str:
    """Draw a tailored jacket with one, two or four buttons, over a shirt or alone."""
    double = look.chance(0.2)
    cut = replace(upper_cut(look, "v", 120, loose=3), top=48, armhole=142, bottom=look.between(316, 330))
    cut = replace(cut, waist=cut.waist - 3)
    canvas_inside(canvas, cut, look)
    draw_sleeves(canvas, cut, look, look.fabric, "long", "hem")
    body = canvas.lay(
        canvas.shape(front(replace(cut, depth=114), 8)), look.fabric, puff=11, folds=torso_folds(cut, look.drape, 0.8)
    )
    close = cut.top + 122
    _blazer_front(canvas, cut, look, close, body, double)
    lapels(canvas, cut, look, look.fabric, close, look.between(26, 38), notch=not double)
    return "Double-Breasted" if double else look.one("Single-Breasted", "Slim Fit", "Tailored")


def canvas_inside(canvas: Canvas, cut: Cut, look: Look) -> None:
    """Draw the lining that shows between the lapels."""
    lining = replace(look, fabric=Fabric(dimmed(look.fabric.colour, 0.8), look.fabric.weave, 0.25))
    back_panel(canvas, cut, lining, rise=3)


def _blazer_front(canvas: Canvas, cut: Cut, look: Look, close: float, body: Stencil, double: bool) -> None:
    edge = smooth(
        (MIDDLE - 2, close), (MIDDLE - 3, cut.bottom - 50), (MIDDLE + 9, cut.bottom - 12), (MIDDLE + 30, cut.bottom + 4)
    )
    canvas.shade(canvas.shape(band(edge, 3)).within(body), 0.5, 2)
    canvas.seam(edge, tone=-0.5, within=body)
    for side in (-1, 1):
        flap(canvas, look.fabric, MIDDLE + side * 46 - 19, 250, 38, 12)
        dart = points((MIDDLE + side * 38, cut.armhole + 26), (MIDDLE + side * 41, 247))
        canvas.seam(dart, tone=-0.16)
    slit_pocket(canvas, (MIDDLE + 30, cut.armhole - 2), (MIDDLE + 54, cut.armhole - 6), 6)
    shade = dark_or_light(look.fabric) if look.chance(0.3) else dimmed(look.fabric.colour, 0.55) + np.float32(0.06)
    places = column(close + 4, close + 46, 2, MIDDLE + (14 if double else 2))
    places += column(close + 4, close + 46, 2, MIDDLE - 18) if double else []
    buttons(canvas, places, 4.2, shade, look)
