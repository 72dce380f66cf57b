"""Sleeves of every length, with cuffs and the folds at elbow and shoulder."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import creases, waves
from lookbook.sample.look import Look
from lookbook.sample.outline import Points, between, join, mirror, points, smooth, spot
from lookbook.sample.raster import Plane
from lookbook.sample.torso import Cut, ribbing


@dataclass(frozen=True)
class Sleeve:
    """The right sleeve: length and opening in picture units, fall as degrees below the horizon."""

    length: float
    opening: float
    fall: float
    flare: float = 0.0


SLEEVES: dict[str, Sleeve] = {
    "cap": Sleeve(34, 52, 44),
    "short": Sleeve(78, 45, 53),
    "elbow": Sleeve(118, 37, 66),
    "three-quarter": Sleeve(166, 29, 73),
    "long": Sleeve(222, 24, 79),
    "flared": Sleeve(150, 50, 71, 10),
}


def edges(cut: Cut, sleeve: Sleeve) -> tuple[Points, Points]:
    """Return the right sleeve's outer and inner edge, both from the shoulder down."""
    angle = np.deg2rad(sleeve.fall)
    along = np.array([np.cos(angle), np.sin(angle)])
    inward = np.array([-along[1], along[0]])
    tip = np.array(cut.tip)
    under = np.array([150 + cut.chest, cut.armhole])
    end = tip + along * sleeve.length
    close = end + inward * sleeve.opening
    bulge = tip + along * sleeve.length * 0.4 - inward * min(7, sleeve.length * 0.06)
    fold = under + (close - under) * 0.5 + inward * (sleeve.flare * -0.4 + 1)
    outer = smooth(_pair(tip - [10, 3]), _pair(tip), _pair(bulge), _pair(end - inward * sleeve.flare))
    return outer, smooth(_pair(under), _pair(fold), _pair(close + inward * sleeve.flare))


def _pair(place: NDArray[np.floating]) -> tuple[float, float]:
    return float(place[0]), float(place[1])


def sleeve_folds(outer: Points, inner: Points, look: Look, length: float) -> Plane:
    """Return creases across a sleeve, gathered at its bend, (H, W)."""
    curves = []
    for share in np.concatenate([look.drape.normal(0.5, 0.09, 3), look.drape.uniform(0.12, 0.9, int(length / 38) + 1)]):
        start = outer[int(np.clip(share, 0.05, 0.95) * (len(outer) - 1))]
        end = inner[int(np.clip(share + look.stray(-0.16, 0.2), 0.02, 0.98) * (len(inner) - 1))]
        stop = start + (end - start) * look.stray(0.6, 1.0)
        curves.append(smooth(_pair(start), _pair((start + stop) / 2 + [0, look.stray(1, 4)]), _pair(stop)))
    return creases(curves, look.stray(3.5, 5.5), 4.5) + waves(look.drape, 8, 12, 1.3)


def draw_sleeves(
    canvas: Canvas,
    cut: Cut,
    look: Look,
    fabric: Fabric,
    name: str,
    cuff: str = "hem",
    cuff_fabric: Fabric | None = None,
    relief: Plane | None = None,
) -> None:
    """Draw both sleeves; cuff is "hem", "rib", "band" or "none", relief an own surface (H, W) such as quilting."""
    sleeve = SLEEVES[name]
    outer, inner = edges(cut, sleeve)
    for flip in (False, True):
        outside, inside = (mirror(outer)[::-1], mirror(inner)[::-1]) if flip else (outer, inner)
        inset = points(_pair(inside[0] + [14 if flip else -14, 6]), _pair(outside[0] + [8 if flip else -8, 8]))
        outline = join(outside, _opening(outside[-1], inside[-1]), inside[::-1], inset)
        folds = sleeve_folds(outside, inside, look, sleeve.length) + (0 if relief is None else relief)
        turn = (sleeve.fall - 90) * (-1 if flip else 1)
        canvas.lay(canvas.shape(outline), fabric, puff=13, folds=folds, turn=-turn)
        draw_cuff(canvas, outside, inside, sleeve, cuff, cuff_fabric or fabric)


def _opening(outer_end: Points, inner_end: Points) -> Points:
    middle = (outer_end + inner_end) / 2 + spot(0, 2.5)
    return smooth(_pair(outer_end), _pair(middle), _pair(inner_end))


def draw_cuff(canvas: Canvas, outer: Points, inner: Points, sleeve: Sleeve, cuff: str, fabric: Fabric) -> None:
    """Draw the end of one sleeve, between its outer and inner edge."""
    if cuff == "none":
        return
    height = {"hem": 5.0, "rib": 13.0, "band": 14.0}[cuff]
    along = outer[-1] - outer[-8]
    back = along / max(float(np.linalg.norm(along)), 1e-6) * height
    end = _opening(outer[-1], inner[-1])
    start = end - back
    if cuff == "hem":
        canvas.stitch(start)
        return
    tight = between(start, end, 1.0)
    canvas.lay(canvas.shape(join(start, tight[::-1])), fabric.plain(), puff=5, cast=0.3)
    canvas.seam(start)
    if cuff == "rib":
        ribbing(canvas, start, end, 2.4)
    else:
        canvas.stitch(between(start, end, 0.12), between(start, end, 0.88))
