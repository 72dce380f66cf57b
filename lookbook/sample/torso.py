"""The upper body of a garment: its cut, neckline, front, inside of the back, and how its cloth falls."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lookbook.sample.canvas import Canvas
from lookbook.sample.folds import creases, waves
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Points,
    band,
    join,
    mirror,
    parallel,
    points,
    resample,
    shifted,
    smooth,
    symmetric,
)
from lookbook.sample.palette import rgb
from lookbook.sample.raster import Plane, Stencil


@dataclass(frozen=True)
class Cut:
    """Half widths from the middle line, and heights from the top of the picture."""

    neck: float = 30
    top: float = 52
    shoulder: float = 81
    slope: float = 20
    chest: float = 80
    waist: float = 76
    hem: float = 79
    armhole: float = 146
    waistline: float = 226
    bottom: float = 338
    neckline: str = "crew"
    depth: float = 20

    @property
    def tip(self) -> tuple[float, float]:
        """The right shoulder's outer end."""
        return MIDDLE + self.shoulder, self.top + self.slope


def upper_cut(look: Look, neckline: str, depth: float, loose: float = 0.0) -> Cut:
    """Return a men's, women's or children's cut with some chance in every measure; loose adds ease all round."""
    sway = look.between(-2, 2)
    if look.small:
        waist, hem, shoulder, chest, neck = 78 + loose, 82 + loose, 80 + loose, 80 + loose, 33 + sway
    elif look.feminine:
        waist, hem, shoulder, chest, neck = 64 + loose, 75 + loose, 73 + loose, 72 + loose, 35 + sway
    else:
        waist, hem, shoulder, chest, neck = 81 + loose, 83 + loose, 85 + loose, 85 + loose, 30 + sway
    bottom = look.between(288, 306) - (20 if look.small else 0)
    spread = look.between(-4, 4)
    return Cut(
        neck=neck,
        shoulder=shoulder + sway,
        chest=chest + spread,
        waist=waist + spread,
        hem=hem + spread,
        bottom=bottom,
        neckline=neckline,
        depth=depth,
    )


def neckline_half(cut: Cut, depth: float) -> Points:
    """Return the front edge from the middle to the right neck point, at a depth below the neck points."""
    low, side, top = cut.top + depth, MIDDLE + cut.neck, cut.top
    if cut.neckline == "v":
        return smooth((MIDDLE, low), (MIDDLE + cut.neck * 0.52, low - depth * 0.56), (side, top))
    if cut.neckline == "square":
        return join(
            points((MIDDLE, low), (side - 5, low)),
            smooth((side - 4, low - 1), (side - 2, low - depth / 2), (side, top)),
        )
    if cut.neckline == "boat":
        return smooth((MIDDLE, low), (MIDDLE + cut.neck * 0.6, low - depth * 0.3), (side, top))
    corner = (MIDDLE + cut.neck * 0.74, low - depth * 0.36)
    return smooth((MIDDLE - 0.5, low), (MIDDLE + cut.neck * 0.36, low - depth * 0.07), corner, (side, top))


def neckline(cut: Cut, depth: float | None = None) -> Points:
    """Return the whole front edge from the left to the right neck point."""
    half = neckline_half(cut, cut.depth if depth is None else depth)
    return resample(join(mirror(half), half[1:]), 61)


def back_edge(cut: Cut, rise: float = 7.0) -> Points:
    """Return the edge behind the neck from the left to the right neck point; it dips by `rise`."""
    left, right = MIDDLE - cut.neck, MIDDLE + cut.neck
    return smooth(
        (left, cut.top),
        (MIDDLE - cut.neck * 0.5, cut.top + rise),
        (MIDDLE + cut.neck * 0.5, cut.top + rise),
        (right, cut.top),
    )


def side_seam(cut: Cut) -> Points:
    """Return the right side from the armhole to the hem."""
    middle = (cut.armhole + cut.waistline) / 2
    return smooth(
        (MIDDLE + cut.chest, cut.armhole),
        (MIDDLE + (cut.chest * 0.45 + cut.waist * 0.55), middle),
        (MIDDLE + cut.waist, cut.waistline),
        (MIDDLE + cut.hem, cut.bottom - 6),
    )


def armhole_seam(cut: Cut) -> Points:
    """Return the right armhole from the shoulder's end to under the arm."""
    x, y = cut.tip
    inner = MIDDLE + min(cut.shoulder, cut.chest) - 9
    return smooth(
        (x, y),
        (inner + 3, y + (cut.armhole - y) * 0.45),
        (inner + 4, cut.armhole - 12),
        (MIDDLE + cut.chest, cut.armhole),
    )


def hem_edge(cut: Cut, drop: float = 5.0) -> Points:
    """Return the lower edge from the left to the right side seam; it sags by `drop` in the middle."""
    low = cut.bottom + drop - 3
    half = smooth((MIDDLE, low), (MIDDLE + cut.hem * 0.6, low - drop * 0.3), (MIDDLE + cut.hem, cut.bottom - 6))
    return join(mirror(half), half[1:])


def front(cut: Cut, hem_drop: float = 5.0) -> Points:
    """Return the closed front with neckline, shoulders, armholes, sides and a hem that sags by hem_drop."""
    hem = hem_edge(cut, hem_drop)[::-1]
    shoulder = points((MIDDLE + cut.neck, cut.top), cut.tip)
    half = join(neckline_half(cut, cut.depth), shoulder, armhole_seam(cut), side_seam(cut), hem[: len(hem) // 2 + 1])
    return symmetric(half)


def torso_folds(cut: Cut, rng: Generator, depth: float = 1.0) -> Plane:
    """Return how cloth falls from the shoulders, (H, W): pulls from the armholes, hanging waves, waist creases."""
    pulls: list[Points] = []
    pinches: list[Points] = []
    for side in (-1, 1):
        for number in range(3):
            lift = rng.uniform(-6, 6) + 15 * number
            start = (MIDDLE + side * (cut.chest - 2), cut.armhole + 2 + lift)
            end = (MIDDLE + side * rng.uniform(6, 34), cut.armhole + 44 + 1.6 * lift + rng.uniform(0, 30))
            pulls.append(smooth(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + rng.uniform(3, 12)), end))
        for _ in range(2):
            y, reach = cut.waistline + rng.uniform(-40, 60), rng.uniform(30, 74)
            start, end = (
                (MIDDLE + side * (cut.waist + 2), y),
                (MIDDLE + side * (cut.waist - reach), y + rng.uniform(-4, 20)),
            )
            pinches.append(smooth(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + 4), end))
    hanging = waves(rng, 4, 8, 4.2) + waves(rng, 9, 8, 1.3)
    ridges = creases(pulls, rng.uniform(6, 9), 4.6) + creases(pinches, 5.0, 3.4)
    return np.asarray(depth * rng.uniform(0.45, 1.0) * (hanging + ridges), dtype=np.float32)


def back_panel(canvas: Canvas, cut: Cut, look: Look, rise: float = 7.0, depth: float | None = None) -> Stencil:
    """Draw the inside of the back that shows through the neckline, with a brand label."""
    lower = shifted(neckline(cut, depth), 0, 4)
    inside = canvas.lay(canvas.shape(join(back_edge(cut, rise), lower[::-1])), look.fabric.toned(-0.22), puff=3, cast=0)
    tag = points(*((MIDDLE + x, cut.top + rise + y) for x, y in ((-7, 2), (7, 2), (7, 9), (-7, 9))))
    if cut.depth > 16:
        canvas.paint(canvas.shape(tag).within(inside), rgb(0.93, 0.92, 0.9))
    canvas.shade(inside, 0.22, 3)
    return inside


def neckband(canvas: Canvas, look: Look, curve: Points, width: float, ribs: bool = True) -> None:
    """Draw a knitted band along a neck edge, with its seam."""
    canvas.lay(canvas.shape(band(curve, width)), look.trim.plain(), puff=width * 0.7, cast=0.12)
    if ribs:
        ribbing(canvas, parallel(curve, width / 2 - 1), parallel(curve, 1 - width / 2), 2.2)
    canvas.seam(parallel(curve, width / 2), tone=-0.22)


def ribbing(canvas: Canvas, one: Points, other: Points, step: float, tone: float = -0.14) -> None:
    """Draw knitted ribs from one edge to another, `step` apart."""
    count = max(3, int(float(np.linalg.norm(np.diff(one, axis=0), axis=1).sum()) / step))
    starts, ends = resample(one, count), resample(other, count)
    canvas.tone(canvas.pen([np.stack(pair) for pair in zip(starts, ends, strict=True)], 0.9), tone)
