"""Small things of leather and silk: belts, ties and wallets."""

from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, STEEL, buttons, metal, zipper
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import creases, waves
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    band,
    ellipse,
    join,
    points,
    resample,
    rounded,
    shifted,
    smooth,
    softened,
    spot,
    symmetric,
)
from lookbook.sample.palette import dimmed, rgb


def belt(canvas: Canvas, look: Look) -> str:
    """Draw a belt laid in a ring, its buckle and punched tail in front."""
    wide = look.between(26, 34) if not look.feminine else look.between(16, 26)
    braided = look.chance(0.2)
    behind = ellipse(MIDDLE, 176, 122, 40, 180, 360)
    before = ellipse(MIDDLE, 186, 122, 62, 180, 0)
    canvas.lay(canvas.shape(join(behind, shifted(behind, 0, wide)[::-1])), look.fabric.toned(-0.2), puff=3, cast=0)
    strap = join(before, shifted(before, 0, wide)[::-1])
    part = canvas.lay(canvas.shape(strap), look.fabric, puff=6, cast=0.3)
    if braided:
        weave = [np.stack([place, place + spot(side * 9, wide)]) for side in (-1, 1) for place in resample(before, 40)]
        canvas.seam(*weave, tone=-0.3, within=part)
    else:
        canvas.stitch(shifted(before, 0, 3.5), shifted(before, 0, wide - 3.5), tone=-0.35)
    holes = [shifted(before, 0, wide / 2)[index] for index in (12, 14, 16, 18)]
    canvas.tone(canvas.shape(*(ellipse(float(x), float(y), 2, 2.2) for x, y in holes)), -0.75)
    _buckle(canvas, look, 186 + 62 + wide / 2, wide)
    return "Braided" if braided else look.one("Leather", "Classic", "Reversible")


def _buckle(canvas: Canvas, look: Look, y: float, wide: float) -> None:
    """Draw a frame buckle with its prong, and the keeper loop beside it."""
    finish, half = metal(look, look.one(STEEL, STEEL, BRASS)), wide / 2 + 7
    outer, inner = (
        rounded(MIDDLE - 22, y - half, MIDDLE + 22, y + half, 7),
        rounded(MIDDLE - 14, y - half + 7, MIDDLE + 14, y + half - 7, 3),
    )
    canvas.shade(canvas.shape(outer), 0.4, 3)
    canvas.lay(canvas.shape(band(join(outer, outer[:1]), 7)), finish, puff=3.5, cast=0.4)
    canvas.tone(canvas.shape(inner), -0.12)
    canvas.lay(canvas.shape(rounded(MIDDLE - 22, y - 2.2, MIDDLE + 20, y + 2.2, 2)), finish, puff=2, cast=0.5)
    keeper = rounded(MIDDLE + 34, y - wide / 2 - 4, MIDDLE + 44, y + wide / 2 + 1, 2)
    canvas.lay(canvas.shape(keeper), look.fabric, puff=3, cast=0.4)


def tie(canvas: Canvas, look: Look) -> str:
    """Draw a tied necktie: knot, blade with its point, and the narrow end behind."""
    slim = look.chance(0.35)
    half = look.between(23, 27) if slim else look.between(34, 42)
    silk = look.fabric.shiny(0.3)
    tail = smooth(
        (MIDDLE, 70), (MIDDLE + 14, 70), (MIDDLE + half * 0.75, 338), (MIDDLE + half * 0.4, 350), (MIDDLE, 330)
    )
    canvas.lay(canvas.shape(tail), silk.toned(-0.2), puff=4, cast=0)
    _blade(canvas, look, silk, half)
    knot = softened(points((MIDDLE - 23, 22), (MIDDLE + 23, 22), (MIDDLE + 14, 64), (MIDDLE - 14, 64)), 4)
    twist = creases([smooth((MIDDLE - 20, 30), (MIDDLE + 10, 60))], 6, 2)
    canvas.lay(canvas.shape(knot), silk, puff=11, turn=-48, folds=twist, cast=0.45)
    return "Slim" if slim else look.one("Woven", "Classic", "")


def _blade(canvas: Canvas, look: Look, silk: Fabric, half: float) -> None:
    """Draw the broad end with its point and the dimple below the knot; its pattern runs aslant."""
    side = smooth((MIDDLE + 14, 62), (MIDDLE + half * 0.72, 180), (MIDDLE + half, 338))
    outline = symmetric(join(points((MIDDLE, 62)), side, points((MIDDLE, 338 + half * 1.05))))
    dimples = [
        smooth((MIDDLE + x, 50), (MIDDLE + x * 1.4, 84), (MIDDLE + x * 2, 110 + look.between(0, 60)))
        for x in (-6, look.between(-2, 4))
    ]
    folds = creases(dimples, 7, 2.2) + waves(look.drape, 6, 6, 0.8)
    canvas.lay(canvas.shape(outline), silk, puff=9, turn=42, folds=folds, cast=0.35)


def wallet(canvas: Canvas, look: Look) -> str:
    """Draw a folded wallet, a long one with a snap, a zip-around, or a card holder."""
    name = look.style("Bifold", "Long", "Zip Around", "Card Holder")
    left, right, top, bottom = (
        (32.0, 268.0, 112.0, 290.0) if name in ("Bifold", "Card Holder") else (20.0, 280.0, 134.0, 270.0)
    )
    if name == "Card Holder":
        _cards(canvas, look, left, right, top)
    else:
        _leaves(canvas, look, left, right, top, bottom)
    body = canvas.lay(
        canvas.shape(rounded(left, top, right, bottom, 9)), look.fabric, puff=10, folds=waves(look.drape, 5, 6, 1.6)
    )
    canvas.stitch(rounded(left + 8, top + 8, right - 8, bottom - 8, 6), tone=-0.4)
    if name == "Zip Around":
        zipper(canvas, look, points((right - 12, top + 5), (left + 12, top + 5)), BRASS)
        canvas.seam(points((left, (top + bottom) / 2 + 14), (right, (top + bottom) / 2 + 14)), tone=-0.25, within=body)
    elif name == "Long":
        _snap_tab(canvas, look, right)
    elif name == "Card Holder":
        _card_slots(canvas, look, left, right, top, bottom)
    else:
        stamp = rounded(right - 66, bottom - 46, right - 26, bottom - 26, 3)
        canvas.seam(join(stamp, stamp[:1]), tone=-0.3)
    return name


def _snap_tab(canvas: Canvas, look: Look, right: float) -> None:
    tab = softened(
        points((right + 2, 178), (right - 54, 178), (right - 66, 202), (right - 54, 226), (right + 2, 226)), 5
    )
    canvas.lay(canvas.shape(tab), look.trim.plain(), puff=5, cast=0.45)
    buttons(canvas, [(right - 48, 202)], 6, BRASS, look)


def _cards(canvas: Canvas, look: Look, left: float, right: float, top: float) -> None:
    """Draw the edges of two cards that stick out at the top."""
    for inset, rise, shade in ((22, 20, rgb(0.86, 0.86, 0.88)), (34, 11, dimmed(look.fabric.colour, 0.7))):
        card = rounded(left + inset, top - rise, right - inset, top + 40, 7)
        canvas.lay(canvas.shape(card), replace(look.fabric.plain(), colour=shade), puff=2, cast=0.3)


def _card_slots(canvas: Canvas, look: Look, left: float, right: float, top: float, bottom: float) -> None:
    """Draw three pockets one over another, each with a dipped edge."""
    for number in range(3):
        y = top + 34 + 42 * number
        edge = smooth((left + 4, y), (MIDDLE - 34, y), (MIDDLE, y + 13), (MIDDLE + 34, y), (right - 4, y))
        pocket = join(edge, points((right - 4, bottom - 4), (left + 4, bottom - 4)))
        canvas.lay(canvas.shape(pocket), look.fabric, puff=4, cast=0.4)
        canvas.stitch(shifted(edge, 0, 4), tone=-0.3)


def _leaves(canvas: Canvas, look: Look, left: float, right: float, top: float, bottom: float) -> None:
    """Draw the inner layers that show at a folded wallet's lower and right edge."""
    for number, tone in ((3, -0.5), (2, -0.25), (1, -0.4)):
        layer = rounded(left + 3, top + 3, right + number * 1.6, bottom + number * 2.6, 9)
        canvas.lay(canvas.shape(layer), look.fabric.toned(tone), puff=2.5, cast=0.2)
