"""Dresses and skirts: a bodice with a skirt of any length and width, or the skirt alone."""

from dataclasses import dataclass, replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import buttons, column, dark_or_light, placket
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import creases, waves
from lookbook.sample.look import Look
from lookbook.sample.outline import MIDDLE, Points, band, join, mirror, resample, shifted, smooth, spot
from lookbook.sample.raster import Plane, Stencil
from lookbook.sample.sleeves import draw_sleeves
from lookbook.sample.tops import bow
from lookbook.sample.torso import Cut, armhole_seam, back_panel, front, neckband, neckline, torso_folds, upper_cut


@dataclass(frozen=True)
class Skirt:
    """Half widths at waist, hip and hem, the heights of waist and hem, and how many folds hang."""

    waist: float
    hip: float
    hem: float
    top: float
    bottom: float
    folds: int


def skirt_outline(skirt: Skirt, ripple: float) -> Points:
    """Return the closed skirt; its lower edge waves by `ripple` where folds hang."""
    side = smooth(
        (MIDDLE + skirt.waist, skirt.top),
        (MIDDLE + skirt.hip, skirt.top + (skirt.bottom - skirt.top) * 0.28),
        (MIDDLE + (skirt.hip + skirt.hem) / 2 + 2, skirt.top + (skirt.bottom - skirt.top) * 0.64),
        (MIDDLE + skirt.hem, skirt.bottom),
    )
    lower = skirt_hem(skirt, ripple)
    waist = smooth((MIDDLE - skirt.waist, skirt.top), (MIDDLE, skirt.top + 4), (MIDDLE + skirt.waist, skirt.top))
    return join(waist, side, lower, mirror(side))


def skirt_hem(skirt: Skirt, ripple: float) -> Points:
    """Return the lower edge from right to left."""
    x = np.linspace(1, -1, 80)
    sag = 10 * (1 - x**2) * min(1.0, skirt.hem / 90)
    y = skirt.bottom + sag + ripple * np.cos(x * np.pi * skirt.folds)
    return np.stack([MIDDLE + skirt.hem * x, y], axis=1).astype(np.float32)


def skirt_folds(skirt: Skirt, look: Look, sharp: float = 1.0) -> Plane:
    """Return folds that fan out from waist to hem, (H, W)."""
    curves: list[Points] = []
    count = skirt.folds * 2
    for number in range(count):
        share = (number + 0.5 + look.stray(-0.3, 0.3)) / count * 2 - 1
        start = skirt.top + look.stray(2, 40)
        end = (MIDDLE + skirt.hem * share * 0.97, skirt.bottom + 14)
        middle = (MIDDLE + (skirt.hip * 0.55 + skirt.hem * 0.45) * share, (start + end[1]) / 2)
        curves.append(smooth((MIDDLE + skirt.waist * share * 0.95, start), middle, end))
    width = max(3.5, skirt.hem / skirt.folds * 0.42)
    return np.asarray(sharp * creases(curves, width, width * 0.95) + waves(look.drape, 4, 10, 2.2), dtype=np.float32)


def draw_skirt(canvas: Canvas, skirt: Skirt, look: Look, fabric: Fabric) -> Stencil:
    """Draw a skirt with its folds and hem."""
    ripple = min(4.0, (skirt.hem - skirt.hip) * 0.09)
    folds = skirt_folds(skirt, look, 1.0 if skirt.hem > skirt.hip else 0.35)
    part = canvas.lay(canvas.shape(skirt_outline(skirt, ripple)), fabric, puff=10, folds=folds)
    canvas.stitch(shifted(skirt_hem(skirt, ripple), 0, -6), tone=-0.16)
    return part


def dress(canvas: Canvas, look: Look) -> str:
    """Draw a dress: skater, sheath, maxi, shift, shirt or wrap."""
    style = look.style("Skater", "Bodycon", "Maxi", "Fit and Flare", "Button-Front", "Wrap")
    shape, depth = {"Wrap": ("v", 58.0), "Button-Front": ("v", 34.0), "Maxi": ("square", 38.0)}.get(
        style, (look.one("crew", "boat"), 26.0)
    )
    base = upper_cut(look, shape, depth, loose=-11)
    waistline = look.between(160, 176)
    cut = replace(base, top=24, slope=14, armhole=98, waistline=waistline - 6, waist=46, hem=46, bottom=waistline + 6)
    strappy = style in ("Maxi", "Skater") and look.chance(0.75)
    if strappy:
        cut = replace(cut, shoulder=cut.neck + 12, slope=3)
    back_panel(canvas, cut, look, rise=14 if strappy else 6)
    if not strappy:
        draw_sleeves(canvas, replace(cut, chest=cut.chest), look, look.fabric, look.one("cap", "cap", "short", "elbow"))
    skirt = _dress_skirt(style, cut, look)
    draw_skirt(canvas, skirt, look, look.fabric)
    canvas.lay(canvas.shape(front(cut, 4)), look.fabric, puff=11, folds=torso_folds(cut, look.drape, 0.9), cast=0.12)
    _finish_dress(canvas, cut, look, style, skirt)
    return style


def _dress_skirt(style: str, cut: Cut, look: Look) -> Skirt:
    top = cut.bottom - 9
    hip, hem, bottom, folds = {
        "Skater": (74, 108, 286, 7),
        "Bodycon": (60, 50, 308, 3),
        "Maxi": (66, 96, 378, 8),
        "Fit and Flare": (70, 96, 312, 6),
        "Button-Front": (62, 72, 322, 4),
        "Wrap": (66, 86, 330, 5),
    }[style]
    return Skirt(cut.hem - 0.5, hip, hem + look.between(-6, 6), top, bottom + look.between(-12, 8), folds)


def _finish_dress(canvas: Canvas, cut: Cut, look: Look, style: str, skirt: Skirt) -> None:
    neckband(canvas, replace(look, trim=look.fabric.toned(-0.06)), neckline(cut), 3.4, ribs=False)
    if cut.slope < 6:
        seam = armhole_seam(cut)
        for line in (seam, mirror(seam)):
            canvas.lay(canvas.shape(band(line, 3)), look.fabric.toned(-0.06), puff=2, cast=0.1)
    waist = smooth((MIDDLE - cut.hem, skirt.top + 2), (MIDDLE, skirt.top + 7), (MIDDLE + cut.hem, skirt.top + 2))
    if style == "Button-Front":
        placket(canvas, look, look.fabric, cut.top + cut.depth, skirt.bottom + 2)
        buttons(canvas, column(cut.top + cut.depth + 8, skirt.bottom - 24, 9), 2.6, dark_or_light(look.fabric), look)
    if style == "Wrap":
        lap = smooth((MIDDLE + 3, cut.top + cut.depth), (MIDDLE - 26, skirt.top), (MIDDLE - 34, skirt.bottom))
        canvas.shade(canvas.shape(band(lap, 3)), 0.45, 3)
        canvas.seam(lap, tone=-0.35)
    if style in ("Button-Front", "Wrap", "Fit and Flare"):
        sash = look.trim.plain().toned(-0.08)
        canvas.lay(canvas.shape(band(waist, look.between(7, 12))), sash, puff=4, cast=0.35)
        if style != "Fit and Flare":
            bow(canvas, sash, MIDDLE - 20, skirt.top + 4, 1.1)
    else:
        canvas.seam(waist, tone=-0.25)


def skirt(canvas: Canvas, look: Look) -> str:
    """Draw a skirt: A-line, pencil, pleated, tiered or denim-like with buttons."""
    style = look.style("A-Line", "Pencil", "Pleated", "Flared", "Tiered", "Button-Down")
    long = look.chance(0.3)
    hip, hem, folds = {
        "Pencil": (80, 70, 3),
        "Pleated": (84, 112, 12),
        "Flared": (88, 122, 8),
        "Tiered": (80, 106, 9),
    }.get(style, (82, 100, 5))
    shape = Skirt(56, hip, hem, 66, (366 if long and style != "Pencil" else 318) + look.between(-12, 8), folds)
    _waist_inside(canvas, shape, look)
    part = draw_skirt(canvas, shape, look, look.fabric)
    if style == "Tiered":
        _tiers(canvas, shape, look, part)
    if style == "Button-Down":
        placket(canvas, look, look.fabric, shape.top + 6, shape.bottom + 8, 14)
        buttons(canvas, column(shape.top + 28, shape.bottom - 20, 6), 4, dark_or_light(look.fabric), look)
    upper = smooth((MIDDLE - 55, 58), (MIDDLE, 62), (MIDDLE + 55, 58))
    lower = smooth((MIDDLE - 58, 74), (MIDDLE, 79), (MIDDLE + 58, 74))
    canvas.lay(canvas.shape(join(upper, lower[::-1])), look.fabric.plain(), puff=4, cast=0.3)
    canvas.seam(lower)
    return style


def _waist_inside(canvas: Canvas, shape: Skirt, look: Look) -> None:
    rim = smooth((MIDDLE - 55, 59), (MIDDLE, 52), (MIDDLE + 55, 59), (MIDDLE, 70), closed=True)
    canvas.lay(canvas.shape(rim), look.fabric.toned(-0.3), puff=2, cast=0)


def _tiers(canvas: Canvas, shape: Skirt, look: Look, part: Stencil) -> None:
    for share in (0.36, 0.68):
        y = shape.top + (shape.bottom - shape.top) * share
        line = smooth((20, y), (MIDDLE, y + 8), (280, y))
        canvas.shade(canvas.shape(band(line, 4)).within(part), 0.5, 3)
        canvas.seam(line, tone=-0.4, within=part)
        gathers = [
            np.stack([place, place + spot(look.stray(-2, 2), look.stray(8, 20))]) for place in resample(line, 60)
        ]
        canvas.tone(canvas.pen(gathers, 0.9).within(part), -0.16)
