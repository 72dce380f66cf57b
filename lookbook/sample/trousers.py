"""Jeans, tailored trousers and capris."""

from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, buttons, dark_or_light, slit_pocket
from lookbook.sample.fabric import Fabric
from lookbook.sample.legs import LegCut, belt_loops, draw_legs, hem, leg_folds, outer_seam, waistband
from lookbook.sample.light import blurred
from lookbook.sample.look import Look
from lookbook.sample.outline import MIDDLE, band, both, ellipse, join, parallel, shifted, smooth
from lookbook.sample.palette import Colour, brightness, colour, dimmed, mixed
from lookbook.sample.raster import Stencil

FITS: dict[str, tuple[float, float, float]] = {
    "Skinny Fit": (39, 27, 18),
    "Slim Fit": (44, 34, 18),
    "Straight": (49, 43, 18),
    "Relaxed": (54, 50, 16),
    "Bootcut": (43, 53, 18),
    "Wide Leg": (57, 66, 14),
}


def leg_cut(look: Look, fit: str) -> LegCut:
    """Return a cut for a fit, narrower at the waist for women and shorter for children."""
    knee, ankle, stance = FITS[fit]
    waist, hip = (48, 66) if look.feminine else (55, 67)
    short = 22 if look.gender in ("Boys", "Girls") else 0
    loose = look.between(-2, 2)
    return LegCut(
        waist + loose, hip + loose, knee=knee, ankle=ankle, stance=stance + look.between(-3, 3), bottom=382 - short
    )


def jeans(canvas: Canvas, look: Look) -> str:
    """Draw jeans: washed thighs, contrast stitches, front pockets with rivets, fly and button."""
    fits = ("Skinny Fit", "Slim Fit", "Straight", "Bootcut") if look.feminine else ("Slim Fit", "Straight", "Relaxed")
    fit = look.style(*fits)
    cut = leg_cut(look, fit)
    grey = np.full(3, brightness(look.fabric.colour), dtype=np.float32)
    look = replace(look, fabric=replace(look.fabric, colour=mixed(look.fabric.colour, grey, 0.28)))
    thread = colour("Tan") if look.chance(0.7) else dimmed(look.fabric.colour, 0.6)
    legs = draw_legs(canvas, cut, look, look.fabric, leg_folds(cut, look.drape, 1.15))
    if look.chance(0.65):
        _fade(canvas, cut, look, legs)
    sewn_front(canvas, cut, look.fabric, thread, look)
    for line in both(parallel(outer_seam(cut), 4)):
        canvas.stitch(line, tone=-0.16)
    canvas.stitch(*both(shifted(hem(cut), 0, -7)), colour=thread)
    return fit if look.chance(0.6) else look.one("Washed", "Mid Rise", "Stretchable")


def _fade(canvas: Canvas, cut: LegCut, look: Look, legs: tuple[Stencil, Stencil]) -> None:
    """Bleach the thighs and knees softly."""
    share = look.between(0.10, 0.24)
    for side, part in zip((-1, 1), legs, strict=True):
        x = MIDDLE + side * (cut.stance * 0.5 + cut.knee * 0.55)
        worn = canvas.shape(ellipse(x, (cut.crotch + cut.knee_line) / 2 + 6, 15, 74)).grown(60)
        soft = Stencil(blurred(worn.mask, 14), worn.rows, worn.columns)
        canvas.tone(soft.within(part), share)


def sewn_front(canvas: Canvas, cut: LegCut, fabric: Fabric, thread: Colour, look: Look) -> None:
    """Draw curved pockets, fly, waistband, loops and button, sewn in a thread colour."""
    mouth = smooth((MIDDLE + 22, cut.top + 13), (MIDDLE + 26, cut.top + 34), (MIDDLE + cut.hip - 7, cut.top + 44))
    for line in both(mouth):
        canvas.shade(canvas.shape(band(line, 3)), 0.4, 2)
        canvas.seam(line, tone=-0.4)
    for distance in (2.4, 5.0):
        canvas.stitch(*both(parallel(mouth, -distance)), colour=thread)
    _fly(canvas, cut, thread)
    yoke, _ = waistband(canvas, cut, fabric, 14)
    canvas.stitch(shifted(yoke, 0, 2), shifted(yoke, 0, 11.5), colour=thread)
    belt_loops(canvas, cut, fabric, 14)
    buttons(canvas, [(MIDDLE + 1, cut.top + 10)], 4, BRASS, look)
    rivets = [(MIDDLE + side * x, cut.top + y) for side in (-1, 1) for x, y in ((23, 18), (cut.hip - 9, 43))]
    buttons(canvas, rivets, 1.5, BRASS, look)


def _fly(canvas: Canvas, cut: LegCut, thread: Colour | None) -> None:
    centre = smooth((MIDDLE, cut.top + 12), (MIDDLE + 1, cut.crotch - 26), (MIDDLE - 1, cut.crotch + 2))
    curve = smooth((MIDDLE + 13, cut.top + 14), (MIDDLE + 12, cut.crotch - 46), (MIDDLE + 1, cut.crotch - 22))
    canvas.seam(centre, tone=-0.42)
    canvas.stitch(curve, shifted(curve, -2.2, -1), colour=thread, tone=-0.25)


def trousers(canvas: Canvas, look: Look) -> str:
    """Draw tailored trousers with pressed pleats, slanted pockets and a hook at the waist, or chinos."""
    fits = ("Slim Fit", "Straight", "Wide Leg", "Bootcut") if look.feminine else ("Slim Fit", "Straight", "Relaxed")
    fit = look.style(*fits)
    cut = leg_cut(look, fit)
    formal = look.chance(0.8)
    draw_legs(canvas, cut, look, look.fabric, leg_folds(cut, look.drape, 0.5 if formal else 0.9))
    if formal:
        x = cut.stance * 0.62 + cut.knee / 2
        press = smooth(
            (MIDDLE + 30, cut.top + 20), (MIDDLE + x, cut.knee_line), (MIDDLE + cut.stance + cut.ankle / 2, cut.bottom)
        )
        canvas.seam(*both(press), tone=-0.26)
    tailored_waist(canvas, cut, look)
    canvas.stitch(*both(shifted(hem(cut), 0, -9)), tone=-0.12)
    return fit if not formal else look.one("Tailored", "Pleated", "Flat Front")


def tailored_waist(canvas: Canvas, cut: LegCut, look: Look) -> None:
    """Draw slanted pockets, a hidden fly and a waistband with loops and one button."""
    for side in (-1, 1):
        slit_pocket(
            canvas, (MIDDLE + side * (cut.waist - 14), cut.top + 15), (MIDDLE + side * (cut.hip - 5), cut.top + 58), 3
        )
    _fly(canvas, cut, None)
    waistband(canvas, cut, look.fabric, 13)
    belt_loops(canvas, cut, look.fabric, 13)
    buttons(canvas, [(MIDDLE + 2, cut.top + 10)], 3, dark_or_light(look.fabric), look)


def capris(canvas: Canvas, look: Look) -> str:
    """Draw three-quarter trousers with turned-up hems or ties."""
    cut = replace(
        leg_cut(look, "Slim Fit"),
        waist=60,
        hip=80,
        knee=62,
        ankle=54,
        crotch=156,
        seat=114,
        top=34,
        bottom=346,
        stance=16,
    )
    draw_legs(canvas, cut, look, look.fabric, leg_folds(cut, look.drape, 1.1))
    tailored_waist(canvas, cut, look)
    upper = shifted(hem(cut), 0.6, -20)
    for lower, line in zip(both(shifted(hem(cut), 0, 1)), both(upper), strict=True):
        canvas.lay(canvas.shape(join(line, lower[::-1])), look.fabric.toned(0.06), puff=4, cast=0.35)
        canvas.seam(line, tone=-0.3)
    return ""
