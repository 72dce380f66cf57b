"""Small knitted things: socks and scarves."""

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.folds import creases, waves
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Points,
    band,
    between,
    join,
    resample,
    shifted,
    smooth,
    spot,
    symmetric,
)
from lookbook.sample.raster import Plane
from lookbook.sample.torso import ribbing


def _sock(length: float) -> Points:
    top = 366 - length
    front = smooth((84, top), (86, (top + 262) / 2), (82, 258), (60, 296), (34, 322), (24, 346), (40, 364), (76, 366))
    back = smooth((76, 366), (120, 352), (152, 330), (172, 300), (172, 262), (164, (top + 250) / 2), (166, top))
    return join(front, back, smooth((166, top), (126, top + 5), (84, top)))


def socks(canvas: Canvas, look: Look) -> str:
    """Draw a pair of socks with ribbed cuffs, heel and toe; the second one lies behind."""
    name, length = look.style(("Ankle Length", 176.0), ("Crew", 286.0), ("Calf Length", 338.0))
    for x, y in ((96.0, -14.0), (14.0, 2.0)):
        _one_sock(canvas, look, length, x, y)
    return name


def _one_sock(canvas: Canvas, look: Look, length: float, x: float, y: float) -> None:
    """Draw one sock moved by (x, y)."""
    wrinkles = [smooth((96, 262), (120, 276), (140, 270)), smooth((84, 286), (104, 300), (130, 300))]
    folds = creases([shifted(wrinkle, x, y) for wrinkle in wrinkles], 6, 3) + waves(look.drape, 9, 8, 1.4)
    part = canvas.lay(canvas.shape(shifted(_sock(length), x, y)), look.fabric, puff=18, folds=folds, cast=0.35)
    tip = smooth((58, 296), (84, 322), (88, 370), (10, 376), (10, 310))
    heel = smooth((180, 252), (146, 286), (150, 320), (180, 330))
    for patch in (tip, heel):
        canvas.lay(canvas.shape(shifted(patch, x, y)).within(part), look.trim.plain(), puff=8, cast=0.1)
    top = y + 366 - length
    upper, lower = (smooth((x + 84, edge), (x + 126, edge + 5), (x + 166, edge)) for edge in (top, top + 30))
    cuff = canvas.shape(join(shifted(upper, 0, -3), lower[::-1])).within(part)
    canvas.lay(cuff, look.trim.plain(), puff=8, cast=0.15)
    ribbing(canvas, upper, lower, 3.0)


def scarf(canvas: Canvas, look: Look) -> str:
    """Draw a scarf looped once: a ring of cloth above two hanging ends with fringes."""
    _scarf_end(canvas, look, 178, 196, look.between(300, 345), 8)
    _scarf_end(canvas, look, 124, 108, look.between(330, 366), -6)
    half = smooth((MIDDLE, 42), (172, 45), (206, 66), (230, 118), (204, 104), (174, 88), (MIDDLE, 84))
    canvas.lay(canvas.shape(symmetric(half)), look.fabric.toned(-0.25), puff=10, cast=0)
    right = smooth((MIDDLE, 142), (170, 138), (194, 122), (214, 92), (238, 104), (230, 160), (190, 204), (MIDDLE, 216))
    folds = _scarf_ridges(look.between(4.4, 6)) + waves(look.drape, 8, 8, 2)
    canvas.lay(canvas.shape(symmetric(right)), look.fabric, puff=18, folds=folds, cast=0.45)
    return look.one("", "Woven", "Soft")


def _scarf_ridges(depth: float) -> Plane:
    """Return the folds that hang in a loop of cloth, one below another, (H, W)."""
    ridges = []
    for number in range(5):
        out, low, deep = 70 + 7 * number, 172 - 7 * number, 204 - 13 * number
        inner = 100 + 3 * number
        ridges.append(smooth((out, 104), (inner, low), (MIDDLE, deep), (300 - inner, low), (300 - out, 104)))
    return creases(ridges, 8, depth)


def _scarf_end(canvas: Canvas, look: Look, top: float, bottom: float, length: float, lean: float) -> None:
    half = 33.0
    left, right = smooth((top - 24, 150), (bottom - half, length)), smooth((top + 24, 150), (bottom + half, length))
    fringe_top = smooth((bottom - half, length), (bottom, length + 2), (bottom + half, length))
    strands = [
        np.stack([place, place + spot(look.stray(-2, 2), look.stray(15, 20))]) for place in resample(fringe_top, 22)
    ]
    canvas.lay(
        canvas.shape(*(band(resample(strand, 4), 2.2) for strand in strands)), look.fabric.plain(), puff=1.4, cast=0
    )
    hanging = [between(left, right, share) for share in (0.2, 0.42, 0.63, 0.82)]
    outline = join(left, right[::-1])
    folds = creases(hanging, 7, 4) + waves(look.drape, 6, 8, 1.5)
    canvas.lay(canvas.shape(outline), look.fabric, puff=9, folds=folds, turn=lean, cast=0.35)
    canvas.seam(fringe_top - spot(0, 5), tone=-0.2)
