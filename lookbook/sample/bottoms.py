"""Shorts, track pants and leggings."""

from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import dark_or_light, drawstrings, slit_pocket
from lookbook.sample.fabric import Fabric
from lookbook.sample.legs import LegCut, draw_legs, hem, leg_folds, outer_seam, waistband
from lookbook.sample.look import Look
from lookbook.sample.outline import MIDDLE, Points, both, join, parallel, points, shifted, smooth
from lookbook.sample.palette import Colour, colour
from lookbook.sample.torso import ribbing
from lookbook.sample.trousers import leg_cut, sewn_front, tailored_waist


def shorts(canvas: Canvas, look: Look) -> str:
    """Draw shorts: chino, denim, cargo or elastic, shown larger than full-length trousers."""
    style = look.style("Chino", "Denim", "Cargo", "Sports")
    cut = LegCut(76 if not look.feminine else 68, 94, 60, 140, 196, 94, look.between(88, 98), look.between(266, 318), 9)
    draw_legs(canvas, cut, look, look.fabric, leg_folds(cut, look.drape, 1.1))
    if style == "Sports":
        _side_stripes(canvas, cut, look.trim.colour)
        elastic_waist(canvas, cut, look)
    elif style == "Denim":
        sewn_front(canvas, replace(cut, hip=84), look.fabric, colour("Tan"), look)
    else:
        tailored_waist(canvas, cut, look)
    if style == "Cargo":
        for side in (-1, 1):
            x = MIDDLE + side * 76
            pocket = points((x - 18, 208), (x + 18, 208), (x + 18, 252), (x - 18, 252))
            canvas.lay(canvas.shape(pocket), look.fabric, puff=4, cast=0.3)
            canvas.lay(
                canvas.shape(points((x - 19, 204), (x + 19, 204), (x + 19, 218), (x - 19, 218))), look.fabric, puff=3
            )
    canvas.stitch(*both(shifted(hem(cut), 0, -9)), tone=-0.25)
    return style


def elastic_waist(canvas: Canvas, cut: LegCut, look: Look) -> None:
    """Draw a gathered elastic waist with a drawstring."""
    upper, lower = waistband(canvas, cut, look.fabric.plain(), 15)
    ribbing(canvas, upper, lower, 3.2, -0.18)
    drawstrings(canvas, look, cut.top + 9, 7, 40, dark_or_light(look.fabric))


def _side_stripes(canvas: Canvas, cut: LegCut, shade: Colour, count: int = 2) -> None:
    for number in range(count):
        for line in both(parallel(outer_seam(cut)[8:], 7 + 7 * number)):
            area = canvas.pen([line], 3.4)
            light = area.crop(canvas.colours).mean(axis=2, keepdims=True)
            canvas.paint(area, shade * np.clip(0.75 + 0.5 * (light - float(np.median(light))), 0.6, 1) / 0.85, 0.92)


def track_pants(canvas: Canvas, look: Look) -> str:
    """Draw track pants with an elastic waist, side stripes and open or ribbed hems."""
    style = look.style("Straight", "Relaxed", "Relaxed")
    cut = leg_cut(look, style)
    draw_legs(canvas, cut, look, look.fabric, leg_folds(cut, look.drape, 1.25))
    striped = look.trim if look.trim is not look.fabric else Fabric(dark_or_light(look.fabric), look.fabric.weave)
    if look.chance(0.85):
        _side_stripes(canvas, cut, striped.colour, look.one(1, 2))
    for side in (-1, 1):
        slit_pocket(
            canvas, (MIDDLE + side * (cut.hip - 12), cut.top + 26), (MIDDLE + side * (cut.hip - 5), cut.top + 64), 3
        )
    elastic_waist(canvas, cut, look)
    if look.chance(0.5):
        for line in both(hem(cut)):
            ribbed_ankle(canvas, line, look.trim.plain())
        return "Jogger"
    canvas.stitch(*both(shifted(hem(cut), 0, -8)), tone=-0.2)
    return ""


def ribbed_ankle(canvas: Canvas, edge: Points, fabric: Fabric) -> None:
    """Draw a knitted cuff at the lower end of a leg."""
    upper = shifted(edge, 0, -16)
    canvas.lay(canvas.shape(join(upper, edge[::-1])), fabric, puff=5, cast=0.3)
    canvas.seam(upper)
    ribbing(canvas, upper, edge, 2.6)


def leggings(canvas: Canvas, look: Look) -> str:
    """Draw tight leggings with a smooth elastic waist."""
    cut = replace(leg_cut(look, "Skinny Fit"), knee=36, ankle=24, stance=22, hip=62, waist=46)
    draw_legs(canvas, cut, look, look.fabric, leg_folds(cut, look.drape, 0.8))
    waistband(canvas, cut, look.fabric.plain(), look.one(10, 24))
    canvas.seam(smooth((MIDDLE, cut.top + 28), (MIDDLE, cut.crotch)), tone=-0.25)
    canvas.stitch(*both(shifted(hem(cut), 0, -5)), tone=-0.25)
    return look.one("", "Ankle Length", "Stretch")
